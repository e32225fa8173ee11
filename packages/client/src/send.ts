import { readAnswer, type Sent, type Success } from './answer.ts'
import { ApiError, type ClientError, TokenError } from './errors.ts'
import { limit, longestTimer } from './limit.ts'
import type { Settings } from './options.ts'
import type { Protocol, Trace } from './protocol/protocol.ts'
import { delayBefore, isRepeatable } from './retry.ts'
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

/** Makes a call, again where that is right, and throws what became of it when that is no success. */
export type Send = (method: string, path: string, call: Call) => Promise<Success>

export function createSend(protocol: Protocol, settings: Settings): Send {
  const { maxRetries, maxTime, onRetry } = settings.retry
  const tokens = createTokenSource(settings.token, protocol.scopes)
  const transport = createTransport(settings.baseUrl, settings.fetch)

  return async (method, path, call) => {
    const { params = {}, body, headers, timeout = settings.timeout, signal, middleware = [], ...rest } = call
    const started = Date.now()
    const mayRunTwice = method !== 'POST' || protocol.repeatsPost
    let sent: Sent = { method, url: settings.baseUrl + path, content: body }
    let trace: Trace | undefined
    const describe = () => sent

    /** Sends the request once, and once more when a newer token may help. */
    const attempt = async (
      ended: AbortSignal,
      unanswered: boolean,
      refused?: string,
    ): Promise<Incoming | undefined> => {
      const token = await getToken(refused)
      if (token === refused) return undefined
      trace = protocol.trace(trace, unanswered)
      const incoming = await transport(
        {
          method,
          path,
          params,
          body,
          headers: [
            { accept: 'application/json', authorization: `Bearer ${token}`, ...trace },
            settings.headers,
            headers,
            params.header as HeadersInput,
          ],
          middleware: [...settings.middleware, ...middleware],
          init: signal ? { ...rest, signal } : rest,
        },
        ended,
        ({ url, headers }) => {
          sent = { ...sent, url, headers }
        },
      )
      const again = incoming.response.status === 401 && refused === undefined
      return (again && (await attempt(ended, false, token))) || incoming
    }

    const getToken = async (refused?: string) => {
      try {
        return await tokens(refused)
      } catch (cause) {
        throw new TokenError('no usable token', sent, cause)
      }
    }

    let unanswered = false
    for (let retries = 0; ; ) {
      try {
        const incoming = await limit(timeout, signal, describe, (ended) => attempt(ended, unanswered))
        return readAnswer(sent, incoming as Incoming, protocol)
      } catch (error) {
        if (!isRepeatable(error, mayRunTwice) || retries >= maxRetries) throw error
        const delay = delayBefore(error, retries)
        if (delay > Math.min(maxTime - (Date.now() - started), longestTimer)) throw error
        retries++
        onRetry({ attempt: retries, delay, error })
        await limit(Number.POSITIVE_INFINITY, signal, describe, (ended) => sleep(delay, ended))
        unanswered = isUnanswered(error)
      }
    }
  }
}

/** A gateway that answers 502 or 504 has no answer of the service either. */
const isUnanswered = (error: ClientError) =>
  !(error instanceof ApiError) || error.status === 502 || error.status === 504

const sleep = (delay: number, ended: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, delay)
    ended.addEventListener('abort', () => clearTimeout(timer))
  })
