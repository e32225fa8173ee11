import type { SelectedConventions } from '../conventions/selected.ts'
import type { Api } from '../description/api.ts'
import { exampleIn, type Operation } from '../description/operation.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { codecFor, isEventStream, negotiate } from '../exchange/media-types/media-type.ts'
import { type Answer, essenceOf, hasHeader, type MockRequest, type WireAnswer } from '../exchange/message.ts'
import type { Problem, Violation } from '../exchange/problem.ts'
import { camelCase } from '../exchange/problem.ts'
import { isObject, type JsonObject, type JsonSchema, type JsonValue } from '../json/json.ts'
import { onceFor } from '../json/kept.ts'
import type { Clock } from '../store/clock.ts'
import { generate } from '../values/generate.ts'
import type { Generation, Generations } from '../values/persona.ts'
import { repair } from '../values/repair.ts'
import { eventStreamText } from './event-stream.ts'

const noBody = new Set([204, 205, 304])

const undescribed: readonly string[] = ['application/json']

/** The media types that an answer may have. */
function offeredBy(operation: Operation | undefined, status: number): readonly string[] {
  const { mediaTypes = undescribed } = operation?.response(status) ?? {}
  return mediaTypes.length > 0 ? mediaTypes : undescribed
}

/** Writes answers and problems of one API. */
export class Responder {
  readonly #api: Api | undefined
  readonly #conventions: SelectedConventions | undefined
  readonly #seeder: Generations
  readonly #clock: Clock

  constructor(
    api: Api | undefined,
    conventions: SelectedConventions | undefined,
    { seeder, clock }: { seeder: Generations; clock: Clock },
  ) {
    this.#api = api
    this.#conventions = conventions
    this.#seeder = seeder
    this.#clock = clock
  }

  /** A successful answer, or any other that a stage has completed. */
  send(exchange: Exchange, answer: Answer): WireAnswer {
    const offered = offeredBy(exchange.operation, answer.status)
    const told = this.#conventions?.shapesErrors ? undefined : toldDeprecations(exchange)
    if (told !== undefined) answer.headers[violationsHeader] ??= told
    return this.#write(exchange.request, exchange, answer, offered)
  }

  /** A problem in the shape of the vendor, of the description, or of RFC 9457. */
  refuse(request: MockRequest, problem: Problem, exchange: Exchange | undefined): WireAnswer {
    const failed = { request, exchange, now: this.#clock.now() }
    exchange?.why.push(problem.detail)
    const shape = this.#conventions?.error(problem, failed)
    const described = shape ? this.#shaped(shape.body, problem, exchange) : this.#described(problem, exchange)
    const told = shape ? undefined : toldViolations(problem.violations ?? [], problem.status)
    const violations = told === undefined ? undefined : { [violationsHeader]: told }
    const headers = { ...violations, ...shape?.headers, ...problem.headers }
    return this.#write(
      request,
      exchange,
      { status: problem.status, headers, body: described.body },
      described.mediaTypes,
    )
  }

  #shaped(body: unknown, { status }: Problem, exchange: Exchange | undefined) {
    return { body, mediaTypes: offeredBy(exchange?.operation, status) }
  }

  #described(problem: Problem, exchange: Exchange | undefined) {
    const generation = () => this.#seeder.generation(`error ${problem.status}`, undefined)
    try {
      return describedError(this.#api, exchange?.operation, problem, generation)
    } catch {
      // The description's error schema may itself be broken.
      return { body: problemDetails(problem), mediaTypes: ['application/problem+json'] }
    }
  }

  #write(
    request: MockRequest,
    exchange: Exchange | undefined,
    answer: Answer,
    offered: readonly string[],
  ): WireAnswer {
    if (this.#conventions?.finishesAnswers)
      this.#conventions.finish(answer, { request, exchange, now: this.#clock.now() })
    const { status, headers } = answer
    if (exchange && this.#api) {
      const generation = () => this.#seeder.generation(`${exchange.operation.id} headers`, exchange.resource)
      addDemandedHeaders(headers, this.#api, exchange.operation, status, generation)
    }
    addCorsHeaders(headers, request)
    if (answer.body === undefined || noBody.has(status))
      return { status, headers: cleanHeaders(headers), body: undefined }
    const body = this.#format(request, exchange, answer, offered)
    cleanHeaders(headers)
    return { status, headers, body: request.method === 'HEAD' ? undefined : body }
  }

  /** A client gets the error even if it accepts none of its media types (RFC 9110, section 12.5.1). */
  #format(
    request: MockRequest,
    exchange: Exchange | undefined,
    answer: Answer,
    offered: readonly string[],
  ): string {
    const { status, headers, body } = answer
    const accept = exchange?.headers.accept ?? request.headers.accept
    const mediaType =
      answer.mediaType ??
      askedStream(exchange, offered) ??
      negotiate(accept, offered) ??
      (offered[0] as string)
    headers['Content-Type'] = mediaType === '*/*' ? 'application/json' : mediaType
    if (answer.mediaType !== undefined) return String(body)
    const content = exchange?.operation
      .response(status)
      ?.contents.find((each) => each.mediaType === mediaType)
    if (exchange && content && isEventStream(mediaType)) {
      headers['Cache-Control'] ??= 'no-cache'
      const generation = this.#seeder.generation(`${exchange.operation.id} events`, exchange.resource)
      return eventStreamText(exchange, status, content, body, generation)
    }
    return format(body, mediaType, content?.schema, content?.name)
  }
}

