import type { Entry } from '../store/store.ts'
import { isProblem, type Problem, problem } from './problem.ts'

/**
 * A request as the engine sees it, from any entry. Plain data, because a WHATWG `Request` costs
 * more than the whole answer of a small list; `mock.fetch` and `mock.listen` each translate once.
 */
export interface MockRequest {
  /** Upper case. */
  readonly method: string
  /** Raw path, still percent-encoded, without query. Starts with a slash. */
  readonly path: string
  /** Raw query without its question mark; empty when there is none. */
  readonly search: string
  /** `http://127.0.0.1:4010`: the start of absolute links in answers. */
  readonly origin: string
  /** Names in lower case; repeated headers joined by `, `. */
  readonly headers: Readonly<Record<string, string>>
  /** Undefined if the request has no body. */
  readonly body: Uint8Array | undefined
  /** Set if the body was larger than the limit; `body` is then undefined. */
  readonly tooLarge?: boolean
}

/**
 * An answer before it is written: a value to be formatted in a media type that the client accepts.
 * Conventions change it in `finish`.
 */
export interface Answer {
  status: number
  /** Names as they are sent. Line breaks are removed from values before that. */
  headers: Record<string, string>
  /** The value for the media type's codec; undefined sends no body. */
  body: unknown
  /** Set if `body` is already text in this media type, so that no codec is needed. */
  mediaType?: string
}

/** The part of a stream that was not available at once. A reader that stops early must cancel it. */
export type Rest = Pick<ReadableStreamDefaultReader<Uint8Array>, 'read' | 'cancel'>

/** What is sent. */
export interface WireAnswer {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: string | Uint8Array | undefined
  /** What follows the body, as it comes. */
  readonly rest?: Rest | undefined
  /** Milliseconds to wait before the first byte. */
  readonly delay?: number
  /** Ends the connection: at once, or after so many bytes of the body (the announced length stays). */
  readonly cut?: 'reset' | { readonly after: number }
}

/** Adds a header that is not there yet, in any letter case. */
export function addHeader(headers: Record<string, string>, name: string, value: string): void {
  if (!hasHeader(headers, name)) headers[name] = value
}

/** Says that a preference was followed (RFC 7240, section 3). */
export function addPreference(headers: Record<string, string>, applied: string): void {
  const before = headers['Preference-Applied']
  headers['Preference-Applied'] = before === undefined ? applied : `${before}, ${applied}`
}

/** Whether a header is there, in any letter case. */
export function hasHeader(headers: Readonly<Record<string, string>>, name: string): boolean {
  return Object.keys(headers).some((header) => header.toLowerCase() === name.toLowerCase())
}

/** Undefined when it is not valid percent-encoding. */
export function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/** Prefix of the routes that control the mock itself. They come before any description. */
export const controlPrefix = '/__mock/'

/** The `Prefer` header (RFC 7240): preference names in lower case, their values, `true` without one. */
export type Preferences = Readonly<Record<string, string | true>>

const none: Preferences = Object.freeze(Object.create(null) as Record<string, string | true>)

