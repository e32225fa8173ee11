import { createMock, type Mock } from '@clientele/mock'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { batch } from '../src/batch.ts'
import {
  ApiError,
  createGraphClient,
  createPartnerCenterClient,
  type Fetch,
  filter,
  NetworkError,
  type Retry,
} from '../src/index.ts'
import { CustomersId, customer_id, failure } from './service.ts'

let mock: Mock

beforeEach(() => {
  mock = createMock()
})

afterEach(() => mock.close())

/** The clients against the mock in process and over the network. */
const ways = {
  'in process': async () => ({
    graph: createGraphClient({ token: 'any', fetch: mock.fetch }),
    partnerCenter: createPartnerCenterClient({ token: 'any', fetch: mock.fetch }),
  }),
  'over the network': async () => {
    const { url } = await mock.listen()
    return {
      graph: createGraphClient({ token: 'any', baseUrl: new URL('beta', url).href }),
      partnerCenter: createPartnerCenterClient({ token: 'any', baseUrl: new URL('v1', url).href }),
    }
  },
}

const collect = async <Item>(items: AsyncIterable<Item>): Promise<Item[]> => {
  const collected: Item[] = []
  for await (const item of items) collected.push(item)
  return collected
}

describe.for(Object.entries(ways))('a day of a partner, %s', ([, connect]) => {
  test('the life of a customer', async () => {
    const { graph } = await connect()
    const { data: created, response } = await graph.createCustomer.withResponse({
      body: { displayName: "O'Neill & Sons", countryLetterCode: 'IE', isOnBoardedToMTM: false },
    })
    expect(response.status).toBe(201)
    expect(response.headers.get('Location')).toContain(created.id)

    const CustomersId = created.id
    const updated = await graph.updateCustomer({ CustomersId, body: { isOnBoardedToMTM: true } })
    expect(updated).toMatchObject({ displayName: "O'Neill & Sons", isOnBoardedToMTM: true })
    const nothing = await graph.updateCustomer({
      CustomersId,
      body: { domain: 'oneill.example' },
      Prefer: 'return=minimal',
    })
    expect(nothing).toBeUndefined()

    const found = await graph.listCustomers({
      $filter: filter((customer) =>
        customer.displayName.eq("O'Neill & Sons").and(customer.isOnBoardedToMTM.eq(true)),
      ),
      $select: ['domain'],
    })
    expect(found.value).toEqual([expect.objectContaining({ id: CustomersId, domain: 'oneill.example' })])
    expect(found.value[0]).not.toHaveProperty('displayName')

    await graph.deleteCustomer({ CustomersId })
    const { error } = await graph.GET('/Customers/{CustomersId}', { params: { path: { CustomersId } } })
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({
      status: 404,
      requestId: expect.any(String),
      correlationId: expect.any(String),
    })
  })

  test('all customers, two by two', async () => {
    const { graph } = await connect()
    const { value } = await graph.listCustomers()
    expect(value.length).toBeGreaterThan(2)
    const paged = await collect(graph.listCustomers.items({ $top: 2, $orderby: ['displayName desc'] }))
    const names = value.map(({ displayName }) => displayName).sort()
    expect(paged.map(({ displayName }) => displayName)).toEqual(names.toReversed())

    const [first] = await collect(graph.listCustomers.pages({ $top: 2, $orderby: 'displayName desc' }))
    const rest = await collect(graph.listCustomers.items({ from: first?.['@odata.nextLink'] ?? '' }))
    expect(rest).toEqual(paged.slice(2))
  })

  test('the profile', async () => {
    const { graph } = await connect()
    const body = { companyProfile: { domain: 'harbourlane.example' } }
    expect(await graph.updateCustomerProfile({ body })).toMatchObject(body)
  })

  test('the life of a user', async () => {
    const { partnerCenter } = await connect()
    const created = await partnerCenter.createCustomerUser({
      customer_id,
      body: {
        displayName: 'Noor Haddad',
        userPrincipalName: 'noor.haddad@harbourlane.example',
        usageLocation: 'GB',
        passwordProfile: { password: 'Renew456*', forceChangePassword: true },
      },
    })
    expect(JSON.stringify(created)).not.toContain('Renew456*')

    const user_id = created.id
    const updated = await partnerCenter.updateCustomerUser({
      customer_id,
      user_id,
      body: { lastName: 'Haddad' },
    })
    expect(updated).toMatchObject({ id: user_id, lastName: 'Haddad' })

    const all = await collect(partnerCenter.listCustomerUsers.items({ customer_id, size: 2 }))
    const { items, totalCount } = await partnerCenter.listCustomerUsers({ customer_id })
    expect(all.map(({ id }) => id)).toEqual(items.map(({ id }) => id))
    expect(all).toHaveLength(totalCount ?? 0)

    await partnerCenter.deleteCustomerUser({ customer_id, user_id })
    expect(await partnerCenter.getCustomerUser({ customer_id, user_id })).toMatchObject({ state: 'inactive' })
  })

  test('a failure of Partner Center', async () => {
    const { partnerCenter } = await connect()
    const user_id = '00000000-0000-4000-8000-000000000000'
    const error = await failure(partnerCenter.getCustomerUser({ customer_id, user_id }))
    expect(error).toMatchObject({ status: 404, code: '60002', requestId: expect.any(String) })
  })
})

