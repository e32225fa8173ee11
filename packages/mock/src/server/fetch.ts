import type { MockRequest, WireAnswer } from '../exchange/message.ts'
import { type MaybePromise, webResponse } from '../exchange/web.ts'
import { chunksOf } from '../json/bytes.ts'

/**
 * Answers a WHATWG request by way of the engine.
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
  return webResponse(answer)
}

/** Where requests came from that were sent on to another address: links in answers begin with it. */
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

/** Stops reading at the limit: a stream may have no end. */
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
