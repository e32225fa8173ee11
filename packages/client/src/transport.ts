import {
  createFinalURL,
  type MergedOptions,
  type Middleware,
  type MiddlewareCallbackParams,
} from 'openapi-fetch'
import { ClientError, NetworkError } from './errors.ts'
import { runMiddleware } from './middleware.ts'
import { writePath, writeQuery } from './serialize.ts'

// The only import of openapi-fetch: docs/decisions/0060-parts-of-openapi-fetch.md
export type { Middleware }
export type MiddlewareContext = Omit<MiddlewareCallbackParams, 'request'>

/** Called with a request, and with the signal that also ends a stalled answer. `globalThis.fetch` is one. */
export type Fetch = (request: Request, init?: { signal?: AbortSignal }) => Promise<Response>

/** Headers of a call. In a record, `null` removes a header that would be sent otherwise. */
export type HeadersInput = Headers | Record<string, string | null | undefined>

/** Parameters by their place. */
export interface Parameters {
  path?: Record<string, unknown>
  query?: Record<string, unknown>
  header?: Record<string, unknown>
}

/** One request before it is built. */
export interface Outgoing {
  method: string
  path: string
  params: Parameters
  body: string | undefined
  /** Later ones win. */
  headers: (HeadersInput | undefined)[]
  middleware: readonly Middleware[]
  /** What else `fetch` is told, such as `cache` or `keepalive`. */
  init: Omit<RequestInit, 'signal'>
}

/** What came back, with the body as text. */
export interface Incoming {
  response: Response
  text: string
}

/**
 * Builds requests from the parts of openapi-fetch and sends them through its kind of middleware. Answers are left
 * to the caller: openapi-fetch would throw at a body that is not JSON, and give a falsy error for an empty one.
 */
export function createTransport(baseUrl: string, fetch: Fetch) {
  const options: MergedOptions = Object.freeze({
    baseUrl,
    fetch: fetch as typeof globalThis.fetch,
    parseAs: 'json',
    pathSerializer: writePath,
    querySerializer: writeQuery,
    bodySerializer: JSON.stringify,
  })

  // `onRequest` is told of the request, and again with the headers that middleware has given it.
  return async (
    outgoing: Outgoing,
    signal: AbortSignal,
    onRequest: (request: Request, headers: Headers) => void,
  ): Promise<Incoming> => {
    const { path: schemaPath, params, middleware } = outgoing
    const request = createRequest(outgoing, options)
    onRequest(request, request.headers)
    const send = async (final: Request) => {
      onRequest(request, final.headers)
      try {
        signal.throwIfAborted()
        return await fetch(final, { signal })
      } catch (cause) {
        throw asNetworkError('no answer', final, cause)
      }
    }
    const context = { schemaPath, params, options, id: crypto.randomUUID() }
    const response = await runMiddleware(middleware, context, request, send)
    // What middleware has read is no fault of the network, and must not send the request again.
    const { bodyUsed } = response
    try {
      return { response, text: await response.text() }
    } catch (cause) {
      throw bodyUsed ? cause : asNetworkError('the answer broke off', request, cause)
    }
  }
}

/** What ended the request from this side is the reason that `fetch` gives. */
const asNetworkError = (what: string, request: Request, cause: unknown) =>
  cause instanceof ClientError ? cause : new NetworkError(what, request, cause)

function createRequest(
  { method, path, params, body, headers, init }: Outgoing,
  options: MergedOptions,
): Request {
  return new Request(createFinalURL(path, { ...options, params }), {
    // A redirect would take the body, and the password in it, to where the answer says.
    redirect: 'manual',
    ...init,
    method,
    headers: joinHeaders([body === undefined ? body : { 'content-type': 'application/json' }, ...headers]),
    body: body ?? null,
  })
}

/** `Headers` shows a value that it refuses in its error, and the value may be a secret: only the name is shown. */
function joinHeaders(headers: Outgoing['headers']): Headers {
  const joined = new Headers()
  for (const each of headers) {
    for (const [name, value] of each instanceof Headers ? each : Object.entries(each ?? {})) {
      try {
        if (value === null) joined.delete(name)
        else if (value !== undefined) joined.set(name, value)
      } catch {
        throw new TypeError(`the header ${name} cannot be sent`)
      }
    }
  }
  return joined
}
