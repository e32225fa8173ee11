import type { IHttpOperation } from '@stoplight/types'
import type { ErrorObject } from 'ajv'
import type { Api } from '../description/api.ts'
import type { Operation } from '../description/operation.ts'
import type { JsonSchema } from '../json/json.ts'
import { objectsIn } from '../json/json.ts'
import { onceFor } from '../json/kept.ts'
import { describesShortText } from '../json/pattern.ts'
import {
  deserializers,
  type MockerConfig,
  mocker,
  normalizeInput,
  normalizeOutput,
  type PrismResponse,
  textOfPattern,
  transformOperation,
  validateAgainstSchema,
  validateSecurity,
} from './load.ts'

export { dateTimeFormat, loadTranslator, words } from './load.ts'

/** A schema in the dialect that Ajv understands, and the targets of its remaining references. */
export interface TranslatedSchema {
  readonly schema: JsonSchema
  readonly bundle: unknown
}

/** One mistake that Prism finds in a part of a request. */
interface Finding {
  /** Steps to it inside the part. */
  readonly path: readonly string[]
  /** In Prism's words. */
  readonly message: string
  /** The schema keyword that failed. */
  readonly rule: string
}

/** Where a parameter is sent. */
export type ParameterPlace = 'path' | 'query' | 'header'

/** A parameter, translated. */
export interface TranslatedParameter {
  readonly name: string
  readonly required: boolean
  readonly schema: JsonSchema | undefined
  /** Undefined: the default of its place. */
  readonly style: string | undefined
  readonly explode: boolean
}

/** One of the credentials that an operation needs. */
interface SecurityScheme {
  readonly type: string
  /** Of the type `http`. */
  readonly scheme?: string
  /** Of the type `apiKey`. */
  readonly name?: string
  readonly in?: string
}

/** The parts of a request that decide about credentials and examples. */
interface JudgedRequest {
  readonly method: string
  readonly query: Record<string, string | string[]>
  readonly headers: Record<string, string>
  readonly body: unknown
}

/** The values that choose the answer. */
interface ExampleChoice {
  readonly dynamic: boolean
  readonly code?: number | undefined
  readonly example?: string | undefined
  /** Negotiated media type of the answer. */
  readonly mediaType?: string | undefined
  readonly seed: string
}

/** An answer that Prism chose; `failed` when the description has none. */
type ChosenExample =
  | { readonly status: number; readonly headers: Record<string, string>; readonly body: unknown }
  | { readonly failed: { readonly status: number | undefined; readonly message: string } }

/** What `transformOperation` takes as `config` for operations under `paths`. */
const operationConfig = { type: 'operation', documentProp: 'paths', nameProp: 'path' }

/** OpenAPI says of header parameters with these names: "the parameter definition SHALL be ignored". */
const ignoredHeaders = new Set(['accept', 'content-type', 'authorization'])

/** Prism's mocker logs every step; the mock has its own log. */
const silent = Object.fromEntries(
  ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'success'].map((level) => [level, () => undefined]),
)

/**
 * Prism's form of an operation, made on first use. Translating all operations of a large description at start is what
 * makes Prism itself slow. Saves 0.2 ms of CPU time or more for each request.
 */
export const prismOperation = onceFor((operation: Operation, api: Api) => new PrismOperation(api, operation))

/** One operation as Prism sees it. Prism's types stay inside this folder. */
export class PrismOperation {
  /** Targets of the references that stayed in its schemas. */
  readonly bundle: unknown
  readonly #http: IHttpOperation

  constructor(api: Api, operation: Operation) {
    const method = operation.method.toLowerCase()
    const document = { ...api.document, paths: { [operation.path]: { [method]: operation.full() } } }
    const made = transformOperation()({ document, name: operation.path, method, config: operationConfig })
    // Prism's mocker would send the callbacks: requests to whatever address a client names.
    const { callbacks: _, ...silent } = made as IHttpOperation & { callbacks?: unknown }
    this.bundle = api.resolver.bundled
    this.#http = Object.assign(silent, { __bundled__: this.bundle }) as IHttpOperation
  }

