import { type Incoming, idsIn, readAnswer, type Sent } from './answer.ts'
import type { Api } from './api.ts'
import { ClientError, NetworkError, TokenError } from './errors.ts'
import { limit, sleep } from './limit.ts'
import { checkOptions, type RequestReport, type Settings } from './options.ts'
import type { Protocol, Trace } from './protocol/protocol.ts'
import {
  type Call,
  createMiddlewareOptions,
  createRequest,
  type MergedOptions,
  type Middleware,
  type MiddlewareCallbackParams,
} from './request.ts'
import { delayBefore } from './retry.ts'
import type { TokenSource } from './token.ts'

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
 * @param list Name of the property of the answer that has to be a list; without it, the answer may have any shape.
 */
export type Send = (method: string, path: string, call: Call, list?: string) => Promise<Success>

/** Makes attempts. What an answer means is up to `answer.ts`; whether to try again, to `retry.ts`. */
export function createSend(api: Api, settings: Settings): Send {
  const { protocol } = api
  const options = createMiddlewareOptions(settings, api)
  return async (method, path, call, list) => {
    // Once and at once: later attempts send the same, whatever the caller does to the object meanwhile.
    const sent: Sent = { method, url: settings.baseUrl + path, body: JSON.stringify(call.body) }
    const [tellBegin, tellEnd] = createReports(protocol, settings, path, sent)
    const attempt = createAttempt(protocol, settings, options, path, call, sent, tellBegin)
    const timeout = call.timeout ?? settings.timeout
    checkOptions('', { timeout })
    const started = Date.now()
    /** The 401 that answered the token that was sent. A second one in a row is the answer of the call. */
    let refusal: ClientError | undefined
    for (let retries = 0; ; ) {
      try {
        const incoming = await limit(timeout, call.signal, sent, (ended) => attempt(ended, refusal))
        const { response } = incoming
        const data = readAnswer(sent, incoming, protocol, list)
        tellEnd(response)
        return { data, response, url: sent.url }
      } catch (error) {
        const failure = error instanceof ClientError ? addTrace(error, sent, protocol) : undefined
        tellEnd(failure?.response, error)
        if (!failure) throw error
        if (failure.status === 401 && !refusal) {
          refusal = failure
        } else {
          const delay = delayBefore(failure, protocol, retries, started, settings.retry)
          retries++
          settings.retry.onRetry?.({ attempt: retries, delay, error: failure })
          await sleep(delay, call.signal, sent)
          refusal = undefined
        }
      }
    }
  }
}

/** @param refusal The 401 that answered the token of the attempt before. */
type Attempt = (ended: AbortSignal, refusal?: ClientError) => Promise<Incoming>

/** One attempt, from top to bottom: get a token, build the request, run the middleware around `fetch`, read the body. */
function createAttempt(
  protocol: Protocol,
  settings: Settings,
  options: MergedOptions,
  schemaPath: string,
  call: Call,
  sent: Sent,
  tellBegin: Reports[0],
): Attempt {
  /** The ids of the last attempt, as headers. */
  let trace: Trace | undefined
  return async (ended, refusal) => {
    const token = await getToken(settings.tokens, sent, refusal && sent.token)
    // The caller may have left, or the next attempt begun.
    ended.throwIfAborted()
    if (refusal && token === sent.token) throw refusal
    trace = protocol.trace(trace)
    const { headers: proof, sign, hide } = protocol.authorize(token)
    const headers = [{ ...proof, ...trace }, ...settings.headers]
    const request = createRequest(options, sent.method, schemaPath, call, sent.body, headers, sign)
    Object.assign(sent, { url: hide?.(request.url) ?? request.url, headers: request.headers, token })
    const response = await runMiddleware(
      [...settings.middleware, ...(call.middleware ?? [])],
      { schemaPath, params: call.params ?? {}, options, request },
      async (final) => {
        ended.throwIfAborted()
        sent.headers = final.headers
        tellBegin()
        return receive('no answer', sent, () => settings.fetch(final, { signal: ended }))
      },
    )
    // A mistake of the program: sending the request again would not help.
    if (response.bodyUsed) throw new TypeError('middleware must read response.clone()')
    const text = await receive('the answer broke off', sent, () => readText(response, settings.maxBodySize))
    return { response, text }
  }
}

async function getToken(tokens: TokenSource, sent: Sent, refused?: string): Promise<string> {
  try {
    return await tokens(refused)
  } catch (cause) {
    const [reason] = `${(cause as Error | undefined)?.message ?? cause}`.split('\n')
    throw new TokenError(`no usable token: ${reason}`, sent, cause)
  }
}

/** Whatever `work` throws means that no answer arrived. */
async function receive<T>(what: string, sent: Sent, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    // When this side has ended the request, `fetch` throws that reason.
    throw cause instanceof ClientError ? cause : new NetworkError(what, sent, cause)
  }
}

/** Tell the hooks of the client that a request begins, and how it ended. */
type Reports = readonly [tellBegin: () => void, tellEnd: (response?: Response, error?: unknown) => void]

function createReports(protocol: Protocol, settings: Settings, path: string, sent: Sent): Reports {
  let attempt = 0
  /** When the request on its way was sent. */
  let begun: number | undefined
  const report = (): RequestReport => {
    const { method, url, headers } = sent
    return { method, url, path, attempt, ...idsIn(headers, protocol) }
  }
  const tellBegin = () => {
    attempt++
    begun = performance.now()
    settings.onRequest?.(report())
  }
  const tellEnd = (response?: Response, error?: unknown) => {
    if (begun === undefined) return
    const duration = performance.now() - begun
    begun = undefined
    settings.onResponse?.({ ...report(), duration, status: response?.status, error })
  }
  return [tellBegin, tellEnd]
}

/** Without `stream` it keeps nothing, so one does for all bodies. */
const decoder = new TextDecoder()

/** @returns `undefined` as soon as there is more of it than `maxBodySize`, in bytes. */
async function readText({ body }: Response, maxBodySize: number): Promise<string | undefined> {
  const reader = body?.getReader()
  const chunks: Uint8Array<ArrayBuffer>[] = []
  for (let size = 0; ; ) {
    const { value } = (await reader?.read()) ?? {}
    if (!value) return chunks.length > 1 ? new Blob(chunks).text() : decoder.decode(chunks[0])
    size += value.length
    if (size > maxBodySize) {
      reader?.cancel().catch(() => {})
      return undefined
    }
    chunks.push(value)
  }
}

/**
 * Runs middleware around a request in the order of openapi-fetch: requests forwards, answers and errors backwards.
 * An answer that `onRequest` gives replaces the request and everything after it.
 */
async function runMiddleware(
  middleware: readonly Middleware[],
  about: Omit<MiddlewareCallbackParams, 'id'>,
  send: (request: Request) => Promise<Response>,
): Promise<Response> {
  if (!middleware.length) return send(about.request)
  const context = { ...about, id: crypto.randomUUID() }
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

/** Adds to an error the ids that were sent, and the stack that leads to the caller. */
function addTrace(
  error: { -readonly [Name in keyof ClientError]: ClientError[Name] },
  { headers }: Sent,
  protocol: Protocol,
): ClientError {
  const { requestId, correlationId } = idsIn(headers, protocol)
  error.requestId ??= requestId
  error.correlationId ??= correlationId
  // Timers and the rejections of `fetch` know nothing of the caller; here the stack leads to the call.
  // Not part of ECMAScript yet: where it is missing, the stack stays as it was.
  ;(Error as { captureStackTrace?: (error: Error) => void }).captureStackTrace?.(error)
  return error
}
