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
export interface Call extends Omit<RequestInit, 'body' | 'headers' | 'method'> {
  params?: Parameters
  body?: unknown
  headers?: HeadersInput | undefined
  timeout?: number | undefined
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
  /** Whether the last attempt came to nothing without an answer of the service. */
  unanswered?: boolean
}

/** Sends the request once, and once more when the token was refused and there is a newer one. */
export type Attempt = (pending: Pending, signal: AbortSignal) => Promise<Incoming>

export function createAttempt(protocol: Protocol, settings: Settings): Attempt {
  const tokens = createTokenSource(settings.token, protocol.scopes)
  const transport = createTransport(settings.baseUrl, settings.fetch)

  const getToken = async (pending: Pending, refused?: string) => {
    try {
      return await tokens(refused)
    } catch (cause) {
      throw new TokenError('no usable token', pending.sent, cause)
    }
  }

  const sendWith = (token: string, pending: Pending, signal: AbortSignal) => {
    const { method, path, call } = pending
    const { params = {}, body, headers, timeout: _, middleware, ...init } = call
    pending.trace = protocol.trace(pending.trace, pending.unanswered)
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
    return transport(outgoing, signal, (request) => {
      pending.sent = { method, url: request.url, headers: request.headers, content: body }
    })
  }

  return async (pending, signal) => {
    const token = await getToken(pending)
    const incoming = await sendWith(token, pending, signal)
    if (incoming.response.status !== 401) return incoming
    const newer = await getToken(pending, token)
    if (newer === token) return incoming
    pending.unanswered = false
    return sendWith(newer, pending, signal)
  }
}
