import type { AnsweredRequest } from '../engine/engine.ts'
import type { Change, Exchange } from '../exchange/exchange.ts'
import { json } from '../exchange/media-types/media-type.ts'
import { essenceOf, type MockRequest } from '../exchange/message.ts'
import type { JsonObject, JsonValue } from '../json/json.ts'
import type { Scope } from '../store/store.ts'
import { Secrets } from './secrets.ts'

/** One request in the log, already without secrets. */
export interface LogLine {
  readonly time: string
  /** Name of the session; missing if the request named none. */
  readonly session?: string
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly status: number
  /** Milliseconds. */
  readonly duration: number
  /** Name of the API and of the operation; undefined if none answered. */
  readonly operation: string | undefined
  /** The reasons for this answer, in the order of the decisions. */
  readonly why: readonly string[]
}

/** Writes one line per request. */
export type Log = (record: LogLine) => void

/** How requests are logged. */
export type LogFormat = 'pretty' | 'json' | 'silent'

const colours: Record<string, number> = { 2: 32, 3: 36, 4: 33, 5: 31 }

/** Makes the log. Lines of one turn of the event loop are written together. */
export function createLog(format: LogFormat, output: { write(text: string): unknown; isTTY?: boolean }): Log {
  if (format === 'silent') return () => undefined
  const coloured = output.isTTY === true
  let waiting = ''
  return (record) => {
    if (waiting === '') {
      setImmediate(() => {
        const text = waiting
        waiting = ''
        output.write(text)
      })
    }
    waiting += `${format === 'json' ? jsonLine(record) : prettyLine(record, coloured)}\n`
  }
}

function prettyLine({ session, method, url, status, duration, why }: LogLine, coloured: boolean): string {
  const colour = colours[String(status).charAt(0)] ?? 37
  const within = session === undefined ? '' : ` in ${session}`
  const shown = coloured ? `\u001b[${colour}m${status}\u001b[39m` : status
  const line = `${method.padEnd(6)} ${printable(url)}${within} ${shown} ${duration.toFixed(1)}ms`
  if (why.length === 0) return line
  const reason = printable(why.join('; '))
  return `${line}  ${coloured ? `\u001b[2m${reason}\u001b[22m` : reason}`
}

function jsonLine(record: LogLine): string {
  return JSON.stringify({ ...record, duration: Math.round(record.duration * 100) / 100 })
}

/** Text from a client must not write separate lines or control the terminal. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, '\uFFFD')
}

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
  /** Parsed if it was JSON or a form; otherwise its size and media type. */
  readonly body?: JsonValue
  /** Name of the API and `operationId`; missing when no operation was found. */
  readonly operation?: string
  /** Decoded values of its path parameters. */
  readonly path?: Readonly<Record<string, string>>
  /** The written records, if they are small. */
  readonly change?: RecordChange
  /** Status of the answer; 0 when the connection was reset instead. */
  readonly status: number
  /** Milliseconds it took to make the answer, without requested latency. */
  readonly duration: number
  /** The reasons for this answer: short phrases such as `created 4f1c…` or `fault: status 503, 1 of 3`. */
  readonly why: readonly string[]
}

/** A record before and after a write. */
export interface RecordChange {
  readonly kind: Change['kind']
  /** The place of the record, as in a snapshot. */
  readonly api: string
  readonly resource: string
  readonly parents: readonly string[]
  readonly key: string
  /** Missing when it was created. */
  readonly before?: JsonObject
  /** Missing when it was deleted. */
  readonly after?: JsonObject
}

interface KeptRequest extends Omit<AnsweredRequest, 'exchange' | 'answer'> {
  readonly number: number
  readonly api: string | undefined
  readonly operation: string | undefined
  readonly path: Readonly<Record<string, string>> | undefined
  readonly change: KeptChange | undefined
  readonly status: number
}

/** The record before and after the write; neither is ever changed. */
interface KeptChange extends Pick<Change, 'kind' | 'key'> {
  readonly scope: Scope
  readonly before: JsonObject | undefined
  readonly after: JsonObject | undefined
}

/** Larger bodies are not kept, so that the log cannot fill the memory. In bytes. */
const largestBody = 65_536

/** Records of more values, or with longer text, are not kept for the same reason. */
const largestRecord = { values: 1000, text: 10_000 }

/** Keeps the last requests. Costs one array write per request; records are made when they are read. */
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

  /** The last requests, the oldest one first. @param after Number of the last one that is left out. */
  records(after = 0): RequestRecord[] {
    const secrets = this.#secrets()
    const oldest = (this.#next - 1) % this.#limit
    const kept = this.#kept.length < this.#limit ? this.#kept : rotated(this.#kept, oldest)
    return kept.filter(({ number }) => number > after).map((each) => recordOf(each, secrets))
  }

  /** How many requests there were since the start or the last reset. */
  get asked(): number {
    return this.#next - 1
  }

  clear(): void {
    this.#kept = []
    this.#next = 1
  }
}

function rotated<T>(items: readonly T[], start: number): T[] {
  return [...items.slice(start), ...items.slice(0, start)]
}

/** Does not refer to the exchange, so that its records and its answer can leave the memory. */
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
    path: exchange?.pathParameters,
    change: exchange && changeOf(exchange),
    status: answer.cut === 'reset' ? 0 : answer.status,
    time,
    duration,
    why,
  }
}

function changeOf({ change, scope }: Exchange): KeptChange | undefined {
  if (!change || !scope) return undefined
  const { kind, key, before, after } = change
  return isSmall(before?.value) && isSmall(after)
    ? { kind, key, scope, before: before?.value, after }
    : { kind, key, scope, before: undefined, after: undefined }
}

function isSmall(record: JsonObject | undefined): boolean {
  return roomAfter(record, largestRecord.values) >= 0
}

/** How many more values may follow; negative when there are too many, or one of them is too long. */
function roomAfter(value: unknown, room: number): number {
  if (typeof value === 'string') return value.length <= largestRecord.text ? room - 1 : -1
  let left = room - 1
  if (typeof value !== 'object' || value === null) return left
  for (const name in value) {
    if (left < 0) break
    left = roomAfter((value as Record<string, unknown>)[name], left)
  }
  return left
}

function recordOf(kept: KeptRequest, secrets: Secrets): RequestRecord {
  const { number, request, api, operation, path, change, status, time, duration, why } = kept
  const body = loggedBody(request, secrets)
  return {
    number,
    time: time.toISOString(),
    method: request.method,
    url: secrets.inUrl(request.path, request.search),
    headers: secrets.inHeaders(request.headers),
    ...(body !== undefined && { body }),
    ...(operation !== undefined && { operation: `${api} ${operation}` }),
    ...(path && Object.keys(path).length > 0 && { path: secrets.inJson(path) as Record<string, string> }),
    ...(change && { change: recordChange(change, secrets) }),
    status,
    duration: Math.round(duration * 1000) / 1000,
    why,
  }
}

function recordChange({ kind, scope, key, before, after }: KeptChange, secrets: Secrets): RecordChange {
  return {
    kind,
    ...scope,
    key,
    ...(before && { before: secrets.inJson(before) as JsonObject }),
    ...(after && { after: secrets.inJson(after) as JsonObject }),
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
