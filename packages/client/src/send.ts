import { type Incoming, idsIn, readAnswer, type Sent } from './answer.ts'
import { type Api, details } from './api.ts'
import { ClientError, NetworkError, TokenError } from './errors.ts'
import { limit, sleep } from './limit.ts'
import { type ResponseReport, readTimeout, type Settings } from './options.ts'
import type { Protocol, Trace } from './protocol/protocol.ts'
import {
  type Call,
  createMiddlewareOptions,
  createRequest,
  type MergedOptions,
  type Middleware,
  type MiddlewareContext,
} from './request.ts'
import { delayBefore, isRepeatable } from './retry.ts'

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

export function createSend(api: Api, settings: Settings): Send {
  const { protocol } = api
  const common = createMiddlewareOptions(settings.baseUrl, settings.fetch, protocol.writeQuery)
  // What the middleware of this package knows beside what openapi-fetch tells.
  const options = { ...common, [details]: api }
  return (method, path, call, list) => new Journey(protocol, settings, options, method, path, call).run(list)
}

/**
 * The way of a call, from top to bottom: repeat the attempts, get a token, build the request, run the middleware
 * around `fetch`, read the body. What the answer means is up to `answer.ts`; whether to try again, to `retry.ts`.
 */
class Journey {
  readonly #protocol: Protocol
  readonly #settings: Settings
  readonly #options: MergedOptions
  readonly #path: string
  readonly #call: Call
  /** The request that was sent last; before the first one, what is known of it. */
  #sent: Sent
  #attempts = 0
  /** When the request on its way was sent. */
  #begun = 0
  /** The ids of the last attempt, as headers. */
  #trace: Trace | undefined
  /** The 401 that answered the token that was sent. A second one in a row is the answer of the call. */
  #refusal: ClientError | undefined

  constructor(
    protocol: Protocol,
    settings: Settings,
    options: MergedOptions,
    method: string,
    path: string,
    call: Call,
  ) {
    this.#protocol = protocol
    this.#settings = settings
    this.#options = options
    this.#path = path
    this.#call = call
    // Once and at once: later attempts send the same, whatever the caller does to the object meanwhile.
    this.#sent = { method, url: settings.baseUrl + path, body: JSON.stringify(call.body) }
  }

  async run(list?: string): Promise<Success> {
    const [protocol, settings, { signal, timeout: own }] = [this.#protocol, this.#settings, this.#call]
    const timeout = own == null ? settings.timeout : readTimeout(own)
    const within = <T>(time: number, work: (ended: AbortSignal) => Promise<T>) =>
      limit(time, signal, () => this.#sent, work)
    const mayRunTwice = this.#sent.method !== 'POST' || protocol.repeatsPost
    const started = Date.now()
    for (let retries = 0; ; ) {
      try {
        const incoming = await within(timeout, (ended) => this.#attempt(ended))
        const { response } = incoming
        const data = readAnswer(this.#sent, incoming, protocol, list)
        this.#tellEnd(response)
        return { data, response, url: this.#sent.url }
      } catch (error) {
        if (!(error instanceof ClientError)) throw this.#tellEnd(undefined, error)
        addTrace(error, this.#sent, protocol)
        this.#tellEnd(error.response, error)
        if (error.status === 401 && !this.#refusal) {
          this.#refusal = error
          continue
        }
        if (!isRepeatable(error, mayRunTwice)) throw error
        const delay = delayBefore(error, retries, Date.now() - started, settings.retry)
        retries++
        settings.retry.onRetry?.({ attempt: retries, delay, error })
        await within(Number.POSITIVE_INFINITY, (ended) => sleep(delay, ended))
        this.#refusal = undefined
      }
    }
  }

  async #attempt(ended: AbortSignal): Promise<Incoming> {
    const [settings, options, call, schemaPath] = [this.#settings, this.#options, this.#call, this.#path]
    const token = await this.#getToken(ended)
    if (this.#refusal && token === this.#sent.token) throw this.#refusal
    this.#trace = this.#protocol.trace(this.#trace)
    const proof = this.#protocol.authorize(token)
    const own = { accept: 'application/json', ...proof.headers, ...this.#trace }
    const { method, body } = this.#sent
    const request = createRequest(
      options,
      method,
      schemaPath,
      call,
      body,
      [own, ...settings.headers],
      proof.sign,
    )
    const { headers } = request
    const url = proof.hide?.(request.url) ?? request.url
    this.#sent = { method, url, headers, body, token }
    const response = await runMiddleware(
      [...settings.middleware, ...(call.middleware ?? [])],
      { schemaPath, params: call.params ?? {}, options },
      request,
      (final) => this.#fetch(final, ended),
    )
    return this.#readBody(response)
  }

  async #getToken(ended: AbortSignal): Promise<string> {
    try {
      return await this.#settings.tokens(this.#refusal && this.#sent.token)
    } catch (cause) {
      const [reason] = `${(cause as Error | undefined)?.message ?? cause}`.split('\n')
      throw new TokenError(`no usable token: ${reason}`, this.#sent, cause)
    } finally {
      // The caller may have left, or the next attempt begun.
      ended.throwIfAborted()
    }
  }

  async #fetch(request: Request, signal: AbortSignal): Promise<Response> {
    signal.throwIfAborted()
    this.#sent.headers = request.headers
    this.#attempts++
    this.#begun = performance.now()
    this.#tell('onRequest')
    try {
      return await this.#settings.fetch(request, { signal })
    } catch (cause) {
      throw this.#lost('no answer', cause)
    }
  }

  async #readBody(response: Response): Promise<Incoming> {
    // A mistake of the program: sending the request again would not help.
    if (response.bodyUsed) throw new TypeError('middleware must read response.clone()')
    try {
      return { response, text: await readText(response, this.#settings.maxBodySize) }
    } catch (cause) {
      throw this.#lost('the answer broke off', cause)
    }
  }

  #lost(what: string, cause: unknown): ClientError {
    // When this side has ended the request, `fetch` throws that reason.
    return cause instanceof ClientError ? cause : new NetworkError(what, this.#sent, cause)
  }

  /** Returns the error, to be thrown. */
  #tellEnd(response?: Response, error?: unknown): unknown {
    const begun = this.#begun
    this.#begun = 0
    if (begun)
      this.#tell('onResponse', { duration: performance.now() - begun, status: response?.status, error })
    return error
  }

  #tell(hook: 'onRequest' | 'onResponse', more?: object): void {
    const { method, url, headers } = this.#sent
    this.#settings[hook]?.({
      method,
      url,
      path: this.#path,
      attempt: this.#attempts,
      ...idsIn(headers, this.#protocol),
      ...more,
    } as ResponseReport)
  }
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
  about: Omit<MiddlewareContext, 'id'>,
  request: Request,
  send: (request: Request) => Promise<Response>,
): Promise<Response> {
  if (middleware.length === 0) return send(request)
  const context = { ...about, id: crypto.randomUUID(), request }
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
function addTrace(error: ClientError, { headers }: Sent, protocol: Protocol): void {
  const { requestId, correlationId } = idsIn(headers, protocol)
  Object.assign(error, {
    requestId: error.requestId ?? requestId,
    correlationId: error.correlationId ?? correlationId,
  })
  // Timers and the rejections of `fetch` know nothing of the caller; here the stack leads to the call.
  // Not part of ECMAScript yet: where it is missing, the stack stays as it was.
  ;(Error as { captureStackTrace?: (error: Error) => void }).captureStackTrace?.(error)
}
