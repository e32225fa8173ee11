import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  createGraphClient,
  createPartnerCenterClient,
  NetworkError,
  type Retry,
  TimeoutError,
} from '../src/index.ts'
import {
  CustomersId,
  createService,
  customer_id,
  empty,
  failure,
  json,
  lost,
  type Reply,
  user_id,
} from './service.ts'

const guid = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
})

afterEach(() => {
  vi.useRealTimers()
})

const timeout = 100_000

/** No answer: the time of the attempt is up at once. */
const never: Reply = () => {
  void vi.advanceTimersByTimeAsync(timeout)
  return new Promise(() => {})
}

/** The wait is over at once. */
const onRetry = ({ delay }: Retry) => void vi.advanceTimersByTimeAsync(delay)

/** The headers of all attempts of one call to Partner Center. */
async function attempts(replies: Reply[], headers = {}) {
  const { fetch, requests } = createService(...replies)
  const client = createPartnerCenterClient({ token: 'token', fetch, timeout, retry: { onRetry } })
  await client.createCustomerUser({ customer_id, body: {}, headers })
  return requests.map(({ headers }) => headers)
}

describe('Partner Center', () => {
  test('every call has its own ids', async () => {
    const { fetch, requests } = createService(json({ items: [] }))
    const client = createPartnerCenterClient({ token: 'token', fetch })
    await client.listCustomerUsers({ customer_id })
    await client.listCustomerUsers({ customer_id })
    const [first, second] = requests.map(({ headers }) => headers)
    for (const name of ['ms-requestid', 'ms-correlationid']) {
      expect(first?.[name]).toMatch(guid)
      expect(second?.[name]).toMatch(guid)
      expect(second?.[name]).not.toBe(first?.[name])
    }
    expect(first?.['ms-cv']).toMatch(/^[A-Za-z\d+/]{16}\.0$/)
    expect(second?.['ms-cv']).not.toBe(first?.['ms-cv'])
  })

  const table: { after: string; reply: Reply }[] = [
    { after: 'a lost connection', reply: lost() },
    { after: 'a time-out', reply: never },
    { after: '504, the time-out of a gateway', reply: empty(504) },
    { after: '502, the lost connection of a gateway', reply: empty(502) },
    { after: '429', reply: empty(429) },
    { after: '503', reply: empty(503) },
  ]
  test.for(table)('the same request id after $after', async ({ reply }) => {
    const [first, second] = await attempts([reply, json({ id: '1' }, 201)])
    expect(second?.['ms-requestid']).toMatch(guid)
    expect(second?.['ms-requestid']).toBe(first?.['ms-requestid'])
    expect(second?.['ms-correlationid']).toBe(first?.['ms-correlationid'])
    expect(second?.['ms-cv']).toBe(first?.['ms-cv']?.replace(/0$/, '1'))
  })

  test('a lost answer, throttling and a renewed token: one call, one request id', async () => {
    const { fetch, requests } = createService(lost(), empty(429), empty(401), empty(503), json({ id: '1' }))
    let asked = 0
    const token = () => `token-${++asked}`
    const client = createPartnerCenterClient({ token, fetch, timeout, retry: { onRetry } })
    await client.createCustomerUser({ customer_id, body: {} })
    expect(new Set(requests.map(({ headers }) => headers['ms-requestid'])).size).toBe(1)
    expect(requests.map(({ headers }) => headers['ms-cv']?.split('.')[1])).toEqual(['0', '1', '2', '3', '4'])
  })

  test('the id of a call without an answer is in its error, so that it can be repeated later', async () => {
    const { fetch, requests } = createService(never, json({ id: '1' }, 201))
    const client = createPartnerCenterClient({ token: 'token', fetch, timeout: 20, retry: false })
    const input = { customer_id, body: {} }
    const error = (await failure(client.createCustomerUser(input))) as TimeoutError
    expect(error).toBeInstanceOf(TimeoutError)
    await client.createCustomerUser({ ...input, 'ms-requestid': error.requestId ?? 'none' })
    const [first, second] = requests.map(({ headers }) => headers)
    expect(second?.['ms-requestid']).toBe(first?.['ms-requestid'])
    expect(error.correlationId).toBe(first?.['ms-correlationid'])
  })

  test("the caller's own ids win, at every attempt", async () => {
    const own = { 'MS-RequestId': 'mine', 'ms-correlationid': 'my-call', 'Ms-Cv': 'my-vector.1' }
    for (const headers of await attempts([empty(503), json({ id: '1' }, 201)], own)) {
      expect(headers).toMatchObject({
        'ms-requestid': 'mine',
        'ms-correlationid': 'my-call',
        'ms-cv': 'my-vector.1',
      })
    }
  })

  test('ids as parameters', async () => {
    const { fetch, requests } = createService(empty(204))
    const client = createPartnerCenterClient({ token: 'token', fetch })
    await client.deleteCustomerUser({ customer_id, user_id, 'ms-requestid': 'mine' })
    expect(requests[0]?.headers['ms-requestid']).toBe('mine')
  })
})

describe('Microsoft Graph', () => {
  test('every call has its own client-request-id, and its repetition the same', async () => {
    const { fetch, requests } = createService(empty(503), json({ value: [] }))
    const graph = createGraphClient({ token: 'token', fetch, retry: { onRetry } })
    await graph.listCustomers()
    await graph.listCustomers()
    const [first, again, second] = requests.map(({ headers }) => headers['client-request-id'])
    expect(first).toMatch(guid)
    expect(again).toBe(first)
    expect(second).toMatch(guid)
    expect(second).not.toBe(first)
  })

  test('the ids of a failure are known without an answer in the body', async () => {
    const { fetch, requests } = createService(empty(500))
    const error = await failure(createGraphClient({ token: 'token', fetch }).getCustomer({ CustomersId }))
    expect(error).toMatchObject({
      requestId: undefined,
      correlationId: requests[0]?.headers['client-request-id'],
    })
    const none = createService(lost())
    const other = await failure(
      createGraphClient({ token: 'token', fetch: none.fetch, retry: false }).listCustomers(),
    )
    expect(other).toBeInstanceOf(NetworkError)
    expect(other).toMatchObject({ correlationId: none.requests[0]?.headers['client-request-id'] })
  })
})

describe('on a page without HTTPS, which has no crypto.randomUUID', () => {
  beforeEach(() => {
    const { crypto } = globalThis
    vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) })
  })
  afterEach(() => {
    vi.unstubAllGlobals()
  })

  test('Partner Center still gets its ids: they keep a write from being carried out twice', async () => {
    const { fetch, requests } = createService(empty(503, { 'Retry-After': '0' }), empty(204))
    const client = createPartnerCenterClient({ token: 'token', fetch, retry: { onRetry } })
    await client.deleteCustomerUser({ customer_id, user_id })
    const ids = requests.map(({ headers }) => headers['ms-requestid'])
    expect(ids[0]).toMatch(guid)
    expect(ids[1]).toBe(ids[0])
  })

  test('Graph gets none: it makes its own', async () => {
    const { fetch, requests } = createService(json({ id: '1' }))
    await createGraphClient({ token: 'token', fetch }).getCustomer({ CustomersId })
    expect(requests[0]?.headers).not.toHaveProperty('client-request-id')
  })
})
