import type { AnsweredRequest } from '../../engine/parts.ts'
import { json } from '../../exchange/media-types/codecs.ts'
import { essenceOf } from '../../exchange/media-types/media-type.ts'
import type { MockRequest } from '../../exchange/message.ts'
import type { JsonValue } from '../../json/json.ts'
import { Secrets } from './secrets.ts'

/** One request and how it was answered. Tokens and passwords are left out. */
export interface RequestRecord {
  /** Counts from 1 since the start or the last reset. */
  readonly number: number
  /** The mock's time at which it was answered, RFC 3339. */
  readonly time: string
  readonly method: string
  /** Path and query as they came. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Parsed, where it was JSON or a form; otherwise its size and media type. */
  readonly body?: JsonValue
  /** Name of the API and `operationId`; missing when no operation was found. */
  readonly operation?: string
  /** Status of the answer; 0 when the connection was reset instead. */
  readonly status: number
  /** Milliseconds it took to make the answer, without latency that was asked for. */
  readonly duration: number
  /** Why this answer: short phrases such as `created 4f1c…` or `fault: status 503, 1 of 3`. */
  readonly why: readonly string[]
}

interface KeptRequest extends Omit<AnsweredRequest, 'exchange' | 'answer'> {
  readonly number: number
  readonly api: string | undefined
  readonly operation: string | undefined
  readonly status: number
}

/** Larger bodies are not kept, so that the log cannot fill the memory. In bytes. */
const largestBody = 65_536

/** Keeps the last requests. Costs one array write per request; records are made when someone asks. */
export class RequestLog {
  readonly #limit: number
  readonly #secrets: () => Secrets
  #kept: KeptRequest[] = []
  #next = 1

  /**
   * @param limit How many requests are kept. @default 200
   * @param secrets Names that descriptions declare secret, asked for when someone asks for records.
   */
  constructor({
    limit = 200,
    secrets = () => new Secrets(),
  }: { limit?: number; secrets?: () => Secrets } = {}) {
    this.#limit = limit
    this.#secrets = secrets
  }

  add(answered: AnsweredRequest): void {
    const number = this.#next++
    this.#kept[(number - 1) % this.#limit] = keptRequest(number, answered)
  }

  /** The last requests, the oldest one first. */
  records(): RequestRecord[] {
    const secrets = this.#secrets()
    const oldest = (this.#next - 1) % this.#limit
    const kept = this.#kept.length < this.#limit ? this.#kept : rotated(this.#kept, oldest)
    return kept.map((each) => recordOf(each, secrets))
  }

  clear(): void {
    this.#kept = []
    this.#next = 1
  }
}

function rotated<T>(items: readonly T[], start: number): T[] {
  return [...items.slice(start), ...items.slice(0, start)]
}

/** Does not refer to the exchange, which would keep its records and its answer in memory. */
function keptRequest(
  number: number,
  { request, exchange, answer, time, duration, why }: AnsweredRequest,
): KeptRequest {
  return {
    number,
    request:
      request.body !== undefined && request.body.length > largestBody
        ? { ...request, body: undefined }
        : request,
    api: exchange?.api.name,
    operation: exchange?.operation.id,
    status: answer.cut === 'reset' ? 0 : answer.status,
    time,
    duration,
    why,
  }
}

function recordOf(kept: KeptRequest, secrets: Secrets): RequestRecord {
  const { number, request, api, operation, status, time, duration, why } = kept
  const body = loggedBody(request, secrets)
  return {
    number,
    time: time.toISOString(),
    method: request.method,
    url: secrets.inUrl(request.path, request.search),
    headers: secrets.inHeaders(request.headers),
    ...(body !== undefined && { body }),
    ...(operation !== undefined && { operation: `${api} ${operation}` }),
    status,
    duration: Math.round(duration * 1000) / 1000,
    why,
  }
}

/** The body of a request as the log shows it. A body that cannot be read may hold a secret and is not shown. */
function loggedBody({ body, headers }: MockRequest, secrets: Secrets): JsonValue | undefined {
  if (body === undefined || body.length === 0) return undefined
  const mediaType = essenceOf(headers['content-type'] ?? '')
  if (json.handles(mediaType)) return jsonBody(body) ?? sizeOf(body, 'text that is not JSON')
  if (mediaType === 'application/x-www-form-urlencoded') return formBody(body)
  return sizeOf(body, mediaType || 'no media type')

  function jsonBody(bytes: Uint8Array): JsonValue | undefined {
    try {
      return secrets.inJson(JSON.parse(new TextDecoder().decode(bytes)))
    } catch {
      return undefined
    }
  }

  function formBody(bytes: Uint8Array): JsonValue {
    const fields = new URLSearchParams(new TextDecoder().decode(bytes))
    return secrets.inJson(Object.fromEntries(fields))
  }
}

function sizeOf({ length }: Uint8Array, what: string): string {
  return `(${length} bytes of ${what})`
}
