import { describe, expect, test } from 'vitest'
import { createGraphClient, type Middleware, NetworkError } from '../src/index.ts'
import { CustomersId, createService, empty, failure, json, lost } from './service.ts'

const log: string[] = []

const named = (name: string): Middleware => ({
  onRequest: ({ schemaPath, params }) => {
    log.push(`${name} > ${schemaPath} ${JSON.stringify(params.path)}`)
  },
  onResponse: ({ response }) => {
    log.push(`${name} < ${response.status}`)
  },
  onError: ({ error }) => {
    log.push(`${name} ! ${(error as Error).name}`)
  },
})

describe('the order is that of openapi-fetch', () => {
  const options = { token: 'token', middleware: [named('a'), named('b')], retry: false as const }

  test('requests forwards, answers backwards', async () => {
    log.length = 0
    await createGraphClient({ ...options, fetch: createService(json({})).fetch }).getCustomer({
      CustomersId: '1',
    })
    expect(log).toEqual([
      'a > /Customers/{CustomersId} {"CustomersId":"1"}',
      'b > /Customers/{CustomersId} {"CustomersId":"1"}',
      'b < 200',
      'a < 200',
    ])
  })

  test('errors backwards', async () => {
    log.length = 0
    await failure(createGraphClient({ ...options, fetch: createService(lost()).fetch }).listCustomers())
    expect(log.slice(2)).toEqual(['b ! NetworkError', 'a ! NetworkError'])
  })

  test('those of a call come after those of the client', async () => {
    log.length = 0
    const graph = createGraphClient({
      ...options,
      middleware: [named('a')],
      fetch: createService(json({})).fetch,
    })
    await graph.GET('/Customers', { middleware: [named('b')] })
    expect(log.map((line) => line.slice(0, 3))).toEqual(['a >', 'b >', 'b <', 'a <'])
  })
})

test('it may change the request, mutate it, and answer in its place', async () => {
  const { fetch, requests } = createService(json({ id: '1' }))
  const middleware: Middleware[] = [
    { onRequest: ({ request }) => new Request(request, { headers: { 'X-New': 'a' } }) },
    { onRequest: ({ request }) => request.headers.set('X-Mutated', 'b') },
  ]
  const graph = createGraphClient({ token: 'token', fetch, middleware })
  await graph.createCustomer({ body: { displayName: 'Harbour Lane Bakery' } })
  expect(requests[0]).toMatchObject({
    headers: { 'x-new': 'a', 'x-mutated': 'b' },
    body: '{"displayName":"Harbour Lane Bakery"}',
  })

  const cached = createGraphClient({
    token: 'token',
    fetch,
    middleware: [{ onRequest: () => json({ id: 'cached' }) }, { onRequest: () => expect.unreachable() }],
  })
  expect(await cached.getCustomer({ CustomersId })).toEqual({ id: 'cached' })
  expect(requests).toHaveLength(1)
})

test('an answer in place of a failed one', async () => {
  const graph = (onError: Middleware['onError']) =>
    createGraphClient({
      token: 'token',
      fetch: createService(lost()).fetch,
      retry: false,
      middleware: [{ onError } as Middleware],
    })
  expect(await graph(() => json({ id: 'fallback' })).getCustomer({ CustomersId })).toEqual({ id: 'fallback' })
  expect(await failure(graph(() => new RangeError('mine')).getCustomer({ CustomersId }))).toBeInstanceOf(
    RangeError,
  )
  expect(await failure(graph(() => {}).getCustomer({ CustomersId }))).toBeInstanceOf(NetworkError)
})

test('each attempt has an id of its own, the same for all middleware', async () => {
  const ids: string[] = []
  const note: Middleware = {
    onRequest: ({ id }) => {
      ids.push(id)
    },
  }
  const graph = createGraphClient({
    token: 'token',
    fetch: createService(json({ value: [] })).fetch,
    middleware: [note, note],
  })
  await graph.listCustomers()
  await graph.listCustomers()
  expect(ids[0]).toBe(ids[1])
  expect(ids[2]).toBe(ids[3])
  expect(ids[0]).not.toBe(ids[2])
})

test('another answer is what the call sees', async () => {
  const middleware: Middleware[] = [{ onResponse: () => empty(404) }]
  const graph = createGraphClient({ token: 'token', fetch: createService(json({})).fetch, middleware })
  expect(await failure(graph.getCustomer({ CustomersId }))).toMatchObject({ status: 404 })
})

test('it sees every attempt', async () => {
  log.length = 0
  const { fetch } = createService(empty(503, { 'Retry-After': '0' }), json({ value: [] }))
  await createGraphClient({ token: 'token', fetch, middleware: [named('a')] }).listCustomers()
  expect(log.map((line) => line.slice(0, 7))).toEqual(['a > /Cu', 'a < 503', 'a > /Cu', 'a < 200'])
})

test('what it throws is thrown by both styles, and not repeated', async () => {
  let calls = 0
  const middleware: Middleware[] = [
    {
      onRequest: () => {
        calls++
        throw new RangeError('a bug')
      },
    },
  ]
  const graph = createGraphClient({ token: 'token', fetch: createService(json({})).fetch, middleware })
  expect(await failure(graph.listCustomers())).toBeInstanceOf(RangeError)
  expect(await failure(graph.GET('/Customers'))).toBeInstanceOf(RangeError)
  expect(calls).toBe(2)
})

test('when it has read the answer, which cannot be read again, that is thrown and nothing is repeated', async () => {
  const middleware: Middleware[] = [
    {
      onResponse: async ({ response }) => {
        await response.text()
      },
    },
  ]
  const { fetch, requests } = createService(json({ id: '1' }))
  const graph = createGraphClient({ token: 'token', fetch, middleware })
  const body = { displayName: 'Harbour Lane Bakery' }
  const error = await failure(graph.updateCustomer({ CustomersId, body }))
  expect(error).toBeInstanceOf(TypeError)
  expect(error).toMatchObject({ message: 'middleware must read response.clone()' })
  expect(requests).toHaveLength(1)
})

test('it may be an instance of a class', async () => {
  class Counter {
    answers = 0
    onResponse() {
      this.answers++
    }
  }
  const counter = new Counter()
  const graph = createGraphClient({
    token: 'token',
    fetch: createService(json({ value: [] })).fetch,
    middleware: [counter],
  })
  await graph.listCustomers()
  expect(counter.answers).toBe(1)
})
