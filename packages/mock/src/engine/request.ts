import type { Api } from '../description/api.ts'
import type { Content, Operation } from '../description/operation.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { BodySyntaxError, type UploadedFile } from '../exchange/media-types/codec.ts'
import { codecFor, negotiate } from '../exchange/media-types/media-type.ts'
import { essenceOf, parametersOf } from '../exchange/message.ts'
import { type Problem, problem, refusal, type Violation } from '../exchange/problem.ts'
import { type CredentialsCheck, credentialsCheck } from '../interceptors/security.ts'
import { isObject, type JsonSchema } from '../json/json.ts'
import { onceFor } from '../json/kept.ts'
import {
  defaultStyle,
  deserializerOf,
  findingsIn,
  type ParameterPlace,
  type PrismOperation,
  prismOperation,
  type TranslatedParameter,
  type TranslatedSchema,
  worded,
} from '../prism/prism.ts'
import { answerShape } from '../values/answer-shape.ts'
import { type Check, compileCheck } from '../values/check.ts'
import { notRequiringMarked, withoutMarked, withReferences } from '../values/marked.ts'

/** Largest body of a request to an API, in bytes. */
export const bodyLimit = 4 * 1024 * 1024

/** Objects and arrays inside each other; deeper bodies are attacks on recursive code, not data. */
const depthLimit = 64

/** Parses the request's body by its media type and puts the value into the exchange. */
export function readBody(exchange: Exchange, validator: Validator): Problem | undefined {
  if (exchange.request.tooLarge) return problem(413, `The body is larger than ${bodyLimit} bytes.`)
  const bytes = exchange.request.body
  if (!bytes || bytes.byteLength === 0) return undefined
  const encoding = exchange.headers['content-encoding']
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') return encoded()
  const header = exchange.headers['content-type']
  const content = validator.content(header === undefined ? undefined : essenceOf(header))
  const essence = essenceOf(header ?? content?.mediaType ?? '')
  if (!content) return unsupported(exchange, essence)
  exchange.bodyMediaType = essence
  const codec = codecFor(essence)
  if (!codec) {
    exchange.bodyUnread = true
    return undefined
  }
  try {
    const files: UploadedFile[] = []
    exchange.body = codec.parse(bytes, { ...content, parameters: parametersOf(header ?? ''), files })
    exchange.files = files
  } catch (error) {
    if (error instanceof BodySyntaxError)
      return problem(400, error.message, { violations: [atBody(error.message)] })
    throw error
  }
  return hostile(exchange.body)
}

/** The parsed body of a request, for code that needs it early; undefined if it cannot be read. */
export function bodyOf(exchange: Exchange): unknown {
  const { body, bodyMediaType, bodyUnread } = exchange
  const read = readBody(exchange, validatorOf(exchange)) ? undefined : exchange.body
  Object.assign(exchange, { body, bodyMediaType, bodyUnread })
  return read
}

function unsupported(exchange: Exchange, essence: string): Problem {
  const taken = exchange.operation.requestContents().map(({ mediaType }) => mediaType)
  if (taken.length === 0) return problem(415, `${exchange.operation.id} takes no body; send none.`)
  const sent = essence === '' ? 'The request has no Content-Type header' : `"${essence}" is not supported`
  return problem(415, `${sent}. Send one of: ${taken.join(', ')}.`, { headers: { Accept: taken.join(', ') } })
}

/** RFC 9110, section 12.5.3: `Accept-Encoding` in a 415 says that the coding was the reason. */
function encoded(): Problem {
  return problem(415, 'Compressed bodies are not read. Send the body without Content-Encoding.', {
    headers: { 'Accept-Encoding': 'identity' },
  })
}

/** Refuses values that could reach prototypes or exhaust the stack later. */
function hostile(body: unknown): Problem | undefined {
  let level: unknown[] = [body]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth >= depthLimit) return refused(`is nested deeper than ${depthLimit} levels`)
    const next: unknown[] = []
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue
      if (!Array.isArray(value) && reachesPrototype(value))
        return refused('has a property that reaches prototypes')
      for (const member of Object.values(value))
        if (typeof member === 'object' && member !== null) next.push(member)
    }
    level = next
  }
  return undefined
}