  /** Alternative sets of security schemes; a request has to satisfy all schemes of one set. Empty if none is needed. */
  get security(): readonly (readonly SecurityScheme[])[] {
    return (this.#http.security ?? []) as never
  }

  parameters(place: ParameterPlace): readonly TranslatedParameter[] {
    const { path = [], query = [], headers = [] } = this.#http.request ?? {}
    const header = headers.filter(({ name }) => !ignoredHeaders.has(name.toLowerCase()))
    return { path, query, header }[place].map(({ name, required, schema, style, explode }) => ({
      name,
      required: required ?? false,
      schema: schema as JsonSchema | undefined,
      style,
      explode: explode ?? false,
    }))
  }

  /** Schema of one of the media types of the body, without readOnly properties; undefined accepts everything. */
  bodySchema(index: number): JsonSchema | undefined {
    const schema = this.#http.request?.body?.contents?.[index]?.schema
    return schema && normalizeInput()(schema as JsonSchema)
  }

  /** The same with readOnly properties. */
  wholeBodySchema(index: number): JsonSchema | undefined {
    return this.#http.request?.body?.contents?.[index]?.schema as JsonSchema | undefined
  }

  /** The challenges for `WWW-Authenticate` if no alternative of `security` is satisfied, else undefined. */
  missingCredentials({ method, query, headers }: JudgedRequest): readonly string[] | undefined {
    const element = { method, url: { path: this.#http.path, query }, headers, body: undefined }
    const judged = validateSecurity()({ resource: this.#http, element })
    if (judged._tag === 'Right') return undefined
    const errors = judged.left.filter(({ severity }) => severity === 0)
    return errors.length === 0 ? undefined : [...new Set(errors.flatMap(({ tags }) => tags ?? []))]
  }

  /** The named example, the first one, or a value made up for the schema. */
  example({ method, query, headers, body }: JudgedRequest, choice: ExampleChoice): ChosenExample {
    if (choice.dynamic && describesLongText(this.#http)) return tooLong
    const config: MockerConfig = {
      dynamic: choice.dynamic,
      ...(choice.code !== undefined && { code: choice.code }),
      ...(choice.example !== undefined && { exampleKey: choice.example }),
      ...(choice.mediaType !== undefined && { mediaTypes: [choice.mediaType] }),
      seed: choice.seed,
    }
    const data = { method, url: { path: this.#http.path, query }, headers, body }
    const mocked = mocker()({ resource: this.#http, input: { data, validations: [] }, config })(silent)
    if (mocked._tag === 'Right') return chosenExample(mocked.right)
    const { status, detail, message } = mocked.left
    return { failed: { status, message: detail || message } }
  }
}

const tooLong: ChosenExample = {
  failed: { status: 501, message: 'A pattern asks for a text that is too long to be made up.' },
}

/**
 * Whether a pattern inside demands a text that would fill the memory. Saves looking through all schemas of an
 * operation for each made-up answer: 40 µs for a small one.
 */
const describesLongText = onceFor((root: object): boolean => {
  for (const { pattern } of objectsIn(root) as Iterable<{ pattern?: unknown }>)
    if (typeof pattern === 'string' && !describesShortText(pattern)) return true
  return false
})

function chosenExample({ statusCode, headers = {}, body }: PrismResponse): ChosenExample {
  const kept = Object.entries(headers).filter(
    ([name, value]) => value !== null && value !== undefined && name.toLowerCase() !== 'content-type',
  )
  const texts = kept.map(([name, value]) => [name, String(value)])
  return { status: statusCode, headers: Object.fromEntries(texts), body }
}

/** Prism's findings about one part of a request, in its words. Empty if it is valid. */
export function findingsIn(
  value: unknown,
  { schema, bundle }: TranslatedSchema,
  place: ParameterPlace | 'body',
): Finding[] {
  const found = validateAgainstSchema()(value, schema, place !== 'body', 0, place, bundle)
  if (found._tag === 'None') return []
  return found.value
    .filter(({ severity }) => severity === 0)
    .map(({ path = [], message, code }) => ({ path: path.slice(1), message, rule: String(code ?? '') }))
}

/** An error of Ajv in Prism's words (`convertAjvErrors`), for checks that Prism does not run. */
export function worded(
  { instancePath, keyword, params, message = '' }: ErrorObject,
  place: ParameterPlace | 'body',
): Finding {
  const path = instancePath.split('/').filter((step) => step !== '')
  const kind = place === 'body' ? 'property' : 'parameter'
  const where = path.length === 0 ? place : `${place} ${kind} ${path.join('.')}`
  const { allowedValues, additionalProperty, unevaluatedProperty } = params
  const allowed = allowedValues === undefined ? '' : `: ${allowedValues.join(', ')}`
  const additional = additionalProperty === undefined ? '' : `; found '${additionalProperty}'`
  const unevaluated = unevaluatedProperty === undefined ? '' : `: '${unevaluatedProperty}'`
  return { path, message: `Request ${where} ${message}${allowed}${additional}${unevaluated}`, rule: keyword }
}

/** Parses the list or object in a parameter. Throws on a value that does not have the form of the style. */
export function deserializerOf(
  place: ParameterPlace,
  { name, schema, explode, style }: TranslatedParameter,
): (values: Record<string, unknown>) => unknown {
  const deserialize = deserializers()[place][style || defaultStyle[place]]
  return (values) => deserialize?.(name.toLowerCase(), values, schema, explode)
}

export const defaultStyle = { path: 'simple', query: 'form', header: 'simple' }

/**
 * A schema as Prism would judge an answer by it: translated from the dialect of the description (`nullable`
 * of OpenAPI 3.0, for example), `allOf` merged, writeOnly properties taken out.
 */
export function outputSchema(api: Api, schema: JsonSchema): TranslatedSchema {
  const content = { 'application/json': { schema: withEnumsAsListed(schema, new Map()) } }
  const get = { responses: { 200: { description: '', content } } }
  const document = { ...api.document, security: [], paths: { '/': { get } } }
  const made = transformOperation()({ document, name: '/', method: 'get', config: operationConfig })
  const translated = made.responses[0]?.contents?.[0]?.schema ?? {}
  return { schema: normalizeOutput()(translated as JsonSchema) ?? {}, bundle: api.resolver.bundled }
}

/**
 * An enum that does not list null forbids it, `nullable` or not (OpenAPI 3.0.3, Schema Object); Prism's translation would
 * add null to the list. This one writes the type as OpenAPI 3.1 does.
 */
function withEnumsAsListed<T>(node: T, known: Map<unknown, unknown>): T {
  if (typeof node !== 'object' || node === null) return node
  if (known.has(node)) return known.get(node) as T
  if (Array.isArray(node)) return node.map((each) => withEnumsAsListed(each, known)) as T
  const members = Object.entries(node).map(([name, child]) => [name, withEnumsAsListed(child, known)])
  const copy = Object.fromEntries(members)
  known.set(node, copy)
  if (copy.nullable === true && typeof copy.type === 'string' && Array.isArray(copy.enum)) {
    copy.type = [copy.type, 'null']
    delete copy.nullable
  }
  return copy
}

/** Makes up a text that a pattern accepts. */
export function madeUpText(pattern: string, random: () => number): string {
  return textOfPattern()(pattern, random)
}