function format(
  body: unknown,
  mediaType: string,
  schema: JsonSchema | undefined,
  name: string | undefined,
): string {
  const codec = codecFor(essenceOf(mediaType))
  if (!codec) return typeof body === 'string' ? body : JSON.stringify(body)
  return codec.format(body, { schema, name, parameters: {} })
}

/** Headers that a page on another origin may read besides those of the answer. */
const exposed = [
  'Location',
  'Retry-After',
  'Preference-Applied',
  'ETag',
  'Link',
  'X-Total-Count',
  'WWW-Authenticate',
  'request-id',
  'client-request-id',
  'MS-RequestId',
  'MS-CorrelationId',
  'MS-CV',
]

/** Lets pages of any origin read the answer. */
function addCorsHeaders(headers: Record<string, string>, request: MockRequest): void {
  if (request.headers.origin === undefined) return
  headers['Access-Control-Expose-Headers'] = [...new Set([...exposed, ...Object.keys(headers)])].join(', ')
  Object.assign(headers, allowedOrigin(request))
  headers.Vary = headers.Vary === undefined ? 'Origin' : `${headers.Vary}, Origin`
}

/** Any other answer, for pages of any origin. */
export function withCors(answer: WireAnswer, request: MockRequest): WireAnswer {
  if (hasHeader(answer.headers, 'Access-Control-Allow-Origin')) return answer
  const headers = { ...answer.headers }
  addCorsHeaders(headers, request)
  return { ...answer, headers }
}

/** A page that sends cookies (`credentials: 'include'`) may read an answer only if its own origin is named. */
function allowedOrigin({ headers: { origin } }: MockRequest): Record<string, string> {
  if (origin === undefined) return { 'Access-Control-Allow-Origin': '*' }
  return { 'Access-Control-Allow-Origin': origin, 'Access-Control-Allow-Credentials': 'true' }
}

/**
 * Headers of the answer to a preflight (CORS protocol of the Fetch standard): they allow all that it asks for, for ten
 * minutes.
 */
export function preflightHeaders(request: MockRequest, allow: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {
    ...allowedOrigin(request),
    'Access-Control-Allow-Methods': allow.join(', '),
    'Access-Control-Max-Age': '600',
    Vary: 'Origin, Access-Control-Request-Headers',
  }
  const wanted = request.headers['access-control-request-headers']
  if (wanted !== undefined) headers['Access-Control-Allow-Headers'] = wanted
  return headers
}

const unsafe = /[^\t\x20-\x7e\x80-\xff]/g

/** Removes line breaks, which would start another header; values may hold text from a client. */
function cleanHeaders(headers: Record<string, string>): Record<string, string> {
  for (const name in headers) {
    const value = headers[name] as string
    unsafe.lastIndex = 0
    if (unsafe.test(value)) headers[name] = value.replace(unsafe, '')
  }
  return headers
}

/** Adds the headers that the description requires of this answer and that are not set yet. */
function addDemandedHeaders(
  headers: Record<string, string>,
  api: Api,
  operation: Operation,
  status: number,
  generation: () => Generation,
): void {
  const demanded = operation.response(status)?.requiredHeaders ?? []
  for (const { name, schema, example } of demanded) {
    if (hasHeader(headers, name)) continue
    headers[name] = String(
      example ?? generate(api.dereference(schema ?? { type: 'string' }), name, generation()),
    )
  }
}

/** An error body and the media types it may have. */
interface ErrorBody {
  readonly body: JsonValue
  readonly mediaTypes: readonly string[]
}

/**
 * A problem in the error shape of the description: the declared example or a value made up for the schema, with the
 * actual message, title, status and code. RFC 9457 if the description has no error shape.
 */
function describedError(
  api: Api | undefined,
  operation: Operation | undefined,
  problem: Problem,
  generation: () => Generation,
): ErrorBody {
  const contents = operation?.response(problem.status)?.contents ?? []
  const content = contents.find(({ mediaType }) => /[/+]json\b/.test(mediaType)) ?? contents[0]
  const example = operation && content && exampleIn(operation.mediaTypeObject(problem.status, content))
  if (!api || !content || (!content.schema && example === undefined))
    return { body: problemDetails(problem), mediaTypes: ['application/problem+json'] }
  const made = example ?? generate(content.schema ?? {}, '', generation())
  // An error that is only a number cannot hold a message.
  const template = example === undefined && typeof made === 'number' ? 0 : made
  const filled = (isObject(template) ? fill(template as JsonObject, problem, 0) : template) as JsonValue
  const body = content.schema ? repair(api, content.schema, filled, generation) : filled
  return { body, mediaTypes: contents.map(({ mediaType }) => mediaType) }
}