/** A property called `constructor` is fine unless it leads to `prototype`. */
function reachesPrototype(value: object): boolean {
  if (Object.hasOwn(value, '__proto__')) return true
  if (!Object.hasOwn(value, 'constructor')) return false
  const inner = (value as { constructor: unknown }).constructor
  return typeof inner === 'object' && inner !== null && Object.hasOwn(inner, 'prototype')
}

function refused(reason: string): Problem {
  const message = `The body ${reason}.`
  return problem(400, message, { violations: [atBody(message)] })
}

function atBody(message: string) {
  return { in: 'body' as const, path: [], message }
}

/**
 * The validator of an operation, made on its first request. Saves compiling its checks for each request: milliseconds.
 */
const validators = onceFor((operation: Operation, api: Api) => new Validator(api, operation))

export function validatorOf({ api, operation }: Pick<Exchange, 'api' | 'operation'>): Validator {
  return validators(operation, api)
}

/** The body of one media type: its schema, and our own check of it. */
interface BodyCheck {
  readonly translated: TranslatedSchema
  readonly check: Check
}

/**
 * Validates requests to one operation. Our own checks, compiled once, accept valid ones; Prism judges the others and
 * words the mistakes.
 */
class Validator {
  readonly #prism: PrismOperation
  readonly #operation: Operation
  /** Finds missing credentials; undefined if none are needed. */
  readonly #credentials: CredentialsCheck | undefined
  readonly #path: Parameters
  readonly #query: Parameters
  readonly #header: Parameters
  readonly #wholeBodies = new Map<JsonSchema, Check>()
  readonly #bodies = new Map<Content | undefined, BodyCheck | undefined>()

  constructor(api: Api, operation: Operation) {
    const prism = prismOperation(operation, api)
    this.#prism = prism
    this.#operation = operation
    this.#credentials = credentialsCheck(prism)
    this.#path = new Parameters('path', prism.parameters('path'), prism.bundle)
    this.#query = new Parameters('query', prism.parameters('query'), prism.bundle)
    this.#header = new Parameters('header', prism.parameters('header'), prism.bundle)
  }

  checkSecurity(exchange: Exchange): Problem | undefined {
    return this.#credentials?.(exchange)
  }

  /** The body that the operation takes in this media type; an undefined essence means that no header was sent. */
  content(essence: string | undefined): Content | undefined {
    const contents = this.#operation.requestContents()
    if (essence === undefined) return contents[0]
    return contents.find(({ mediaType }) => matches(essence, essenceOf(mediaType)))
  }

