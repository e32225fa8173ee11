import type { Clock } from '../clock/clock.ts'
import type { SelectedConventions } from '../conventions/selected.ts'
import type { Api } from '../description/api.ts'
import type { Operation } from '../description/operations/operation.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { codecFor } from '../exchange/media-types/codecs.ts'
import { essenceOf, negotiate } from '../exchange/media-types/media-type.ts'
import type { Answer, MockRequest, WireAnswer } from '../exchange/message.ts'
import type { Problem } from '../exchange/problem.ts'
import { isObject, type JsonSchema } from '../json/json.ts'
import { generate } from '../values/generate.ts'
import type { Generation, Generations } from '../values/persona.ts'
import { describedError, problemDetails } from './error-body.ts'

const noBody = new Set([204, 205, 304])

/** Turns answers and problems of one API into what is sent. */
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
    const contents = exchange.operation.response(answer.status)?.contents ?? []
    const offered = contents.length > 0 ? contents.map(({ mediaType }) => mediaType) : ['application/json']
    return this.#write(exchange.request, exchange, answer, offered)
  }

  /** A problem in the shape of the vendor, of the description, or of RFC 9457. */
  refuse(request: MockRequest, problem: Problem, exchange: Exchange | undefined): WireAnswer {
    const failed = { request, exchange, now: this.#clock.now() }
    exchange?.why.push(problem.detail)
    const shape = this.#conventions?.error(problem, failed)
    const described = shape ? this.#shaped(shape.body, problem, exchange) : this.#described(problem, exchange)
    const headers = { ...shape?.headers, ...problem.headers }
    return this.#write(
      request,
      exchange,
      { status: problem.status, headers, body: described.body },
      described.mediaTypes,
    )
  }

  #shaped(body: unknown, { status }: Problem, exchange: Exchange | undefined) {
    const contents = exchange?.operation.response(status)?.contents ?? []
    const mediaTypes = contents.map(({ mediaType }) => mediaType)
    return { body, mediaTypes: mediaTypes.length > 0 ? mediaTypes : ['application/json'] }
  }

  #described(problem: Problem, exchange: Exchange | undefined) {
    const generation = () => this.#seeder.generation(`error ${problem.status}`, undefined)
    try {
      return describedError(this.#api, exchange?.operation, problem, generation)
    } catch {
      // The description's error schema may be the very thing that is broken.
      return { body: problemDetails(problem), mediaTypes: ['application/problem+json'] }
    }
  }

  #write(
    request: MockRequest,
    exchange: Exchange | undefined,
    answer: Answer,
    offered: readonly string[],
  ): WireAnswer {
    this.#conventions?.finish(answer, { request, exchange, now: this.#clock.now() })
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

  /** An error is answered even to a client that accepts none of its media types (RFC 9110, section 12.5.1). */
  #format(
    request: MockRequest,
    exchange: Exchange | undefined,
    answer: Answer,
    offered: readonly string[],
  ): string {
    const { status, headers, body } = answer
    const accept = exchange?.headers.accept ?? request.headers.accept
    const mediaType = answer.mediaType ?? negotiate(accept, offered) ?? (offered[0] as string)
    headers['Content-Type'] = mediaType === '*/*' ? 'application/json' : mediaType
    if (answer.mediaType !== undefined) return String(body)
    const content = exchange?.operation
      .response(status)
      ?.contents.find((each) => each.mediaType === mediaType)
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

/** What a page on another origin may read besides the headers that the answer has. */
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

/** A page that sends cookies (`credentials: 'include'`) may read an answer only when its own origin is named. */
function allowedOrigin({ headers: { origin } }: MockRequest): Record<string, string> {
  if (origin === undefined) return { 'Access-Control-Allow-Origin': '*' }
  return { 'Access-Control-Allow-Origin': origin, 'Access-Control-Allow-Credentials': 'true' }
}

/** Headers of the answer to a preflight (CORS protocol of the Fetch standard): all that was asked for, for ten minutes. */
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

/** Removes what would end a header and start another one; values may hold what a client sent. */
function cleanHeaders(headers: Record<string, string>): Record<string, string> {
  for (const name in headers) {
    const value = headers[name] as string
    unsafe.lastIndex = 0
    if (unsafe.test(value)) headers[name] = value.replace(unsafe, '')
  }
  return headers
}

/** Adds what the description demands of this answer's headers and nothing set so far. */
function addDemandedHeaders(
  headers: Record<string, string>,
  api: Api,
  operation: Operation,
  status: number,
  generation: () => Generation,
): void {
  const demanded = demandedHeaders(operation, status)
  if (demanded.length === 0) return
  const present = new Set(Object.keys(headers).map((name) => name.toLowerCase()))
  for (const { name, schema, example } of demanded) {
    if (present.has(name.toLowerCase())) continue
    headers[name] = String(
      example ?? generate(api.dereference(schema ?? { type: 'string' }), name, generation()),
    )
  }
}

interface DemandedHeader {
  readonly name: string
  readonly schema: unknown
  readonly example: unknown
}

function demandedHeaders(operation: Operation, status: number): DemandedHeader[] {
  const code = operation.response(status)?.code ?? ''
  const response = (operation.full().responses as Record<string, unknown> | undefined)?.[code]
  const headers = isObject(response) && isObject(response.headers) ? response.headers : {}
  return Object.entries(headers).flatMap(([name, header]) =>
    isObject(header) && header.required === true
      ? [{ name, schema: header.schema, example: header.example }]
      : [],
  )
}
