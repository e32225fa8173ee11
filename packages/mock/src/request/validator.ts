import type { Content, Operation } from '../description/operations/operation.ts'
import { expandTemplate } from '../description/operations/path-template.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { essenceOf, negotiate } from '../exchange/media-types/media-type.ts'
import { type Problem, problem, refusal, type Violation } from '../exchange/problem.ts'
import type { JsonSchema } from '../json/json.ts'
import { httpOperationOf } from '../prism/http-operation.ts'
import {
  type Diagnostic,
  type IHttpOperation,
  type IHttpParam,
  type IMediaTypeContent,
  normalizeInput,
  type PrismRequest,
  validateAgainstSchema,
  validateInput,
} from '../prism/parts.ts'
import { answerShape } from '../values/answer-shape.ts'
import { withoutMarked } from '../values/marked.ts'
import { CompiledParameters, defaultStyle, type Place, standsAlone } from './parameters.ts'
import { checkSecurity, takesBearer } from './security.ts'

const validators = new WeakMap<Operation, Validator>()

/** The validator of an operation, made on its first request. */
export function validatorOf({ api, operation }: Pick<Exchange, 'api' | 'operation'>): Validator {
  const known = validators.get(operation)
  if (known) return known
  const made = new Validator(httpOperationOf(api, operation), operation)
  validators.set(operation, made)
  return made
}

/**
 * Judges requests to one operation. Valid ones take a short path over validators that were compiled once;
 * whatever that path does not accept is put before Prism, whose word counts.
 */
export class Validator {
  readonly #http: IHttpOperation
  readonly #operation: Operation
  readonly #bearer: boolean
  readonly #path: CompiledParameters
  readonly #query: CompiledParameters
  readonly #header: CompiledParameters
  /** Prism's contents under the name of JSON: bodies were parsed before, whatever they came as. */
  readonly #contents: readonly IMediaTypeContent[]
  readonly #bundle: unknown
  readonly #bodySchemas = new Map<IMediaTypeContent, JsonSchema | undefined>()