test('a batch, of which one part was throttled', async () => {
  const graph = createGraphClient({ token: 'any', fetch: mock.fetch })
  const { value } = await graph.listCustomers({ $top: 3 })
  mock.faults.set({ rules: [{ kind: 'status', status: 429, retryAfter: 0, count: 1 }] })
  const ids = [...value.map(({ id }) => id), 'none']
  const calls = ids.map(
    (CustomersId) => [graph.getCustomer, { CustomersId, $select: ['displayName'] }] as const,
  )
  const results = await batch(graph, calls)
  expect(results.map(({ data }) => data?.id)).toEqual([...value.map(({ id }) => id), undefined])
  expect(results.at(-1)?.error).toMatchObject({ status: 404, code: expect.any(String) })
})

test('paging behind a proxy, with and without its headers', async () => {
  for (const trustProxy of [false, true]) {
    const proxied = createMock({ trustProxy })
    const { url } = await proxied.listen()
    const fetch: Fetch = (request) => {
      const { pathname, search } = new URL(request.url)
      const headers = new Headers(request.headers)
      headers.set('X-Forwarded-Host', 'app.example')
      headers.set('X-Forwarded-Proto', 'https')
      return globalThis.fetch(new URL(pathname.replace('/api/graph', '/beta') + search, url), { headers })
    }
    const linkBases = [trustProxy ? 'https://app.example/beta' : new URL('beta', url).href]
    const options = { token: 'any', fetch, baseUrl: 'https://app.example/api/graph', linkBases }
    const names = await collect(createGraphClient(options).listCustomers.items({ $top: 2 }))
    expect(names.length).toBeGreaterThan(2)
    await proxied.close()
  }
})

describe('throttling, on a fake clock', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  })

  afterEach(() => {
    vi.useRealTimers()
  })

  const clients = {
    'Microsoft Graph': (onRetry: (retry: Retry) => void) => {
      const graph = createGraphClient({ token: 'any', fetch: mock.fetch, retry: { onRetry } })
      return () => graph.createCustomer({ body: { displayName: 'Kestrel Outdoor' } })
    },
    'Partner Center': (onRetry: (retry: Retry) => void) => {
      const partnerCenter = createPartnerCenterClient({ token: 'any', fetch: mock.fetch, retry: { onRetry } })
      return () => partnerCenter.createCustomerUser({ customer_id, body: { displayName: 'Noor Haddad' } })
    },
  }
  test.for(Object.entries(clients))('%s: 429 is waited out, and the call succeeds', async ([, create]) => {
    mock.faults.set({ throttle: { requests: 1, seconds: 30 } })
    const retries: Retry[] = []
    const call = create((retry) => retries.push(retry))
    await call()
    const started = Date.now()
    const second = call()
    await vi.advanceTimersByTimeAsync(29_000)
    expect(retries).toHaveLength(1)
    expect(retries[0]?.error).toMatchObject({ status: 429, retryAfter: 30_000 })
    expect(mock.requests()).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await second).toHaveProperty('id')
    expect(Date.now() - started).toBe(30_000)
    expect(mock.requests().map(({ status }) => status)).toEqual([201, 429, 201])
  })
})

