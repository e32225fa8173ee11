import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  AbortError,
  ApiError,
  type ClientOptions,
  createGraphClient,
  createPartnerCenterClient,
  NetworkError,
  type Retry,
  TimeoutError,
} from '../src/index.ts'
import {
  CustomersId,
  createPromise,
  createService,
  customer_id,
  empty,
  failure,
  json,
  lost,
  type Reply,
  user_id,
} from './service.ts'

const now = new Date('2026-03-16T09:30:00Z')

beforeEach(() => {
  vi.useFakeTimers({ now, toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const never: Reply = () => new Promise(() => {})

const body = { displayName: 'Harbour Lane Bakery' }

const operations = {
  'Graph GET': (options: ClientOptions) => createGraphClient(options).getCustomer({ CustomersId }),
  'Graph PATCH': (options: ClientOptions) => createGraphClient(options).updateCustomer({ CustomersId, body }),
  'Graph DELETE': (options: ClientOptions) => createGraphClient(options).deleteCustomer({ CustomersId }),
  'Graph POST': (options: ClientOptions) => createGraphClient(options).createCustomer({ body }),
  'Partner Center GET': (options: ClientOptions) =>
    createPartnerCenterClient(options).getCustomerUser({ customer_id, user_id }),
  'Partner Center POST': (options: ClientOptions) =>
    createPartnerCenterClient(options).createCustomerUser({ customer_id, body }),
}

type Operation = keyof typeof operations

/** Runs a call to its end on the fake clock. */
async function run(operation: Operation, replies: Reply[], options: Partial<ClientOptions> = {}) {
  const { fetch, requests } = createService(...replies)
  const retries: Retry[] = []
  const onRetry = (retry: Retry) => retries.push(retry)
  const retry = options.retry === false ? false : { onRetry, ...options.retry }
  const outcome = operations[operation]({ token: 'token', fetch, ...options, retry }).then(
    (data) => ({ data }),
    (error: unknown) => ({ error }),
  )
  await vi.runAllTimersAsync()
  return { outcome: await outcome, requests, retries, waited: Date.now() - now.getTime() }
}

describe('what is repeated', () => {
  const all = Object.keys(operations) as Operation[]
  const twice = all.filter((operation) => operation !== 'Graph POST')
  const table: { given: string; reply: Reply; repeated: Operation[] }[] = [
    { given: '429', reply: empty(429), repeated: all },
    { given: '503', reply: empty(503), repeated: all },
    { given: '502', reply: empty(502), repeated: twice },
    { given: '504', reply: empty(504), repeated: twice },
    { given: 'a lost connection', reply: lost(), repeated: twice },
    { given: 'a time-out', reply: never, repeated: twice },
    { given: '500', reply: empty(500), repeated: [] },
    { given: '400', reply: empty(400), repeated: [] },
    { given: '404', reply: empty(404), repeated: [] },
    { given: '501', reply: empty(501), repeated: [] },
    { given: 'HTML with status 200', reply: new Response('<html>'), repeated: [] },
  ]
  const cases = table.flatMap(({ given, reply, repeated }) =>
    all.map((operation) => ({ given, operation, reply, want: repeated.includes(operation) ? 2 : 1 })),
  )
  test.for(cases)('$given, $operation: $want', async ({ operation, reply, want }) => {
    const { requests, outcome } = await run(operation, [reply, json({ id: '1' })], { timeout: 1_000 })
    expect(requests).toHaveLength(want)
    expect('data' in outcome).toBe(want === 2)
  })
})

test('the same request is sent again, with its body', async () => {
  const { requests } = await run('Graph PATCH', [empty(503), lost(), json({ id: '1' })])
  expect(requests).toHaveLength(3)
  expect(requests[1]).toEqual(requests[0])
  expect(requests[2]).toEqual(requests[0])
  expect(requests[0]?.body).toBe(JSON.stringify(body))
})

test('what the caller does to the body later changes nothing', async () => {
  const { fetch, requests } = createService(empty(503), json({ id: '1' }))
  const own = { displayName: 'Harbour Lane Bakery' }
  const call = createGraphClient({ token: 'token', fetch }).updateCustomer({ CustomersId, body: own })
  own.displayName = 'wiped'
  await vi.runAllTimersAsync()
  await call
  expect(requests.map(({ body }) => body)).toEqual([JSON.stringify(body), JSON.stringify(body)])
})

describe('how long the client waits', () => {
  const date = (seconds: number) => new Date(now.getTime() + seconds * 1000).toUTCString()
  const backoff = 250
  const table: {
    given: string
    headers: Record<string, string>
    want: number
    retryAfter: number | undefined
  }[] = [
    { given: 'seconds', headers: { 'Retry-After': '7' }, want: 7_000, retryAfter: 7_000 },
    { given: 'a fraction', headers: { 'Retry-After': '2.128' }, want: 2_128, retryAfter: 2_128 },
    { given: 'none at all', headers: { 'Retry-After': '0' }, want: 0, retryAfter: 0 },
    { given: 'a date', headers: { 'Retry-After': date(9) }, want: 9_000, retryAfter: 9_000 },
    {
      given: "a date, on the service's clock",
      headers: { 'Retry-After': date(3_609), Date: date(3_600) },
      want: 9_000,
      retryAfter: 9_000,
    },
    { given: 'a date that is over', headers: { 'Retry-After': date(-60) }, want: 0, retryAfter: 0 },
    { given: 'no header', headers: {}, want: backoff, retryAfter: undefined },
    { given: 'an empty header', headers: { 'Retry-After': '' }, want: backoff, retryAfter: undefined },
    { given: 'a negative number', headers: { 'Retry-After': '-5' }, want: backoff, retryAfter: undefined },
    { given: 'words', headers: { 'Retry-After': 'soon' }, want: backoff, retryAfter: undefined },
    {
      given: 'no date',
      headers: { 'Retry-After': 'Mon, 99 Mar 2026 GMT' },
      want: backoff,
      retryAfter: undefined,
    },
    { given: 'infinity', headers: { 'Retry-After': 'Infinity' }, want: backoff, retryAfter: undefined },
    {
      given: 'an infinite number',
      headers: { 'Retry-After': '9'.repeat(400) },
      want: backoff,
      retryAfter: undefined,
    },
    {
      given: 'a hexadecimal number',
      headers: { 'Retry-After': '0x10' },
      want: backoff,
      retryAfter: undefined,
    },
  ]
  test.for(table)('$given', async ({ headers, want, retryAfter }) => {
    const { retries, waited } = await run('Graph GET', [empty(429, headers), json({ id: '1' })])
    expect(waited).toBe(want)
    expect(retries).toEqual([{ attempt: 1, delay: want, error: expect.any(ApiError) }])
    expect(retries[0]?.error).toMatchObject({ retryAfter })
  })

  test('exponential backoff with full jitter', async () => {
    const { retries } = await run('Graph GET', [lost()], { retry: { maxRetries: 9, maxTime: 1e9 } })
    expect(retries.map(({ delay }) => delay)).toEqual([
      250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000,
    ])
    vi.mocked(Math.random).mockReturnValue(0)
    expect((await run('Graph GET', [lost()])).retries.map(({ delay }) => delay)).toEqual([0, 0, 0])
  })
})

describe('when it ends', () => {
  test('after three repetitions', async () => {
    const { requests, outcome } = await run('Graph GET', [empty(503)])
    expect(requests).toHaveLength(4)
    expect(outcome).toMatchObject({ error: { status: 503 } })
  })

  test('after as many as wanted', async () => {
    for (const maxRetries of [0, 1, 6]) {
      expect((await run('Graph GET', [empty(503)], { retry: { maxRetries } })).requests).toHaveLength(
        maxRetries + 1,
      )
    }
    expect((await run('Graph GET', [empty(503)], { retry: false })).requests).toHaveLength(1)
  })

  test('undefined is the default', async () => {
    const retry = { maxRetries: undefined, maxTime: undefined, onRetry: undefined } as object
    expect((await run('Graph GET', [empty(503)], { retry })).requests).toHaveLength(4)
  })

  test('at once when the time asked for is over the budget', async () => {
    const { requests, outcome, waited } = await run('Graph GET', [empty(429, { 'Retry-After': '121' })])
    expect(requests).toHaveLength(1)
    expect(waited).toBe(0)
    expect(outcome).toMatchObject({ error: { status: 429, retryAfter: 121_000 } })
  })

  test('before an attempt that would start after the budget', async () => {
    const reply = empty(429, { 'Retry-After': '50' })
    const { requests, waited } = await run('Graph GET', [reply], {
      retry: { maxRetries: 9, maxTime: 120_000 },
    })
    expect(requests).toHaveLength(3)
    expect(waited).toBe(100_000)
  })

  test('the time of the attempts counts too', async () => {
    const { requests, outcome } = await run('Graph GET', [never], { timeout: 50_000 })
    expect(requests).toHaveLength(3)
    expect(outcome).toMatchObject({ error: expect.any(TimeoutError) })
  })

  test('without a budget, a time that no timer can count is not waited for', async () => {
    const retry = { maxTime: Number.POSITIVE_INFINITY }
    const { requests } = await run('Graph GET', [empty(429, { 'Retry-After': '9999999' })], { retry })
    expect(requests).toHaveLength(1)
  })

  test('with the last failure', async () => {
    const { outcome } = await run('Graph GET', [empty(503), empty(502), lost(), empty(404)])
    expect(outcome).toMatchObject({ error: { status: 404 } })
    const { outcome: other } = await run('Graph GET', [empty(503), lost()])
    expect(other).toMatchObject({ error: expect.any(NetworkError) })
  })

  test('when onRetry throws', async () => {
    const onRetry = () => {
      throw new RangeError('enough')
    }
    const { requests, outcome } = await run('Graph GET', [empty(503)], { retry: { onRetry } })
    expect(requests).toHaveLength(1)
    expect(outcome).toMatchObject({ error: expect.any(RangeError) })
  })
})

describe('the caller gives up', () => {
  const reason = new Error('the user has left')

  test('while waiting', async () => {
    const { fetch, requests } = createService(empty(429, { 'Retry-After': '60' }))
    const controller = new AbortController()
    const graph = createGraphClient({ token: 'token', fetch })
    const call = failure(graph.getCustomer({ CustomersId, signal: controller.signal }))
    await vi.advanceTimersByTimeAsync(59_000)
    controller.abort(reason)
    const error = await call
    expect(error).toBeInstanceOf(AbortError)
    expect(error).toMatchObject({ name: 'AbortError', cause: reason })
    expect(requests).toHaveLength(1)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('during an attempt, even when fetch does not listen', async () => {
    const { fetch } = createService(never)
    const controller = new AbortController()
    const call = createGraphClient({ token: 'token', fetch }).GET('/Customers', { signal: controller.signal })
    await vi.advanceTimersByTimeAsync(1)
    controller.abort(reason)
    const { error, data, response } = await call
    expect(error).toBeInstanceOf(AbortError)
    expect({ data, response }).toEqual({})
    expect(vi.getTimerCount()).toBe(0)
  })

  test('a signal that outlives a call keeps no listener of it', async () => {
    const { fetch } = createService(empty(503, { 'Retry-After': '0' }), json({ value: [] }))
    const { signal } = new AbortController()
    const added = vi.spyOn(signal, 'addEventListener')
    const removed = vi.spyOn(signal, 'removeEventListener')
    const call = createGraphClient({ token: 'token', fetch }).listCustomers({ signal })
    await vi.runAllTimersAsync()
    await call
    const own = added.mock.calls
      .filter(([, , options]) => options === undefined)
      .map(([, listener]) => listener)
    expect(own.length).toBeGreaterThan(0)
    expect(removed.mock.calls.map(([, listener]) => listener)).toEqual(own)
  })

  const waits: { name: string; option: (until: Promise<string>) => Partial<ClientOptions> }[] = [
    { name: 'the token', option: (until) => ({ token: () => until }) },
    {
      name: 'middleware',
      option: (until) => ({ middleware: [{ onRequest: async () => void (await until) }] }),
    },
  ]
  test.for(waits)('while $name takes its time: nothing is sent later', async ({ option }) => {
    const { fetch, requests } = createService(json({ id: '1' }, 201))
    const { promise, resolve } = createPromise<string>()
    const graph = createGraphClient({ token: 'token', fetch, ...option(promise) })
    const controller = new AbortController()
    const call = failure(graph.createCustomer({ body, signal: controller.signal }))
    await vi.advanceTimersByTimeAsync(1)
    controller.abort(reason)
    expect(await call).toBeInstanceOf(AbortError)
    resolve('token')
    await vi.advanceTimersByTimeAsync(1)
    expect(requests).toEqual([])
  })

  test('by something that is not a signal: that is thrown, and nothing is left behind', async () => {
    const { fetch, requests } = createService(json({ value: [] }))
    const graph = createGraphClient({ token: 'token', fetch })
    const signal = new AbortController() as never
    expect(await failure(graph.listCustomers({ signal }))).toBeInstanceOf(TypeError)
    expect(vi.getTimerCount()).toBe(0)
    expect(requests).toEqual([])
  })

  test('before the call', async () => {
    const { fetch, requests } = createService(empty(204))
    const graph = createGraphClient({ token: 'token', fetch })
    const error = await failure(graph.deleteCustomer({ CustomersId, signal: AbortSignal.abort(reason) }))
    expect(error).toMatchObject({ name: 'AbortError', cause: reason })
    expect(requests).toEqual([])
  })
})

describe('timeout', () => {
  test('counts per attempt and ends the request', async () => {
    const ended: unknown[] = []
    const fetch = (_: Request, init?: { signal?: AbortSignal }) => {
      init?.signal?.addEventListener('abort', () => ended.push(init.signal?.reason))
      return new Promise<Response>(() => {})
    }
    const graph = createGraphClient({ token: 'token', fetch, timeout: 5_000, retry: false })
    const call = failure(graph.getCustomer({ CustomersId }))
    await vi.advanceTimersByTimeAsync(4_999)
    expect(ended).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    const error = await call
    expect(error).toBeInstanceOf(TimeoutError)
    expect(error).toMatchObject({
      message: expect.stringContaining('no answer within 5000 ms (GET https://'),
    })
    expect(ended).toEqual([error])
  })

  test('covers the body', async () => {
    const stalled: Reply = async () => new Response(new ReadableStream({}))
    const { outcome, waited } = await run('Graph POST', [stalled], { timeout: 5_000 })
    expect(outcome).toMatchObject({ error: expect.any(TimeoutError) })
    expect(waited).toBe(5_000)
  })

  test('of a call goes before the one of the client', async () => {
    const graph = createGraphClient({ token: 'token', fetch: createService(never).fetch, retry: false })
    const call = failure(graph.createCustomer({ body, timeout: 10 }))
    await vi.advanceTimersByTimeAsync(10)
    expect(await call).toBeInstanceOf(TimeoutError)
  })

  test('may be infinite', async () => {
    const graph = createGraphClient({
      token: 'token',
      fetch: createService(json({ value: [] })).fetch,
      timeout: Number.POSITIVE_INFINITY,
    })
    expect(await graph.listCustomers()).toEqual({ value: [] })
    expect(vi.getTimerCount()).toBe(0)
  })

  test('leaves no timer behind', async () => {
    await createGraphClient({ token: 'token', fetch: createService(empty(204)).fetch }).deleteCustomer({
      CustomersId,
    })
    expect(vi.getTimerCount()).toBe(0)
  })
})
