import { type Incoming, idsIn, readAnswer, type Sent } from './answer.ts'
import type { Api } from './api.ts'
import { ClientError, NetworkError, TokenError } from './errors.ts'
import { limit, sleep } from './limit.ts'
import { checkOptions, type RequestReport, type Settings } from './options.ts'
import type { Protocol, Trace } from './protocol/protocol.ts'
import {
  addressOf,
  type Call,
  createMiddlewareOptions,
  createRequest,
  type MergedOptions,
  type Middleware,
  type MiddlewareCallbackParams,
} from './request.ts'
import { delayBefore } from './retry.ts'

/** A call that succeeded. */
export interface Success {
  data: unknown
  response: Response
  /** The address that answered. */
  url: string
}

/**
 * Makes a call, sends it again where that is safe, and throws an error unless it succeeds.
 *
 * @param list Name of the property of the answer that must be a list; if missing, the answer may have any shape.
 */
export type Send = (method: string, path: string, call: Call, list?: string) => Promise<Success>

/** How far a call is: what was sent last, and what the next attempt must know about it. */
interface Progress extends Sent {
  /** The path in the description. */
  path: string
  /** How many requests were sent. */
  attempt: number
  /** Tells the hooks how the current request ended. */
  tellEnd?: ((response?: Response, error?: unknown) => void) | undefined
  /** The ids of the last attempt, as headers. */
  trace?: Trace
  /** The 401 that refused the token of the last attempt. A second one in a row ends the call. */
  refusal?: ClientError | undefined
}

/** Makes attempts until one succeeds. `answer.ts` decides what an answer means, `retry.ts` whether to try again. */
export function createSend(api: Api, settings: Settings): Send {
  const { protocol } = api
  const options = createMiddlewareOptions(settings, api)
  const attempt = createAttempt(protocol, settings, options)
  return async (method, path, call, list) => {
    if (call.timeout !== undefined) checkOptions(`${path}: `, { timeout: call.timeout })
    const { timeout = settings.timeout, signal } = call
    // Written now and only once, so that all attempts send the same even if the caller changes the object in the meantime.
    const body = JSON.stringify(call.body)
    const sent: Progress = { method, url: addressOf(options, path, call), path, body, attempt: 0 }
    const started = Date.now()
    for (let retries = 0; ; ) {
      try {
        const incoming = await limit(timeout, signal, sent, (ended) => attempt(call, sent, ended))
        const { response } = incoming
        const data = readAnswer(sent, incoming, protocol, list)
        sent.tellEnd?.(response)
        return { data, response, url: sent.url }
      } catch (error) {
        const failure = endAttempt(error, sent, protocol)
        if (failure.status === 401 && !sent.refusal) {
          sent.refusal = failure
        } else {
          const delay = delayBefore(failure, protocol, retries, started, settings.retry)
          retries++
          settings.retry.onRetry?.({ attempt: retries, delay, error: failure })
          await sleep(delay, signal, sent)
          sent.refusal = undefined
        }
      }
    }
  }
}

/** One attempt, from top to bottom: get a token, build the request, run the middleware around `fetch`, read the body. */
function createAttempt(protocol: Protocol, settings: Settings, options: MergedOptions) {
  const tellBegin = createReports(protocol, settings)
  return async (call: Call, sent: Progress, ended: AbortSignal): Promise<Incoming> => {
    const kept = settings.tokens(sent.refusal && sent.token)
    const token = typeof kept === 'string' ? kept : await kept.catch(refuse(sent))
    // The caller may have aborted, or the next attempt may have begun.
    ended.throwIfAborted()
    if (sent.refusal && token === sent.token) throw sent.refusal
    const request = nextRequest(protocol, settings, call, sent, token)
    const fetch = async (final: Request) => {
      ended.throwIfAborted()
      sent.headers = final.headers
      tellBegin?.(sent)
      try {
        return await settings.fetch(final, { signal: ended })
      } catch (cause) {
        throw lost('no answer', sent, cause)
      }
    }
    const middleware = [...settings.middleware, ...(call.middleware ?? [])]
    const about = { schemaPath: sent.path, params: call.params ?? {}, options, request }
    const response = await (middleware.length ? runMiddleware(middleware, about, fetch) : fetch(request))
    // A mistake of the program: sending the request again would not help.
    if (response.bodyUsed) throw new TypeError('middleware must read response.clone()')
    return { response, text: await readText(response, settings.maxBodySize, sent) }
  }
}