  /** Drops readOnly input, then validates. The problem lists every violation. */
  checkInput(exchange: Exchange): Problem | undefined {
    const content = this.content(exchange.bodyMediaType)
    const sent = exchange.body
    exchange.body = withoutMarked(sent, content?.schema, 'readOnly')
    if (this.accepts(exchange, content) || this.#acceptsAsSent(exchange, sent, content)) {
      exchange.body = withReferences(sent, exchange.body, exchange.resource?.wrapper)
      return undefined
    }
    const violations = this.violations(exchange, content)
    return violations.length === 0 ? undefined : refusal(violations, this.#operation)
  }

  /** Compiles the checks of the first request. */
  compile(): void {
    for (const parameters of [this.#path, this.#query, this.#header]) parameters.compile()
    for (const content of this.#operation.requestContents()) this.#bodyCheck(content)
  }

  /** Compiles the checks of all requests. */
  compileAll(): void {
    this.compile()
    for (const content of this.#operation.requestContents()) this.#wholeBodyCheck(content)
  }

  /** Our own check. */
  accepts(exchange: Exchange, content: Content | undefined): boolean {
    return this.#acceptsParameters(exchange) && this.#acceptsBody(exchange, content)
  }

  #acceptsParameters({ pathParameters, query, headers }: Exchange): boolean {
    return this.#path.accepts(pathParameters) && this.#query.accepts(query) && this.#header.accepts(headers)
  }

  /** Some schemas distinguish their variants by readOnly properties. */
  #acceptsAsSent(exchange: Exchange, sent: unknown, content: Content | undefined): boolean {
    if (sent === exchange.body || !this.#acceptsParameters(exchange)) return false
    const check = this.#wholeBodyCheck(content)
    return check !== undefined && check(sent).length === 0
  }

  #wholeBodyCheck(content: Content | undefined): Check | undefined {
    const schema = this.#prism.wholeBodySchema(this.#indexOf(content))
    if (!schema) return undefined
    let check = this.#wholeBodies.get(schema)
    if (!check) {
      check = compileCheck({ schema, bundle: this.#prism.bundle })
      this.#wholeBodies.set(schema, check)
    }
    return check
  }

  #indexOf(content: Content | undefined): number {
    return content ? this.#operation.requestContents().indexOf(content) : 0
  }

  /** Prism's findings. */
  violations(exchange: Exchange, content: Content | undefined): Violation[] {
    return [
      ...this.#bodyViolations(exchange, content),
      ...this.#header.violations(exchange.headers),
      ...this.#query.violations(exchange.query),
      ...this.#path.violations(exchange.pathParameters),
    ]
  }

  #acceptsBody({ body, bodyUnread }: Exchange, content: Content | undefined): boolean {
    if (bodyUnread) return true
    if (this.#lacksBody(body)) return false
    if (body === undefined || body === null) return true
    return (this.#bodyCheck(content)?.check(body).length ?? 0) === 0
  }

  #bodyViolations({ body, bodyUnread }: Exchange, content: Content | undefined): Violation[] {
    if (bodyUnread) return []
    if (this.#lacksBody(body))
      return [{ in: 'body', path: [], message: 'Body parameter is required', rule: 'required' }]
    const known = body === undefined || body === null ? undefined : this.#bodyCheck(content)
    if (!known) return []
    return violationsIn(body, known.check, known.translated, 'body')
  }

  /** Prism treats every empty value as no body. */
  #lacksBody(body: unknown): boolean {
    return !body && this.#operation.requestBody === 'required'
  }

  /** Undefined if everything is accepted. */
  #bodyCheck(content: Content | undefined): BodyCheck | undefined {
    if (!this.#bodies.has(content)) this.#bodies.set(content, this.#makeBodyCheck(content))
    return this.#bodies.get(content)
  }

  #makeBodyCheck(content: Content | undefined): BodyCheck | undefined {
    const schema = this.#prism.bodySchema(this.#indexOf(content))
    if (!schema) return undefined
    const strict = { schema, bundle: this.#prism.bundle }
    const check = compileCheck(strict)
    const relaxed = notRequiringMarked(schema, content?.schema, 'readOnly')
    if (!relaxed) return { translated: strict, check }
    const translated = { schema: relaxed, bundle: this.#prism.bundle }
    const checkRelaxed = compileCheck(translated)
    // A branch of `oneOf` that no longer requires anything may match beside the intended one.
    const either = (body: unknown) => (check(body).length === 0 ? [] : checkRelaxed(body))
    const { partial = false, asPrism } = checkRelaxed
    return { translated, check: Object.assign(either, { partial, ...(asPrism && { asPrism }) }) }
  }
}

/** Gives a 406 before anything is changed. Answers without a body are always acceptable. */
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

type Values = Readonly<Record<string, string | string[]>>

interface Parameter {
  /** Its name in findings. */
  readonly name: string
  readonly lowered: string
  /** Undefined if the raw value is used unchanged. */
  readonly deserialize: ((values: Record<string, unknown>) => unknown) | undefined
  /** See {@link standsAlone}. */
  readonly alone: boolean
}

/**
 * The parameters of one place of one operation: how their values are parsed, and one schema for all of them. Prism
 * prepares this anew for every request.
 */
class Parameters {
  readonly #place: ParameterPlace
  readonly #parameters: readonly Parameter[]
  readonly #translated: TranslatedSchema
  #check: Check | undefined
  /** Whether a request without any of the parameters is valid; worked out on first use. */
  #validWhenEmpty: boolean | undefined
  /** Saves checking a repeated query: 1 µs. A frozen query stays valid. */
  readonly #valid = new WeakSet<Values>()

  constructor(place: ParameterPlace, described: readonly TranslatedParameter[], bundle: unknown) {
    this.#place = place
    // Prism ignores the letter case of names; if two names are then equal, the last one counts.
    const byName = new Map(described.map((each) => [each.name.toLowerCase(), each]))
    const parameters = [...byName.values()]
    this.#parameters = parameters.map((each) => prepared(each, place))
    const schemas = parameters.flatMap((each) => (each.schema ? [[nameOf(each, place), each.schema]] : []))
    const required = parameters.filter((each) => each.required).map((each) => nameOf(each, place))
    this.#translated = {
      schema: { type: 'object', properties: Object.fromEntries(schemas), required },
      bundle,
    }
  }

  /** Our own check, compiled once. Also false if a value cannot be parsed. */
  accepts(values: Values): boolean {
    if (this.#parameters.length === 0 || this.#valid.has(values)) return true
    const valid = this.#judge(values)
    if (valid && Object.isFrozen(values)) this.#valid.add(values)
    return valid
  }

  #judge(values: Values): boolean {
    let taken: Record<string, unknown>
    try {
      taken = this.#taken(values)
    } catch {
      return false
    }
    for (const _ in taken) return this.#isValid(taken)
    this.#validWhenEmpty ??= this.#isValid(taken)
    return this.#validWhenEmpty
  }

  compile(): void {
    if (this.#parameters.length > 0) this.#checked()
  }

  #checked(): Check {
    this.#check ??= compileCheck(this.#translated, { coerceTypes: true })
    return this.#check
  }

  /** Prism's findings about the values, with the names of the parameters as in the description. */
  violations(values: Values): Violation[] {
    if (this.#parameters.length === 0) return []
    try {
      return violationsIn(this.#taken(values), this.#checked(), this.#translated, this.#place)
    } catch (error) {
      return [{ in: this.#place, path: [], message: (error as Error).message, rule: 'style' }]
    }
  }

  #isValid(taken: Record<string, unknown>): boolean {
    return this.#checked()(taken).length === 0
  }

  /** The values that were sent, parsed. Throws on one that does not have the form of its style. */
  #taken(values: Values): Record<string, unknown> {
    const lowered = this.#place === 'header' ? values : lowerNames(values)
    const taken: Record<string, unknown> = {}
    for (const { name, lowered: key, deserialize, alone } of this.#parameters) {
      if (alone && lowered[key] === undefined) continue
      const value = deserialize ? deserialize(lowered as Record<string, unknown>) : lowered[key]
      if (value) taken[name] = value
    }
    return taken
  }
}

/** The mistakes of a part of a request, in Prism's words. */
function violationsIn(
  value: unknown,
  check: Check,
  translated: TranslatedSchema,
  place: ParameterPlace | 'body',
): Violation[] {
  const errors = check.partial ? check(value) : check.asPrism?.(value)
  const found = errors ? errors.map((error) => worded(error, place)) : findingsIn(value, translated, place)
  return found.map((finding) => ({ in: place, ...finding }))
}

function prepared(parameter: TranslatedParameter, place: ParameterPlace): Parameter {
  const { schema, style } = parameter
  const plain = !isObject(schema) || (schema.type !== 'array' && schema.type !== 'object')
  const asItIs = plain && (style === undefined || style === defaultStyle[place])
  return {
    name: nameOf(parameter, place),
    lowered: parameter.name.toLowerCase(),
    deserialize: asItIs ? undefined : deserializerOf(place, parameter),
    alone: standsAlone(parameter, place),
  }
}

/** Requests have header names in lower case, and findings name them like that. */
function nameOf({ name }: TranslatedParameter, place: ParameterPlace): string {
  return place === 'header' ? name.toLowerCase() : name
}

/**
 * Whether a list or an object is sent only under the name of the parameter. Prism parses such a value even if it was
 * not sent, and then throws, or finds a list with one empty text.
 */
function standsAlone({ style }: TranslatedParameter, place: ParameterPlace): boolean {
  return place === 'header' || style === 'spaceDelimited' || style === 'pipeDelimited'
}

function lowerNames(values: Values): Values {
  const lowered: Record<string, string | string[]> = {}
  for (const name in values) lowered[name.toLowerCase()] = values[name] as string | string[]
  return lowered
}
