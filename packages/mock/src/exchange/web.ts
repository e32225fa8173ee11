import { chunksOf } from '../json/runtime.ts'
import type { MockRequest, Rest, WireAnswer } from './message.ts'

/** A value that is available at once or later. Most answers are available at once. */
export type MaybePromise<T> = T | Promise<T>

/** Continues with a value as soon as it is available. */
export function after<T, U>(value: MaybePromise<T>, work: (value: T) => U): MaybePromise<U> {
  return value instanceof Promise ? value.then(work) : work(value)
}

/** The WHATWG request of a request. */
export function webRequest({ method, origin, path, search, headers, body }: MockRequest): Request {
  const url = `${origin}${path}${search === '' ? '' : `?${search}`}`
  const bodiless = method === 'GET' || method === 'HEAD' || body === undefined
  return new Request(url, { method, headers, ...(!bodiless && { body: new Uint8Array(body) }) })
}

/**
 * The WHATWG response of an answer. A reset makes `fetch` fail with a `TypeError`, like a lost connection.
 *
 * @param signal Ends what streams.
 */
export function webResponse(
  { status, headers, body, rest, cut }: WireAnswer,
  signal?: AbortSignal,
): Response {
  if (cut) rest?.cancel().catch(ignored)
  if (cut === 'reset')
    throw new TypeError('fetch failed', { cause: new Error('The mock reset the connection.') })
  if (cut) return new Response(broken(body ?? '', cut.after), { status, headers })
  if (rest) return new Response(streamed(body ?? '', rest, signal), { status, headers })
  return new Response((body as BodyInit | undefined) ?? null, { status, headers })
}

/** Nobody is left to receive it. */
const ignored = () => undefined

function streamed(
  body: string | Uint8Array,
  rest: Rest,
  signal: AbortSignal | undefined,
): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      const first = bytesOf(body)
      if (first.length > 0) controller.enqueue(first)
      signal?.addEventListener('abort', () => {
        controller.error(signal.reason)
        rest.cancel(signal.reason).catch(ignored)
      })
    },
    async pull(controller) {
      const { done, value } = await rest.read()
      if (signal?.aborted) return
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel: (reason) => rest.cancel(reason),
  })
}

function bytesOf(body: string | Uint8Array): Uint8Array {
  return typeof body === 'string' ? new TextEncoder().encode(body) : body
}

/** These were about the bytes on another connection, and `fetch` has decoded the body. */
const ofTransport = ['content-encoding', 'content-length', 'transfer-encoding', 'connection']

/** The answer of a WHATWG response. `Response.error()` is a reset. */
export async function wireAnswer(response: Response): Promise<WireAnswer> {
  if (response.type === 'error') return { status: 0, headers: {}, body: undefined, cut: 'reset' }
  const headers = Object.fromEntries(response.headers)
  for (const name of ofTransport) delete headers[name]
  const read = response.body === null ? { body: undefined } : await readAhead(response.body)
  return { status: response.status, headers, ...read }
}

/** How much of a body is collected before it is sent, in bytes. */
const mostGathered = 1024 * 1024

/** Chunks that are available at once are sent together, with their length. Later ones are sent as they arrive. */
async function readAhead(body: ReadableStream<unknown>): Promise<Pick<WireAnswer, 'body' | 'rest'>> {
  const reader = body.getReader()
  const read = () => reader.read().then(bytesOnly)
  const cancel = (reason?: unknown) => reader.cancel(reason)
  const chunks: Uint8Array[] = []
  for (let size = 0; ; ) {
    const next = read()
    const now = await Promise.race([next, laterThanNow()])
    if (now === undefined || size >= mostGathered)
      return { body: joined(chunks, size), rest: { read: firstly(next, read), cancel } }
    if (now.done) return { body: joined(chunks, size) }
    chunks.push(now.value)
    size += now.value.byteLength
  }
}

function laterThanNow(): Promise<undefined> {
  return new Promise((resolve) => (globalThis.setImmediate ?? setTimeout)(() => resolve(undefined)))
}