describe('what goes wrong on the way, over the network', () => {
  const body = { displayName: 'Noor Haddad' }
  const connect = async (retry: false | object) => {
    const { url } = await mock.listen()
    return {
      graph: createGraphClient({ token: 'any', baseUrl: new URL('beta', url).href, retry }),
      partnerCenter: createPartnerCenterClient({ token: 'any', baseUrl: new URL('v1', url).href, retry }),
    }
  }

  test('Partner Center creates one user although its first answer was lost', async () => {
    mock.faults.set({ rules: [{ kind: 'reset', when: 'after', method: 'POST', count: 1 }] })
    const { partnerCenter } = await connect({})
    const before = (await partnerCenter.listCustomerUsers({ customer_id })).totalCount ?? 0
    const created = await partnerCenter.createCustomerUser({ customer_id, body })
    expect((await partnerCenter.listCustomerUsers({ customer_id })).totalCount).toBe(before + 1)
    expect(await partnerCenter.getCustomerUser({ customer_id, user_id: created.id })).toMatchObject(body)
  })

  test.for([502, 504])('Partner Center creates one user although a gateway said %i', async (status) => {
    let gatewayFails = true
    const fetch: Fetch = async (request) => {
      const answer = await mock.fetch(request)
      if (request.method !== 'POST' || !gatewayFails) return answer
      gatewayFails = false
      return new Response('<html>', { status })
    }
    const partnerCenter = createPartnerCenterClient({ token: 'any', fetch })
    const before = (await partnerCenter.listCustomerUsers({ customer_id })).totalCount ?? 0
    await partnerCenter.createCustomerUser({ customer_id, body })
    expect((await partnerCenter.listCustomerUsers({ customer_id })).totalCount).toBe(before + 1)
  })

  test('Graph does not create twice', async () => {
    mock.faults.set({ rules: [{ kind: 'reset', when: 'after', method: 'POST' }] })
    const { graph } = await connect({})
    expect(await failure(graph.createCustomer({ body }))).toBeInstanceOf(NetworkError)
    const { value } = await graph.listCustomers({ $filter: "displayName eq 'Noor Haddad'" })
    expect(value).toHaveLength(1)
  })

  const table: { fault: Parameters<Mock['faults']['set']>[0]; want: object }[] = [
    { fault: { rules: [{ kind: 'reset' }] }, want: { name: 'NetworkError' } },
    { fault: { rules: [{ kind: 'truncate' }] }, want: { name: 'NetworkError' } },
    {
      fault: { rules: [{ kind: 'html', status: 200 }] },
      want: { name: 'ParseError', cause: expect.any(SyntaxError) },
    },
    {
      fault: { rules: [{ kind: 'html', status: 502 }] },
      want: { name: 'ApiError', status: 502, code: undefined },
    },
    {
      fault: { rules: [{ kind: 'empty', status: 503 }] },
      want: { name: 'ApiError', status: 503, body: undefined },
    },
    {
      fault: { rules: [{ kind: 'status', status: 503, retryAfter: 7 }] },
      want: { name: 'ApiError', status: 503, retryAfter: 7_000, code: expect.any(String) },
    },
  ]
  test.for(table)('$fault.rules', async ({ fault, want }) => {
    mock.faults.set(fault)
    const { graph } = await connect(false)
    const error = await failure(graph.getCustomer({ CustomersId }))
    expect(error).toMatchObject(want)
    const result = await graph.GET('/Customers/{CustomersId}', { params: { path: { CustomersId } } })
    expect(result.error).toMatchObject(want)
  })
})
