import {
  createFinalURL,
  type MergedOptions,
  type Middleware,
  type MiddlewareCallbackParams,
} from 'openapi-fetch'
import { type Api, details } from './api.ts'

// The only import of openapi-fetch: docs/decisions/0060-parts-of-openapi-fetch.md
export type { Client as OpenapiFetchClient } from 'openapi-fetch'
export type { MergedOptions, Middleware, MiddlewareCallbackParams }

/** Sends a request, like `globalThis.fetch`. The signal also ends an answer that stalls. */
export type Fetch = (request: Request, init?: { signal?: AbortSignal }) => Promise<Response>

/** Headers of a call. In a record, `null` removes a header that would otherwise be sent. */
export type HeadersInput = Headers | Record<string, string | null | undefined>

/** Parameters by their place. */
export interface Parameters {
  path?: Record<string, unknown>
  query?: Record<string, unknown>
  header?: Record<string, unknown>
}

/** One call, in the form that both styles pass on. */
export interface Call extends Omit<RequestInit, 'body' | 'headers' | 'method' | 'signal'> {
  /** Values of the path, query and header parameters, by their place. */
  params?: Parameters
  /** Sent as JSON. */
  body?: unknown
  /**
   * Sent with this call; they override those of the client. `null` removes a header.
   * @default only the headers of the client
   */
  headers?: HeadersInput | undefined
  /**
   * Ends the call with an `AbortError`, even while it waits for a token or for the next attempt.
   * @default none
   */
  signal?: AbortSignal | null | undefined
  /**
   * Milliseconds that one attempt of this call may take, more than 0; `Infinity` sets no limit.
   * @default the client's
   */
  timeout?: number | undefined
  /**
   * Middleware of openapi-fetch for this call; it runs after the client's.
   * @default none
   */
  middleware?: readonly Middleware[] | undefined
}

/** What openapi-fetch tells middleware about the client, and what the middleware of this package needs as well. */
export const createMiddlewareOptions = (
  { baseUrl, fetch }: { baseUrl: string; fetch: Fetch },
  api: Api,
): MergedOptions =>
  ({
    baseUrl,
    fetch: fetch as typeof globalThis.fetch,
    parseAs: 'json',
    pathSerializer: writePath,
    querySerializer: api.protocol.writeQuery ?? writeQuery,
    bodySerializer: JSON.stringify,
    [details]: api,
  }) as MergedOptions

/** The address of a call: below the base, with its path and query parameters filled in. */
export const addressOf = (options: MergedOptions, path: string, { params = {} }: Call): string =>
  createFinalURL(path, { ...options, params })

/**
 * Builds a request.
 *
 * @param body The body as JSON text.
 * @param headers Later ones override earlier ones.
 */
export function createRequest(
  url: string,
  method: string,
  call: Call,
  body: string | undefined,
  headers: (HeadersInput | undefined)[],
): Request {
  const own = { accept: 'application/json', 'content-type': body && 'application/json' }
  const joined = joinHeaders([own, ...headers, call.headers, call.params?.header as HeadersInput])
  try {
    return new Request(url, {
      // A redirect would send the body, and a password in it, wherever the answer says.
      redirect: 'manual',
      ...call,
      method,
      headers: joined,
      body: body ?? null,
      // Each attempt has one of its own.
      signal: null,
    })
  } catch (cause) {
    // The original error quotes the refused header value, which may be a secret.
    for (const [name, value] of Object.entries(joined))
      if (!/^[ -\xff\t]*$/.test(value)) throw new TypeError(`the header ${name} cannot be sent`)
    throw cause
  }
}

/** Returns a record with names in lower case: faster than `Headers`, which the request would copy. */
function joinHeaders(headers: (HeadersInput | undefined)[]): Record<string, string> {
  const joined: Record<string, string> = {}
  for (const each of headers) {
    for (const [name, value] of each instanceof Headers ? each : Object.entries(each ?? [])) {
      if (value === null) delete joined[name.toLowerCase()]
      else if (value !== undefined) joined[name.toLowerCase()] = value
    }
  }
  return joined
}

/**
 * Fills in the path. Values are percent-encoded and never quoted.
 *
 * @throws {TypeError} When a value is missing, empty, `.` or `..`. Dots are resolved even when they are encoded, so the
 *   request would reach another resource; a DELETE would delete it.
 */
export function writePath(path: string, values: Record<string, unknown>): string {
  return path.replace(/\{([^}]+)\}/g, (_, name) => {
    const value = `${values[name] ?? ''}`
    if (['', '.', '..'].includes(value)) throw new TypeError(`${path}: ${name} must not be "${value}"`)
    return encodeURIComponent(value)
  })
}

/** Joins arrays with commas, as `style: form, explode: false` and OData require; leaves out empty and missing values. */
export function writeQuery(values: Record<string, unknown>): string {
  let query = ''
  for (const [name, value] of Object.entries(values)) {
    const text = encodeURIComponent(`${value ?? ''}`).replaceAll('%2C', ',')
    if (text) query += `&${name}=${text}`
  }
  return query.slice(1)
}