/** RFC 9457, with the violations as an extension member. */
function problemDetails({ status, title, detail, code, violations }: Problem): JsonObject {
  return {
    type: 'about:blank',
    title,
    status,
    detail,
    ...(code !== undefined && { code }),
    ...(violations && {
      errors: violations.map(({ in: place, path, message }) => ({ in: place, path: [...path], message })),
    }),
  }
}

const meanings: readonly (readonly [RegExp, (problem: Problem) => JsonValue])[] = [
  [/^(message|detail|details?|description|error_?description|errormessage|msg)$/i, ({ detail }) => detail],
  [/^(title|reason|error)$/i, ({ title }) => title],
  [/^(status|statuscode|status_code|httpstatus)$/i, ({ status }) => status],
  [/^(code|errorcode|error_code)$/i, ({ code, title }) => code ?? camelCase(title)],
]

/** Puts the facts of the problem into the properties with matching names. */
function fill(template: JsonObject, problem: Problem, depth: number): JsonObject {
  const filled: Record<string, JsonValue> = {}
  for (const [name, value] of Object.entries(template)) filled[name] = fillMember(name, value, problem, depth)
  return filled
}

function fillMember(name: string, value: JsonValue, problem: Problem, depth: number): JsonValue {
  if (/^errors?$/i.test(name) && typeof value === 'object') return fillErrors(value, problem, depth)
  if (isObject(value))
    return depth < 2 ? fill(value as JsonObject, problem, depth + 1) : (value as JsonObject)
  const meaning = meanings.find(([pattern]) => pattern.test(name))?.[1](problem)
  if (meaning === undefined) return value
  if (typeof value === 'string') return String(meaning)
  return typeof value === 'number' ? problem.status : value
}

/** A list of errors gets this one; a map of errors gets its text under the property that it is about. */
function fillErrors(value: JsonValue, problem: Problem, depth: number): JsonValue {
  if (Array.isArray(value)) {
    const [first] = value as readonly JsonValue[]
    return isObject(first) ? [fill(first as JsonObject, problem, depth + 1)] : [problem.detail]
  }
  if (!isObject(value)) return value
  if (Object.keys(value).length > 0) return fill(value as JsonObject, problem, depth + 1)
  const [violation] = problem.violations ?? []
  return { [violation?.path[0] ?? violation?.in ?? 'request']: [problem.detail] }
}

/** Longest value of the header, in characters: some clients refuse headers of more than 8 kB together. */
const longest = 4_000

/** Prism's header for the mistakes of a request, on every answer to such a request. */
const violationsHeader = 'sl-violations'

interface Told {
  readonly location: readonly string[]
  readonly severity: 'Error' | 'Warning'
  readonly code?: string | number
  readonly message: string
}

/** The reasons for refusing a request, as JSON; undefined if there are none. */
function toldViolations(violations: readonly Violation[], status: number): string | undefined {
  return headerValue(
    violations.map(({ in: place, path, rule, message }) => ({
      location: ['request', ...(place === 'security' ? [] : [place]), ...path],
      severity: 'Error',
      code: rule ?? status,
      message,
    })),
  )
}

/** The deprecated parameters of a request. */
function toldDeprecations({ operation, query, headers }: Exchange): string | undefined {
  const deprecated = deprecatedParameters(operation)
  if (deprecated.length === 0) return undefined
  const sent = deprecated.filter(({ name, place }) =>
    place === 'query' ? name in query : headers[name.toLowerCase()] !== undefined,
  )
  return headerValue(
    sent.map(({ name, place }) => ({
      location: ['request', place, name],
      severity: 'Warning',
      code: 'deprecated',
      message: `${place === 'query' ? 'Query' : 'Header'} param ${name} is deprecated`,
    })),
  )
}

interface Deprecated {
  readonly name: string
  readonly place: 'query' | 'header'
}

/** Saves reading the parameters for each answer: 1 µs for five of them. */
const deprecatedParameters = onceFor(({ described }: Operation): Deprecated[] =>
  described.parameters.flatMap(({ node }) => {
    const { in: place, name, deprecated } = node as { in: string; name: string; deprecated?: boolean }
    return deprecated === true && (place === 'query' || place === 'header') ? [{ name, place }] : []
  }),
)

/** As many as fit. Headers are ASCII; JSON can escape everything else. */
function headerValue(all: readonly Told[]): string | undefined {
  const texts: string[] = []
  let length = 2
  for (const each of all) {
    const text = JSON.stringify(each).replace(/[^\x20-\x7e]/g, escaped)
    length += text.length + 1
    if (length > longest) break
    texts.push(text)
  }
  return texts.length === 0 ? undefined : `[${texts.join(',')}]`
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/**
 * The event stream among the media types of an answer, if the request asks for it in another way than by `Accept`: some
 * APIs offer JSON and events, and send events when the body or the query says `stream: true`.
 */
function askedStream(exchange: Exchange | undefined, offered: readonly string[]): string | undefined {
  const { body, query } = exchange ?? {}
  const asked = (isObject(body) && body.stream === true) || query?.stream === 'true'
  return asked ? offered.find(isEventStream) : undefined
}
