import { type Incoming, readAnswer, type Sent, type Success } from './answer.ts'
import { ClientError, NetworkError, TokenError } from './errors.ts'
import { limit, sleep } from './limit.ts'
import type { Settings } from './options.ts'
import type { Protocol, Trace } from './protocol/protocol.ts'
import {
  type Call,
  createMiddlewareOptions,
  createRequest,
  type Middleware,
  type MiddlewareContext,
} from './request.ts'
import { delayBefore, isRepeatable } from './retry.ts'
import { createTokenSource } from './token.ts'

/** Makes a call, sends it again where that is safe, and throws an error unless it succeeds. */
export type Send = (method: string, path: string, call: Call) => Promise<Success>

/** One call on its way: what all its attempts share, and what was sent last. */
interface Journey {
  method: string
  path: string
  call: Call
  /** Ids of the call and of its last attempt, as headers. */
  trace?: Trace
  /** The token of the last attempt. */
  token?: string
  /** The 401 that answered that token. A second one in a row is the answer of the call. */
  refusal?: ClientError | undefined
  sent: Sent
}

/**
 * The way of a call, from top to bottom: repeat the attempts, get a token, build the request, run the middleware
 * around `fetch`, read the body. What the answer means is up to `answer.ts`; whether to try again, to `retry.ts`.
 */
export function createSend(protocol: Protocol, settings: Settings): Send {
  const { baseUrl, retry } = settings
  const tokens = createTokenSource(settings.token, protocol.scopes)
  const options = createMiddlewareOptions(baseUrl, settings.fetch)

  const send: Send = async (method, path, call) => {
    // Once and at once: later attempts send the same, whatever the caller does to the object meanwhile.
    const body = JSON.stringify(call.body)
    const journey: Journey = { method, path, call, sent: { method, url: baseUrl + path, body } }
    const { timeout = settings.timeout, signal } = call
    const within = <T>(time: number, work: (ended: AbortSignal) => Promise<T>) =>
      limit(time, signal, () => journey.sent, work)
    const mayRunTwice = method !== 'POST' || protocol.repeatsPost
    const started = Date.now()
    for (let retries = 0; ; ) {
      try {
        const incoming = await within(timeout, (ended) => attempt(journey, ended))
        return readAnswer(journey.sent, incoming, protocol)
      } catch (error) {
        if (!(error instanceof ClientError)) throw error
        addTrace(error, journey.sent, protocol)
        if (error.status === 401 && !journey.refusal) {
          journey.refusal = error
          continue
        }
        if (!isRepeatable(error, mayRunTwice)) throw error
        const delay = delayBefore(error, retries, Date.now() - started, retry)
        retry.onRetry({ attempt: ++retries, delay, error })
        await within(Number.POSITIVE_INFINITY, (ended) => sleep(delay, ended))
        journey.refusal = undefined
      }
    }
  }

  const getToken = async ({ refusal, token, sent }: Journey, ended: AbortSignal) => {
    try {
      return await tokens(refusal && token)
    } catch (cause) {
      throw new TokenError('no usable token', sent, cause)
    } finally {
      // The caller may have left, or the next attempt begun.
      ended.throwIfAborted()
    }
  }

  const attempt = async (journey: Journey, ended: AbortSignal): Promise<Incoming> => {
    const { method, path, call, sent, refusal } = journey
    const token = await getToken(journey, ended)
    if (refusal && token === journey.token) throw refusal
    journey.token = token
    journey.trace = protocol.trace(journey.trace)
    const own = { accept: 'application/json', authorization: `Bearer ${token}`, ...journey.trace }
    const request = createRequest(options, method, path, call, sent.body, [own, settings.headers])
    const { url } = request
    const note = ({ headers }: Request) => {
      journey.sent = { method, url, headers, body: sent.body }
    }
    note(request)
    const context = { schemaPath: path, params: call.params ?? {}, options, id: crypto.randomUUID() }
    const middleware = [...settings.middleware, ...(call.middleware ?? [])]
    const response = await runMiddleware(middleware, context, request, async (final) => {
      try {
        ended.throwIfAborted()
        note(final)
        return await settings.fetch(final, { signal: ended })
      } catch (cause) {
        throw asNetworkError('no answer', journey.sent, cause)
      }
    })
    return readBody(response, journey.sent)
  }

  return send
}

async function readBody(response: Response, sent: Sent): Promise<Incoming> {
  // A body that middleware has read is a mistake of the program: sending the request again would not help.
  const { bodyUsed } = response
  try {
    return { response, text: await response.text() }
  } catch (cause) {
    throw bodyUsed ? cause : asNetworkError('the answer broke off', sent, cause)
  }
}

/** When this side has ended the request, `fetch` throws that reason. */
const asNetworkError = (what: string, sent: Sent, cause: unknown) =>
  cause instanceof ClientError ? cause : new NetworkError(what, sent, cause)

/**
 * Runs middleware around a request in the order of openapi-fetch: requests forwards, answers and errors backwards.
 * An answer that `onRequest` gives replaces the request and everything after it.
 */
async function runMiddleware(
  middleware: readonly Middleware[],
  context: MiddlewareContext,
  request: Request,
  send: (request: Request) => Promise<Response>,
): Promise<Response> {
  let final = request
  for (const each of middleware) {
    const result = await each.onRequest?.({ ...context, request: final })
    if (result instanceof Response) return result
    final = result ?? final
  }
  const backwards = middleware.toReversed()
  let response: Response
  try {
    response = await send(final)
  } catch (error) {
    response = await recover(backwards, { ...context, request: final }, error)
  }
  for (const each of backwards) {
    response = (await each.onResponse?.({ ...context, request: final, response })) ?? response
  }
  return response
}

async function recover(
  backwards: readonly Middleware[],
  context: MiddlewareContext & { request: Request },
  error: unknown,
): Promise<Response> {
  let failure = error
  for (const each of backwards) {
    const result = await each.onError?.({ ...context, error: failure })
    if (result instanceof Response) return result
    failure = result ?? failure
  }
  throw failure
}

/** Adds to an error the ids that were sent, and the stack that leads to the caller. */
function addTrace(error: ClientError, { headers }: Sent, protocol: Protocol): void {
  const id = (name: 'requestId' | 'correlationId') => error[name] ?? headers?.get(protocol[name]) ?? undefined
  Object.assign(error, { requestId: id('requestId'), correlationId: id('correlationId') })
  // Timers and the rejections of `fetch` know nothing of the caller; here the stack leads to the call.
  tracing.captureStackTrace?.(error)
}

/** Not part of ECMAScript yet: where it is missing, the stack stays as it was. */
const tracing: typeof Error & { captureStackTrace?: (error: Error) => void } = Error
