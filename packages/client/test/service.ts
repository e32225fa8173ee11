import type { Fetch } from '../src/index.ts'

/** What a test's service does with a request: an answer, or an error in place of one. */
export type Reply =
  | Response
  | Error
  | ((request: Request, signal: AbortSignal | undefined) => Promise<Response>)

export interface Recorded {
  method: string
  url: string
  headers: Record<string, string>
  body: string
}

/**
 * A `fetch` that gives one reply after another, repeats the last one, and records the requests. It reads the whole request,
 * as a real service would.
 */
export function createService(...replies: Reply[]) {
  const requests: Recorded[] = []
  const fetch: Fetch = async (request, init) => {
    const { method, url, headers } = request
    requests.push({ method, url, headers: Object.fromEntries(headers), body: await request.text() })
    const reply = replies[Math.min(requests.length, replies.length) - 1]
    if (reply instanceof Error) throw reply
    return typeof reply === 'function' ? reply(request, init?.signal) : (reply as Response).clone()
  }
  return { fetch, requests }
}

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  Response.json(body, { status, headers })

export const empty = (status: number, headers: Record<string, string> = {}): Response =>
  new Response(null, { status, headers })

/** What `fetch` of Node.js throws when there is no connection. */
export const lost = (): TypeError => new TypeError('fetch failed', { cause: new Error('ECONNRESET') })

/** A promise that the test resolves when it is time. */
export function createPromise<Value>() {
  let resolve: (value: Value) => void = () => {}
  const promise = new Promise<Value>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}

/** What a promise rejects with. */
export const failure = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => {
      throw new Error(`it did not fail but gave ${JSON.stringify(value)}`)
    },
    (error: unknown) => error,
  )

export const CustomersId = '52dde42a-e42a-52dd-2ae4-dd522ae4dd52'
export const customer_id = 'f08db22f-d293-456a-b170-fab23d90fbac'
export const user_id = '4b10bf41-ab3e-40b4-8b4d-6a4f7e8f2d11'
