import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { batch } from '../src/batch.ts'
import {
  ApiError,
  createGraphClient,
  createPartnerCenterClient,
  type Fetch,
  NetworkError,
} from '../src/index.ts'
import { CustomersId, createService, customer_id, empty, failure, json, lost } from './service.ts'

interface Part {
  id: string
  method: string
  url: string
  headers: Record<string, string>
  body?: unknown
}

type Answer = { status: number; headers?: Record<string, string>; body?: unknown } | undefined

/** A service that answers every part of a batch by a function, in the opposite order. */
function createBatchService(answer: (part: Part, round: number) => Answer) {
  const rounds: Part[][] = []
  const fetch: Fetch = async (request) => {
    expect(new URL(request.url).pathname).toBe('/beta/$batch')
    const { requests } = (await request.json()) as { requests: Part[] }
    rounds.push(requests)
    const responses = requests.flatMap((part) => {
      const given = answer(part, rounds.length)
      return given ? [{ id: part.id, ...given }] : []
    })
    return json({ responses: responses.toReversed() })
  }
  return { rounds, graph: createGraphClient({ token: 'very-secret', fetch }) }
}

const now = new Date('2026-03-16T09:30:00Z')

beforeEach(() => {
  vi.useFakeTimers({ now, toFake: ['setTimeout', 'clearTimeout', 'Date'] })
})

afterEach(() => vi.useRealTimers())

test('the parts are the requests of the calls, without a token', async () => {
  const { graph, rounds } = createBatchService(() => ({ status: 200, body: { id: '1' } }))
  await batch(graph, [
    [graph.getCustomer, { CustomersId: "a/b'", $select: ['displayName'] }],
    [
      graph.updateCustomer,
      { CustomersId, body: { domain: 'a.test' }, 'If-Match': '*', headers: { 'X-Team': 'a' } },
    ],
  ])
  const [[first, second] = []] = rounds
  expect(first).toMatchObject({
    id: '1',
    method: 'GET',
    url: "/Customers/a%2Fb'?$select=displayName",
    headers: { accept: 'application/json' },
  })
  expect(second).toMatchObject({
    id: '2',
    method: 'PATCH',
    url: `/Customers/${CustomersId}`,
    headers: { 'content-type': 'application/json', 'if-match': '*', 'x-team': 'a' },
    body: { domain: 'a.test' },
  })
  expect(JSON.stringify(rounds)).not.toContain('very-secret')
})

test('results in the order of the calls: data, nothing, an error', async () => {
  const { graph } = createBatchService(({ method }) => {
    if (method === 'DELETE') return { status: 204 }
    if (method === 'POST') return { status: 409, body: { error: { code: 'conflict', message: 'There.' } } }
    return { status: 200, headers: { ETag: '"1"' }, body: { id: '1', displayName: 'Kestrel Outdoor' } }
  })
  const [read, deleted, created] = await batch(graph, [
    [graph.getCustomer, { CustomersId }],
    [graph.deleteCustomer, { CustomersId }],
    [graph.createCustomer, { body: { displayName: 'Kestrel Outdoor' } }],
  ])
  expect(read.data?.displayName).toBe('Kestrel Outdoor')
  expect(read.response?.headers.get('etag')).toBe('"1"')
  expect(deleted).toMatchObject({ data: undefined, response: { status: 204 } })
  expect(created.error).toBeInstanceOf(ApiError)
  expect(created.error).toMatchObject({ status: 409, code: 'conflict', method: 'POST' })
})

test('20 in a request, and no request for none', async () => {
  const { graph, rounds } = createBatchService(({ url }) => ({ status: 200, body: { id: url } }))
  const calls = Array.from(
    { length: 45 },
    (_, index) => [graph.getCustomer, { CustomersId: `${index}` }] as const,
  )
  const results = await batch(graph, calls)
  expect(rounds.map((parts) => parts.length)).toEqual([20, 20, 5])
  expect(results.map(({ data }) => data?.id)).toEqual(calls.map((_, index) => `/Customers/${index}`))
  expect(await batch(graph, [])).toEqual([])
  expect(rounds).toHaveLength(3)
})