const preference = /([^\s=;,"]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?(?:\s*;[^,]*)?/gy

/**
 * Reads a `Prefer` header. A preference that is given twice counts once, the first time (RFC 7240,
 * section 2); parameters behind a semicolon are not used by any preference the mock knows.
 */
export function parsePrefer(header: string | undefined): Preferences {
  if (header === undefined) return none
  const found = Object.create(null) as Record<string, string | true>
  preference.lastIndex = 0
  while (preference.lastIndex < header.length) {
    const start = preference.lastIndex
    const match = preference.exec(header)
    if (!match) {
      preference.lastIndex = start + 1
      continue
    }
    const name = (match[1] as string).toLowerCase()
    found[name] ??= match[2]?.replace(/\\(.)/g, '$1') ?? (match[3] || true)
  }
  return found
}

/** Prism also reads preferences from the query, which are not parameters of the operation. */
const queryNames = ['__code', '__example', '__dynamic']

/** The preferences of a request, of its header and its query. The header wins. */
export function preferencesOf(
  header: string | undefined,
  query: Readonly<Record<string, string | readonly string[]>>,
  { dynamic = false }: { readonly dynamic?: boolean | undefined },
): Preferences {
  const fromHeader = parsePrefer(header)
  if (!dynamic && !queryNames.some((name) => name in query)) return fromHeader
  const fromQuery: Record<string, string | true> = dynamic ? { dynamic: 'true' } : {}
  for (const name of queryNames) {
    const [value] = [query[name]].flat()
    if (value !== undefined) fromQuery[name.slice(2)] = value || true
  }
  return { ...fromQuery, ...fromHeader }
}

/** The query without its preferences, so that nothing else reads them as parameters. */
export function withoutPreferences<T extends Readonly<Record<string, unknown>>>(query: T): T {
  if (!queryNames.some((name) => name in query)) return query
  const others = Object.entries(query).filter(([name]) => !queryNames.includes(name))
  return Object.assign(Object.create(null), Object.fromEntries(others))
}

/** The parts of `Prefer` that choose an answer, in Prism's terms. */
export interface Preferred {
  readonly code: number | undefined
  readonly example: string | undefined
  readonly dynamic: boolean
}

/** Reads `code`, `example` and `dynamic`; undefined if there are none. */
export function preferredIn(prefer: Preferences): Preferred | Problem | undefined {
  const { code, example, dynamic } = prefer
  if (code === undefined && example === undefined && dynamic === undefined) return undefined
  const status = code === undefined ? undefined : statusOf(code)
  if (isProblem(status)) return status
  return {
    code: status,
    example: typeof example === 'string' ? example : undefined,
    dynamic: dynamic === true || dynamic === 'true',
  }
}

function statusOf(code: string | true): number | Problem {
  const status = Number(code)
  if (Number.isInteger(status) && status >= 200 && status <= 599) return status
  return problem(
    400,
    'The code asked for must be an HTTP status from 200 to 599, for example "Prefer: code=404" or "?__code=404".',
  )
}

/** A weak validator: two answers may show the same version of a record in different media types. */
export function etagOf({ sequence, version }: Entry): string {
  return `W/"${sequence}.${version}"`
}

/**
 * Checks `If-Match` (RFC 9110, section 13.1.1). The comparison is weak although the RFC demands a strong one, because
 * vendors with weak ETags accept them here.
 */
export function checkIfMatch(header: string | undefined, entry: Entry | undefined): Problem | undefined {
  if (header === undefined) return undefined
  const wanted = header.split(',').map((tag) => tag.trim())
  if (entry && (wanted.includes('*') || wanted.some((tag) => opaque(tag) === opaque(etagOf(entry)))))
    return undefined
  return problem(
    412,
    'If-Match names another version of the record. Read it again and send the ETag of that answer.',
  )
}

/** Whether `If-None-Match` names the version that the client already has. */
export function matchesNoneMatch(header: string | undefined, entry: Entry): boolean {
  if (header === undefined) return false
  return header.split(',').some((tag) => tag.trim() === '*' || opaque(tag.trim()) === opaque(etagOf(entry)))
}

function opaque(tag: string): string {
  return tag.replace(/^W\//, '').replace(/^"|"$/g, '')
}

/** `Application/JSON; charset=utf-8` → `application/json`. */
export function essenceOf(mediaType: string): string {
  const end = mediaType.indexOf(';')
  return (end < 0 ? mediaType : mediaType.slice(0, end)).trim().toLowerCase()
}

/** `multipart/form-data; boundary="x"` → `{ boundary: 'x' }`; names in lower case. */
export function parametersOf(header: string): Record<string, string> {
  const parameters: Record<string, string> = {}
  if (!header.includes(';')) return parameters
  for (const [, name = '', quoted, plain] of header.matchAll(
    /;\s*([^=;\s]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))/g,
  )) {
    parameters[name.toLowerCase()] = quoted?.replace(/\\(.)/g, '$1') ?? plain ?? ''
  }
  return parameters
}

/**
 * The request as the proxy before the mock received it, so that links in answers begin with the address that the client
 * knows. `Forwarded` (RFC 7239) wins over `X-Forwarded-Proto`, `-Host` and `-Prefix`; of several proxies the first one
 * counts, and what is not an address is left out.
 */
export function behindProxy(request: MockRequest): MockRequest {
  const { headers, origin } = request
  const forwarded = readForwarded(headers.forwarded ?? '')
  const [ownProtocol = '', ownHost = ''] = origin.split('://')
  const protocol = first(forwarded.proto ?? headers['x-forwarded-proto'], /^https?$/i)?.toLowerCase()
  const host = first(
    forwarded.host ?? headers['x-forwarded-host'],
    /^[\w.-]+(:\d+)?$|^\[[\da-f:.]+\](:\d+)?$/i,
  )
  const prefix = first(headers['x-forwarded-prefix'], /^\/[\w.~%/-]*$/)?.replace(/(?<!\/)\/+$/, '') ?? ''
  if (!protocol && !host && !prefix) return request
  return { ...request, origin: `${protocol ?? ownProtocol}://${host ?? ownHost}${prefix}` }
}

/** The pairs of the first element: `for=192.0.2.1;proto=https;host="app.example:8443"`. */
function readForwarded(header: string): Record<string, string | undefined> {
  const [element = ''] = header.split(',')
  const pairs = element.split(';').map((pair) => /^(\w+)="?([^"]*)"?$/.exec(pair.trim()) ?? [])
  return Object.fromEntries(pairs.map(([, name = '', value]) => [name.toLowerCase(), value]))
}

function first(value: string | undefined, pattern: RegExp): string | undefined {
  const [text = ''] = (value ?? '').split(',').map((each) => each.trim())
  return pattern.test(text) ? text : undefined
}
