import type { MockRequest, WireAnswer } from './message.ts'

/** What is there at once, or later. Most answers are there at once. */
export type MaybePromise<T> = T | Promise<T>

/** Goes on with a value as soon as it is there. */
export function after<T, U>(value: MaybePromise<T>, work: (value: T) => U): MaybePromise<U> {
  return value instanceof Promise ? value.then(work) : work(value)
}

/** The WHATWG request of a request. */
export function webRequest({ method, origin, path, search, headers, body }: MockRequest): Request {
  const url = `${origin}${path}${search === '' ? '' : `?${search}`}`
  const bodiless = method === 'GET' || method === 'HEAD' || body === undefined
  return new Request(url, { method, headers, ...(!bodiless && { body: new Uint8Array(body) }) })
}

/** The WHATWG response of an answer. A reset makes `fetch` fail as a missing connection does: with a `TypeError`. */
export function webResponse({ status, headers, body, cut }: WireAnswer): Response {
  if (cut === 'reset')
    throw new TypeError('fetch failed', { cause: new Error('The mock reset the connection.') })
  if (cut) return new Response(broken(body ?? '', cut.after), { status, headers })
  return new Response((body as BodyInit | undefined) ?? null, { status, headers })
}

/** These were about the bytes on another connection, and `fetch` has decoded the body. */
const ofTransport = ['content-encoding', 'content-length', 'transfer-encoding', 'connection']

/** The answer of a WHATWG response. `Response.error()` is a reset. */
export async function wireAnswer(response: Response): Promise<WireAnswer> {
  if (response.type === 'error') return { status: 0, headers: {}, body: undefined, cut: 'reset' }
  const headers = Object.fromEntries(response.headers)
  for (const name of ofTransport) delete headers[name]
  const body = response.body === null ? undefined : new Uint8Array(await response.arrayBuffer())
  return { status: response.status, headers, body }
}

/** A body that ends with an error after some bytes, as when the connection is lost. */
function broken(body: string | Uint8Array, after: number): ReadableStream<Uint8Array> {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes.subarray(0, after))
    },
    pull(controller) {
      controller.error(new TypeError('terminated', { cause: new Error('The mock cut the connection.') }))
    },
  })
}