describe('repetitions', () => {
  test('only the throttled parts, each after its own time', async () => {
    const sent: [seconds: number, url: string][] = []
    const { graph } = createBatchService(({ url }, round) => {
      sent.push([(Date.now() - now.getTime()) / 1000, url.replace('/Customers/', '')])
      if (round > 1 || url.endsWith('fine')) return { status: 200, body: { id: url } }
      return { status: 429, headers: { 'Retry-After': url.endsWith('late') ? '9' : '4' } }
    })
    const results = batch(
      graph,
      ['fine', 'soon', 'late'].map((CustomersId) => [graph.getCustomer, { CustomersId }] as const),
    )
    await vi.runAllTimersAsync()
    expect((await results).map(({ data }) => data?.id)).toEqual([
      '/Customers/fine',
      '/Customers/soon',
      '/Customers/late',
    ])
    expect(sent).toEqual([
      [0, 'fine'],
      [0, 'soon'],
      [0, 'late'],
      [4, 'soon'],
      [9, 'late'],
    ])
  })

  test('until no attempt is left', async () => {
    const { graph, rounds } = createBatchService(() => ({ status: 503, headers: { 'Retry-After': '1' } }))
    const results = batch(graph, [[graph.getCustomer, { CustomersId }]])
    await vi.runAllTimersAsync()
    expect((await results)[0].error).toMatchObject({ status: 503, retryAfter: 1_000 })
    expect(rounds).toHaveLength(4)
  })

  test('a part without an answer: a GET again, a POST not', async () => {
    const { graph, rounds } = createBatchService((_, round) =>
      round > 1 ? { status: 200, body: { id: '1' } } : undefined,
    )
    const results = batch(graph, [
      [graph.getCustomer, { CustomersId }],
      [graph.createCustomer, { body: {} }],
    ])
    await vi.runAllTimersAsync()
    const [read, created] = await results
    expect(read.data).toEqual({ id: '1' })
    expect(created.error).toBeInstanceOf(NetworkError)
    expect(rounds.map((parts) => parts.map(({ method }) => method))).toEqual([['GET', 'POST'], ['GET']])
  })

  test('the signal ends the wait', async () => {
    const { graph } = createBatchService(() => ({ status: 429, headers: { 'Retry-After': '60' } }))
    const controller = new AbortController()
    const results = failure(
      batch(graph, [[graph.getCustomer, { CustomersId }]], { signal: controller.signal }),
    )
    await vi.advanceTimersByTimeAsync(1_000)
    controller.abort()
    expect(await results).toMatchObject({ name: 'AbortError' })
  })
})

test('when the whole request fails, each call has its error', async () => {
  const { fetch, requests } = createService(lost())
  const graph = createGraphClient({ token: 'token', fetch })
  const results = await batch(graph, [[graph.getCustomer, { CustomersId }], [graph.listCustomers]])
  for (const { error } of results) expect(error).toBeInstanceOf(NetworkError)
  expect(requests).toHaveLength(1)
})

test('a part that should be a page and is not', async () => {
  const { graph } = createBatchService(() => ({ status: 200, body: { value: 'not a list' } }))
  const [list] = await batch(graph, [[graph.listCustomers]])
  expect(list.error).toMatchObject({ name: 'ParseError', body: '{"value":"not a list"}' })
})

test('an answer that is not a batch', async () => {
  const graph = createGraphClient({ token: 'token', fetch: createService(json({ value: [] })).fetch })
  const [{ error }] = await batch(graph, [[graph.listCustomers]])
  expect(error).toMatchObject({
    name: 'ParseError',
    message: expect.stringContaining('responses is not a list'),
  })
})

test('what is refused', async () => {
  const { fetch } = createService(empty(204))
  const partnerCenter = createPartnerCenterClient({ token: 'token', fetch })
  const graph = createGraphClient({ token: 'token', fetch })
  const call = [partnerCenter.getCustomerUser, { customer_id, user_id: '1' }] as const
  expect(await failure(batch(partnerCenter, [call]))).toMatchObject({ message: 'the service has no $batch' })
  expect(await failure(batch(graph, [[() => {}] as never]))).toBeInstanceOf(TypeError)
  expect(await failure(batch(graph, [[graph.getCustomer, { CustomersId: '' }]]))).toBeInstanceOf(TypeError)
})