function bytesOnly(result: ReadableStreamReadResult<unknown>): ReadableStreamReadResult<Uint8Array> {
  if (result.done || ArrayBuffer.isView(result.value)) return result as ReadableStreamReadResult<Uint8Array>
  throw new TypeError(`The stream of a body has chunks of Uint8Array, not ${typeof result.value}.`)
}

/** Begins with the chunks that are already available. */
function firstly<T>(first: T, work: () => T): () => T {
  let next: T | undefined = first
  return () => {
    const given = next ?? work()
    next = undefined
    return given
  }
}

/** The same answer once all of it has arrived. */
export async function gathered(answer: WireAnswer): Promise<WireAnswer> {
  const { rest, ...head } = answer
  if (!rest) return answer
  return { ...head, body: new Uint8Array(await webResponse(answer).arrayBuffer()) }
}

/** A body that ends with an error after some bytes, as when the connection is lost. */
function broken(body: string | Uint8Array, after: number): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytesOf(body).subarray(0, after))
    },
    pull(controller) {
      controller.error(new TypeError('terminated', { cause: new Error('The mock cut the connection.') }))
    },
  })
}

/**
 * Answers a WHATWG request through the engine.
 *
 * @param bodyLimitOf Largest body that is read for a request, in bytes; its own body is not there yet.
 */
export async function answerFetch(
  request: Request,
  handle: (request: MockRequest) => MaybePromise<WireAnswer>,
  bodyLimitOf: (head: MockRequest) => number,
): Promise<Response> {
  request.signal.throwIfAborted()
  const head = mockRequest(request)
  const body = await readBody(request, bodyLimitOf(head))
  const handled = handle(withBody(head, body))
  const answer = handled instanceof Promise ? await handled : handled
  if (answer.delay) await waited(answer.delay, request.signal)
  return webResponse(answer, request.signal)
}

/** The original address of requests that were passed on to another one; links in answers begin with it. */
const cameBy = new WeakMap<Request, string>()

/** The same request to another address. Links in its answer begin with `address`, which the client knows. */
export function sentOn(request: Request, to: URL, address: string): Request {
  const moved = new Request(to, request)
  cameBy.set(moved, address)
  return moved
}

function mockRequest(request: Request): MockRequest {
  const { origin, pathname, search } = new URL(request.url)
  return {
    method: request.method.toUpperCase(),
    path: pathname,
    search: search.slice(1),
    origin: cameBy.get(request) ?? origin,
    headers: Object.fromEntries(request.headers),
    body: undefined,
  }
}

/** A request once its body has been read. */
export function withBody(head: MockRequest, body: Uint8Array | 'too large' | undefined): MockRequest {
  return body === 'too large' ? { ...head, tooLarge: true } : { ...head, body }
}

/** Stops reading at the limit, because a stream may be endless. */
async function readBody(request: Request, limit: number): Promise<Uint8Array | 'too large' | undefined> {
  if (request.body === null) return undefined
  // Firefox has no stream here.
  if (request.body === undefined) return readWhole(request, limit)
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunksOf(request.body)) {
    size += chunk.byteLength
    if (size > limit) return 'too large'
    chunks.push(chunk)
  }
  return joined(chunks, size)
}

async function readWhole(request: Request, limit: number): Promise<Uint8Array | 'too large' | undefined> {
  const body = await request.bytes()
  if (body.length > limit) return 'too large'
  return body.length === 0 ? undefined : body
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  if (chunks.length === 1) return chunks[0] as Uint8Array
  const bytes = new Uint8Array(size)
  let place = 0
  for (const chunk of chunks) {
    bytes.set(chunk, place)
    place += chunk.byteLength
  }
  return bytes
}

function waited(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener('abort', aborted, { once: true })
    function done() {
      signal.removeEventListener('abort', aborted)
      resolve()
    }
    function aborted() {
      clearTimeout(timer)
      reject(signal.reason)
    }
  })
}
