import type { Sent } from './answer.ts'
import { TokenError } from './errors.ts'
import type { Settings } from './options.ts'
import type { Protocol, Trace } from './protocol/protocol.ts'
import { createTokenSource } from './token.ts'
import {
  createTransport,
  type HeadersInput,
  type Incoming,
  type Middleware,
  type Parameters,
} from './transport.ts'

/** One call as both styles hand it over. */
export interface Call extends Omit<RequestInit, 'body' | 'headers' | 'method' | 'signal'> {
  /** Values of the path, query and header parameters, by their place. */
  params?: Parameters
  /** Sent as JSON. */
  body?: unknown
  /**
   * Sent with this call; they win over those of the client. `null` removes one.
   * @default none but the client's
   */
  headers?: HeadersInput | undefined
  /**
   * Ends the call with an `AbortError`, also while it waits for a token or for its repetition.
   * @default none
   */
  signal?: AbortSignal | null | undefined
  /**
   * Milliseconds that one attempt of this call may take; `Infinity` is no limit.
   * @default the client's
   */
  timeout?: number | undefined
  /**
   * Middleware of openapi-fetch for this call; it comes after the client's.
   * @default none
   */
  middleware?: readonly Middleware[] | undefined
}

/** What the attempts of one call have in common. */
export interface Pending {
  readonly method: string
  readonly path: string
  readonly call: Call
  /** What was sent last, or is to be sent first. */
  sent: Sent
  trace?: Trace
  /** Whether the request that was sent last has no answer of the service. */
  unanswered?: boolean
}

/** Sends the request once, and once more when the token was refused and there is a newer one. */
export type Attempt = (pending: Pending, signal: AbortSignal) => Promise<Incoming>

export function createAttempt(protocol: Protocol, settings: Settings): Attempt {
  const tokens = createTokenSource(settings.token, protocol.scopes)
  const transport = createTransport(settings.baseUrl, settings.fetch)

  const getToken = async (pending: Pending, signal: AbortSignal, refused?: string) => {
    try {
      return await tokens(refused)
    } catch (cause) {
      throw new TokenError('no usable token', pending.sent, cause)
    } finally {
      // The caller may have left, or the next attempt begun.
      signal.throwIfAborted()
    }
  }

  const sendWith = (token: string, pending: Pending, signal: AbortSignal) => {
    const { method, path, call } = pending
    const { params = {}, body: _body, headers, timeout: _timeout, middleware, ...init } = call
    const { body } = pending.sent
    pending.trace = protocol.trace(pending.trace, pending.unanswered)
    pending.unanswered = true
    const own = { accept: 'application/json', authorization: `Bearer ${token}`, ...pending.trace }
    const outgoing = {
      method,
      path,
      params,
      body,
      headers: [own, settings.headers, headers, params.header as HeadersInput],
      middleware: middleware ? [...settings.middleware, ...middleware] : settings.middleware,
      init,
    }
    return transport(outgoing, signal, ({ url }, headers) => {
      pending.sent = { method, url, headers, body }
    })
  }

  return async (pending, signal) => {
    const token = await getToken(pending, signal)
    const incoming = await sendWith(token, pending, signal)
    if (incoming.response.status !== 401) return incoming
    const newer = await getToken(pending, signal, token)
    if (newer === token) return incoming
    pending.unanswered = false
    return sendWith(newer, pending, signal)
  }
}