  constructor(http: IHttpOperation, operation: Operation) {
    const { path = [], query = [], headers = [], body } = http.request ?? {}
    this.#contents = (body?.contents ?? []).map((content) => ({ ...content, mediaType: 'application/json' }))
    const request = { ...http.request, ...(body && { body: { ...body, contents: [...this.#contents] } }) }
    this.#http = { ...http, request } as IHttpOperation
    this.#operation = operation
    this.#bearer = takesBearer(http)
    this.#path = new CompiledParameters('path', path, http)
    this.#query = new CompiledParameters('query', query, http)
    this.#header = new CompiledParameters('header', headers, http)
    this.#bundle = (http as { __bundled__?: unknown }).__bundled__
  }

  checkSecurity(exchange: Exchange): Problem | undefined {
    return checkSecurity(this.#http, this.#bearer, prismRequest(exchange, this.#http))
  }

  /** Whether the operation takes a body of this media type; undefined essence: no header was sent. */
  content(essence: string | undefined): Content | undefined {
    const contents = this.#operation.requestContents()
    if (essence === undefined) return contents[0]
    return contents.find(({ mediaType }) => matches(essence, essenceOf(mediaType)))
  }

  /** Drops readOnly input, then validates. The problem lists every violation. */
  checkInput(exchange: Exchange): Problem | undefined {
    const content = this.content(exchange.bodyMediaType)
    exchange.body = withoutMarked(exchange.body, content?.schema, 'readOnly')
    if (this.accepts(exchange, content)) return undefined
    const violations = this.violations(exchange, content)
    return violations.length === 0 ? undefined : refusal(violations, this.#operation)
  }

  /** The short path. */
  accepts(exchange: Exchange, content: Content | undefined): boolean {
    return (
      this.#path.accepts(exchange.pathParameters) &&
      this.#query.accepts(exchange.query) &&
      this.#header.accepts(exchange.headers) &&
      (exchange.bodyUnread || this.#acceptsBody(exchange.body, content))
    )
  }

  /** Prism's own findings. */
  violations(exchange: Exchange, content: Content | undefined): Violation[] {
    const resource = withoutUnsent(this.#withContent(content), exchange)
    let judged: ReturnType<ReturnType<typeof validateInput>>
    try {
      judged = validateInput()({ resource, element: prismRequest(exchange, resource) })
    } catch (error) {
      // Prism's deserializers throw on values that do not have the form of their style.
      return [{ in: 'query', path: [], message: (error as Error).message, rule: 'style' }]
    }
    if (judged._tag === 'Right') return []
    const found = judged.left
      .filter(({ severity }) => severity === 0)
      .map((diagnostic) => named(violationOf(diagnostic), this.#operation))
    return exchange.bodyUnread ? found.filter((violation) => violation.in !== 'body') : found
  }

  #acceptsBody(body: unknown, content: Content | undefined): boolean {
    if (!body && this.#operation.requestBody === 'required') return false
    if (body === undefined || body === null) return true
    if (this.#operation.requestBody === 'none') return false
    const schema = this.#bodySchema(content)
    if (!schema) return true
    return validateAgainstSchema()(body, schema, false, 0, 'body', this.#bundle)._tag === 'None'
  }

  /** The schema as Prism judges by it, prepared once; undefined when everything is accepted. */
  #bodySchema(content: Content | undefined): JsonSchema | undefined {
    const described = this.#contentsFor(content)[0]
    if (!described?.schema) return undefined
    if (!this.#bodySchemas.has(described)) {
      this.#bodySchemas.set(described, normalizeInput()(described.schema as JsonSchema))
    }
    return this.#bodySchemas.get(described)
  }

  #contentsFor(content: Content | undefined): readonly IMediaTypeContent[] {
    const index = content ? this.#operation.requestContents().indexOf(content) : 0
    return this.#contents.slice(index, index + 1)
  }

  #withContent(content: Content | undefined): IHttpOperation {
    const body = this.#http.request?.body
    if (!body) return this.#http
    const contents = this.#contentsFor(content)
    return {
      ...this.#http,
      request: { ...this.#http.request, body: { ...body, contents } },
    } as IHttpOperation
  }
}

/** 406 before anything is changed. Answers without a body are always acceptable. */
export function refuseAccept(exchange: Exchange): Problem | undefined {
  const { accept } = exchange.headers
  if (accept === undefined || accept === '*/*') return undefined
  const { mediaTypes } = answerShape(exchange, exchange.operation.successStatus)
  if (mediaTypes.length === 0 || negotiate(accept, mediaTypes) !== undefined) return undefined
  return problem(406, `The answer is available as ${mediaTypes.join(', ')}. Accept one of them.`)
}

function matches(essence: string, described: string): boolean {
  if (described === essence || described === '*/*') return true
  return described.endsWith('/*') && essence.startsWith(described.slice(0, -1))
}

/** Prism matches the path against the template again, so it is written the way the template says. */
function prismRequest(exchange: Exchange, http: IHttpOperation): PrismRequest {
  const { request, query, headers, body, pathParameters } = exchange
  const sent = body === undefined ? {} : { 'content-type': 'application/json', 'content-length': '1' }
  return {
    method: request.method.toLowerCase(),
    url: { path: expandTemplate(http.path, pathParameters), query },
    headers: { ...headers, ...sent },
    body,
  }
}

const places: Record<string, Violation['in']> = {
  path: 'path',
  query: 'query',
  header: 'header',
  body: 'body',
}

function violationOf({ path = [], message, code }: Diagnostic): Violation {
  const [prefix = 'body', ...rest] = path
  return { in: places[prefix] ?? 'body', path: rest, message, rule: String(code ?? '') }
}

/** Parameters that Prism would take apart although they were not sent lose schema and style; whether they had to be sent stays. */
function withoutUnsent(http: IHttpOperation, { query, headers }: Exchange): IHttpOperation {
  const { request } = http
  if (!request) return http
  const sent = (values: object) => new Set(Object.keys(values).map((name) => name.toLowerCase()))
  const cleared = (specs: readonly IHttpParam[] | undefined, place: Place, names: ReadonlySet<string>) =>
    specs?.map((spec) =>
      standsAlone(spec, place) && !names.has(spec.name.toLowerCase())
        ? { ...spec, style: defaultStyle[place], schema: {} }
        : spec,
    )
  const parameters = {
    query: cleared(request.query, 'query', sent(query)),
    headers: cleared(request.headers, 'header', sent(headers)),
  }
  return { ...http, request: { ...request, ...parameters } } as IHttpOperation
}

/** Prism writes the names of parameters in lower case; a client looks for them as the description writes them. */
function named(violation: Violation, operation: Operation): Violation {
  const { in: place, path, message } = violation
  if (place !== 'path' && place !== 'query') return violation
  const lower = path[0] ?? /required property '([^']+)'/.exec(message)?.[1]
  const name = operation.parameters(place).find((each) => each.toLowerCase() === lower)
  if (lower === undefined || name === undefined) return violation
  const written = message
    .replace(`parameter ${lower}`, `parameter ${name}`)
    .replace(`'${lower}'`, `'${name}'`)
  return { ...violation, path: path.length > 0 ? [name, ...path.slice(1)] : [], message: written }
}
