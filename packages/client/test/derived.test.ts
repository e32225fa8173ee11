import { describe, expect, test } from 'vitest'
import { createGraphClient, type Middleware } from '../src/index.ts'
import { CustomersId, createService, empty, json } from './service.ts'

const mark = (name: string): Middleware => ({
  onRequest: ({ request }) => request.headers.append('x-by', name),
})

describe('with', () => {
  test('headers are added, null removes one, and the first client stays as it is', async () => {
    const { fetch, requests } = createService(json({ value: [] }))
    const graph = createGraphClient({ token: 'token', fetch, headers: { 'X-Team': 'a', 'X-App': 'b' } })
    const derived = graph.with({ headers: { 'X-Tenant': 'contoso', 'X-Team': null } })
    await derived.listCustomers()
    await graph.listCustomers()
    expect(requests[0]?.headers).toMatchObject({ 'x-app': 'b', 'x-tenant': 'contoso' })
    expect(requests[0]?.headers).not.toHaveProperty('x-team')
    expect(requests[1]?.headers).toMatchObject({ 'x-app': 'b', 'x-team': 'a' })
    expect(requests[1]?.headers).not.toHaveProperty('x-tenant')
  })

  test('the kept token is shared unless there is another one', async () => {
    let asked = 0
    const { fetch, requests } = createService(json({ value: [] }))
    const graph = createGraphClient({ token: async () => `token-${++asked}`, fetch })
    const contoso = graph.with({ token: async () => 'contoso-token' })
    await graph.listCustomers()
    await graph.with({ headers: { 'X-Team': 'a' } }).listCustomers()
    await contoso.listCustomers()
    await contoso.with({ timeout: 5_000 }).listCustomers()
    expect(requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-1',
      'Bearer contoso-token',
      'Bearer contoso-token',
    ])
  })

  test('every other option is taken over, or replaced', async () => {
    const { fetch, requests } = createService(empty(503, { 'Retry-After': '0' }), json({ value: [] }))
    const graph = createGraphClient({
      token: 'token',
      fetch,
      baseUrl: 'http://127.0.0.1:1/beta',
      retry: false,
    })
    await graph.with({ retry: { maxRetries: 1 } }).listCustomers()
    await graph.with({ baseUrl: 'http://127.0.0.1:2/beta', timeout: undefined }).listCustomers()
    expect(requests.map(({ url }) => url)).toEqual([
      'http://127.0.0.1:1/beta/Customers',
      'http://127.0.0.1:1/beta/Customers',
      'http://127.0.0.1:2/beta/Customers',
    ])
  })

  test('wrong options are refused, and none gives a copy', async () => {
    const { fetch, requests } = createService(json({ value: [] }))
    const graph = createGraphClient({ token: 'token', fetch })
    expect(() => graph.with({ timeout: 0, baseURL: 'x' } as object)).toThrow(
      'with: timeout must be a positive number; unknown option baseURL',
    )
    await graph.with({}).listCustomers()
    expect(requests).toHaveLength(1)
  })
})

describe('use', () => {
  test('adds to the middleware of the client, also for clients that are derived later', async () => {
    const { fetch, requests } = createService(json({ value: [] }))
    const given = [mark('given')]
    const graph = createGraphClient({ token: 'token', fetch, middleware: given })
    const before = graph.with({})
    graph.use(mark('used'), mark('too'))
    const later = graph.with({})
    for (const client of [graph, before, later]) await client.listCustomers()
    await graph.GET('/Customers/{CustomersId}', {
      params: { path: { CustomersId } },
      middleware: [mark('of the call')],
    })
    expect(requests.map(({ headers }) => headers['x-by'])).toEqual([
      'given, used, too',
      'given',
      'given, used, too',
      'given, used, too, of the call',
    ])
    expect(given).toHaveLength(1)
  })
})