/** Builds the request of an attempt, and records what its answer and the next attempt need. */
function nextRequest(
  protocol: Protocol,
  settings: Settings,
  call: Call,
  sent: Progress,
  token: string,
): Request {
  sent.token = token
  sent.trace = protocol.trace(sent.trace)
  const { headers: proof, url = sent.url } = protocol.authorize(token, sent.url)
  const headers = [{ ...proof, ...sent.trace }, ...settings.headers]
  const request = createRequest(url, sent.method, call, sent.body, headers)
  sent.headers = request.headers
  return request
}

/** Makes the handler of a failed token request. */
const refuse = (sent: Sent) => (cause: unknown) => {
  const [reason] = `${(cause as Error | undefined)?.message ?? cause}`.split('\n')
  throw new TokenError(`no usable token: ${reason}`, sent, cause)
}

/** If this side ended the request, `fetch` throws the reason for that. Anything else means that no answer arrived. */
const lost = (what: string, sent: Sent, cause: unknown) =>
  cause instanceof ClientError ? cause : new NetworkError(what, sent, cause)

/** Tells the hooks when a request begins and how it ends; `undefined` for a client without hooks. */
function createReports(protocol: Protocol, { onRequest, onResponse }: Settings) {
  if (!onRequest && !onResponse) return undefined
  const report = ({ method, url, path, attempt, headers }: Progress): RequestReport => ({
    method,
    url,
    path,
    attempt,
    ...idsIn(headers, protocol),
  })
  return (sent: Progress) => {
    sent.attempt++
    const begun = performance.now()
    onRequest?.(report(sent))
    sent.tellEnd = (response, error) => {
      sent.tellEnd = undefined
      onResponse?.({
        ...report(sent),
        duration: performance.now() - begun,
        status: response?.status,
        error,
      })
    }
  }
}

/** Keeps no state without `stream`, so one decoder serves all bodies. */
const decoder = new TextDecoder()

/** @returns `undefined` if the body is larger than `maxBodySize`, in bytes. */
async function readText({ body }: Response, maxBodySize: number, sent: Sent): Promise<string | undefined> {
  try {
    const reader = body?.getReader()
    const chunks: Uint8Array<ArrayBuffer>[] = []
    for (let size = 0; ; ) {
      const { value } = (await reader?.read()) ?? {}
      if (!value) return chunks.length > 1 ? await new Blob(chunks).text() : decoder.decode(chunks[0])
      size += value.length
      if (size > maxBodySize) {
        reader?.cancel().catch(() => {})
        return undefined
      }
      chunks.push(value)
    }
  } catch (cause) {
    throw lost('the answer broke off', sent, cause)
  }
}

/**
 * Runs middleware around a request in the order of openapi-fetch: `onRequest` forwards, `onResponse` and `onError`
 * backwards. If `onRequest` returns an answer, nothing is sent and no other middleware runs.
 */
async function runMiddleware(
  middleware: readonly Middleware[],
  about: Omit<MiddlewareCallbackParams, 'id'>,
  send: (request: Request) => Promise<Response>,
): Promise<Response> {
  // Not `crypto.randomUUID`, which pages without HTTPS do not have.
  const context = { ...about, id: `${Math.random()}` }
  for (const each of middleware) {
    const result = await each.onRequest?.({ ...context })
    if (result instanceof Response) return result
    context.request = result ?? context.request
  }
  const backwards = middleware.toReversed()
  let answer = send(context.request)
  for (const each of backwards) {
    answer = answer.catch(async (error) => {
      const result = await each.onError?.({ ...context, error })
      if (result instanceof Response) return result
      throw result ?? error
    })
  }
  let response = await answer
  for (const each of backwards) {
    response = (await each.onResponse?.({ ...context, response })) ?? response
  }
  return response
}

/**
 * Adds the sent ids and the caller's stack to the error of an attempt, and tells the hooks.
 *
 * @throws The error itself if it is a mistake of the program, such as an error in middleware: it ends the call.
 */
function endAttempt(error: unknown, sent: Progress, protocol: Protocol): ClientError {
  const isFailure = error instanceof ClientError
  if (isFailure) {
    const failure: { -readonly [Name in keyof ClientError]: ClientError[Name] } = error
    const { requestId, correlationId } = idsIn(sent.headers, protocol)
    failure.requestId ??= requestId
    failure.correlationId ??= correlationId
    // The stack of a timer or of `fetch` does not lead to the caller; the stack here does. Where this function is missing
    // (it is not part of ECMAScript yet), the stack stays as it was.
    ;(Error as { captureStackTrace?: (error: Error) => void }).captureStackTrace?.(error)
  }
  sent.tellEnd?.((error as Partial<ClientError> | undefined)?.response, error)
  if (!isFailure) throw error
  return error
}
