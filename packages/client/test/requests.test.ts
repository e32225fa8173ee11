import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as profile from '../src/generated/tables/graph-customer-profile.ts'
import * as customers from '../src/generated/tables/graph-customers.ts'
import {
  createGraphClient,
  createPartnerCenterClient,
  filter,
  type GraphClient,
  type PartnerCenterClient,
} from '../src/index.ts'
import { writePath } from '../src/request.ts'
import { CustomersId, createService, customer_id, empty, json, user_id } from './service.ts'

interface Clients {
  graph: GraphClient
  partnerCenter: PartnerCenterClient
}

const beta = 'https://graph.microsoft.com/beta'
const v1 = 'https://api.partnercenter.microsoft.com/v1'

const table: { name: string; call: (clients: Clients) => Promise<unknown>; want: string; body?: string }[] = [
  { name: 'no input', call: ({ graph }) => graph.listCustomers(), want: `GET ${beta}/Customers` },
  {
    name: 'arrays are joined by commas',
    call: ({ graph }) =>
      graph.listCustomers({
        $select: ['id', 'displayName'],
        $orderby: ['displayName desc', 'domain'],
        $top: 2,
      }),
    want: `GET ${beta}/Customers?$select=id,displayName&$orderby=displayName%20desc,domain&$top=2`,
  },
  {
    name: 'arrays are joined by commas by verbs too',
    call: ({ graph }) =>
      graph.GET('/Customers', { params: { query: { $select: ['id', 'displayName'], $top: 2 } } }),
    want: `GET ${beta}/Customers?$select=id,displayName&$top=2`,
  },
  {
    name: 'an empty list is left out',
    call: ({ graph }) => graph.listCustomers({ $select: [], $top: 0, $count: false }),
    want: `GET ${beta}/Customers?$top=0&$count=false`,
  },
  {
    name: 'a filter as text',
    call: ({ graph }) => graph.listCustomers({ $filter: "displayName eq 'Fish & Chips'" }),
    want: `GET ${beta}/Customers?$filter=displayName%20eq%20%27Fish%20%26%20Chips%27`,
  },
  {
    name: 'a filter as expression',
    call: ({ graph }) =>
      graph.listCustomers({ $filter: filter((customer) => customer.displayName.eq("O'Neill+1")) }),
    want: `GET ${beta}/Customers?$filter=displayName%20eq%20%27O%27%27Neill%2B1%27`,
  },
  {
    name: 'path parameters are percent-encoded and not quoted',
    call: ({ graph }) => graph.getCustomer({ CustomersId: "a/b?c#d e'%ü" }),
    want: `GET ${beta}/Customers/a%2Fb%3Fc%23d%20e'%25%C3%BC`,
  },
  {
    name: 'a body is JSON',
    call: ({ graph }) => graph.createCustomer({ body: { displayName: 'Harbour Lane Bakery' } }),
    want: `POST ${beta}/Customers`,
    body: '{"displayName":"Harbour Lane Bakery"}',
  },
  {
    name: 'a body by a verb',
    call: ({ graph }) => graph.PATCH('/customer', { body: { tenantId: customer_id } }),
    want: `PATCH ${beta}/customer`,
    body: `{"tenantId":"${customer_id}"}`,
  },
  {
    name: 'a DELETE has no body',
    call: ({ graph }) => graph.deleteCustomer({ CustomersId }),
    want: `DELETE ${beta}/Customers/${CustomersId}`,
  },
  {
    name: 'two path parameters',
    call: ({ partnerCenter }) => partnerCenter.getCustomerUser({ customer_id, user_id }),
    want: `GET ${v1}/customers/${customer_id}/users/${user_id}`,
  },
  {
    name: 'a filter of Partner Center is JSON',
    call: ({ partnerCenter }) =>
      partnerCenter.listCustomerUsers({
        customer_id,
        size: 5,
        filter: '{"Field":"UserState","Value":"Inactive"}',
      }),
    want: `GET ${v1}/customers/${customer_id}/users?size=5&filter=%7B%22Field%22%3A%22UserState%22,%22Value%22%3A%22Inactive%22%7D`,
  },
]

describe('method, address and body', () => {
  test.for(table)('$name', async ({ call, want, body = '' }) => {
    const { fetch, requests } = createService(json({ value: [], items: [] }))
    await call({
      graph: createGraphClient({ token: 'token', fetch }),
      partnerCenter: createPartnerCenterClient({ token: 'token', fetch }),
    })
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([want])
    expect(requests[0]?.body).toBe(body)
  })
})

describe('path parameters that would reach another resource are refused before anything is sent', () => {
  test.for(['', '.', '..', undefined])('%j', async (CustomersId) => {
    const { fetch, requests } = createService(empty(204))
    const graph = createGraphClient({ token: 'token', fetch })
    const input = { CustomersId } as { CustomersId: string }
    await expect(graph.deleteCustomer(input)).rejects.toThrow(TypeError)
    await expect(graph.DELETE('/Customers/{CustomersId}', { params: { path: input } })).rejects.toThrow(
      `/Customers/{CustomersId}: CustomersId must not be "${CustomersId ?? ''}"`,
    )
    await expect(graph.DELETE('/Customers/{CustomersId}', {} as never)).rejects.toThrow(TypeError)
    const undefinedPath = { params: { path: undefined } } as never
    await expect(graph.DELETE('/Customers/{CustomersId}', undefinedPath)).rejects.toThrow(TypeError)
    expect(requests).toEqual([])
  })
})

test('any other value arrives unchanged, below the path of its collection', async () => {
  const { fetch, requests } = createService(empty(204))
  const graph = createGraphClient({ token: 'token', fetch })
  const values = fc.string({ unit: 'binary', minLength: 1 }).filter((value) => !/^\.{1,2}$/.test(value))
  await fc.assert(
    fc.asyncProperty(values, async (CustomersId) => {
      await graph.deleteCustomer({ CustomersId })
      const { pathname } = new URL(requests.at(-1)?.url ?? '')
      const [, path = '', collection, id = '', ...rest] = pathname.split('/')
      expect({ path, collection, rest }).toEqual({ path: 'beta', collection: 'Customers', rest: [] })
      expect(decodeURIComponent(id)).toBe(CustomersId)
    }),
  )
})

test('a path parameter may have any name', () => {
  expect(writePath('/customers/{customer-id}/users', { 'customer-id': 'a b' })).toBe('/customers/a%20b/users')
})

test('the two descriptions of Microsoft Graph fit into one client', () => {
  const names = [...Object.keys(customers.operations), ...Object.keys(profile.operations)]
  expect(new Set(names).size).toBe(names.length)
  expect(profile.baseUrl).toBe(customers.baseUrl)
})

test('an unknown input is refused', async () => {
  const graph = createGraphClient({ token: 'token', fetch: createService(empty(204)).fetch })
  const input = { $serach: 'bakery' } as object
  await expect(graph.listCustomers(input)).rejects.toThrow('listCustomers: unknown input $serach')
})

test('baseUrl, with or without a slash at its end', async () => {
  const address = 'http://127.0.0.1:4010/beta'
  for (const baseUrl of [address, `${address}/`, new URL(address)]) {
    const { fetch, requests } = createService(json({ value: [] }))
    await createGraphClient({ token: 'token', baseUrl, fetch }).listCustomers()
    expect(requests[0]?.url).toBe('http://127.0.0.1:4010/beta/Customers')
  }
})

describe('headers', () => {
  const headersOf = async (options: object, input: object) => {
    const { fetch, requests } = createService(json({}))
    await createGraphClient({ token: 'secret-token', fetch, ...options }).createCustomer({
      body: {},
      ...input,
    })
    return requests[0]?.headers
  }

  test('what is sent unasked', async () => {
    expect(await headersOf({}, {})).toEqual({
      accept: 'application/json',
      authorization: 'Bearer secret-token',
      'client-request-id': expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/),
      'content-type': 'application/json',
    })
  })

  const precedence: { name: string; options: object; input: object; want: object }[] = [
    {
      name: "the client's headers win over the defaults",
      options: { headers: { 'Client-Request-Id': 'mine' } },
      input: {},
      want: { 'client-request-id': 'mine' },
    },
    {
      name: "the call's headers win over the client's",
      options: { headers: { 'X-Team': 'a' } },
      input: { headers: { 'x-team': 'b' } },
      want: { 'x-team': 'b' },
    },
    {
      name: 'header parameters win over all',
      options: { headers: { Prefer: 'return=representation' } },
      input: { headers: { prefer: 'respond-async' }, Prefer: 'return=minimal' },
      want: { prefer: 'return=minimal' },
    },
    {
      name: 'Headers objects',
      options: { headers: new Headers({ 'X-Team': 'a' }) },
      input: { headers: new Headers({ 'X-Call': 'b' }) },
      want: { 'x-team': 'a', 'x-call': 'b' },
    },
  ]
  test.for(precedence)('$name', async ({ options, input, want }) => {
    expect(await headersOf(options, input)).toMatchObject(want)
  })

  test('null removes a header', async () => {
    expect(await headersOf({}, { headers: { accept: null } })).not.toHaveProperty('accept')
  })
})

test('what else fetch is told reaches the request', async () => {
  const seen: Request[] = []
  const fetch = async (request: Request) => {
    seen.push(request)
    return json({ value: [] })
  }
  await createGraphClient({ token: 'token', fetch }).GET('/Customers', { cache: 'no-store' })
  expect(seen[0]?.cache).toBe('no-store')
  expect(seen[0]?.redirect).toBe('manual')
})

test('globalThis.fetch is looked up at each call', async () => {
  const before = globalThis.fetch
  const graph = createGraphClient({ token: 'token' })
  const { fetch, requests } = createService(json({ value: [] }))
  globalThis.fetch = fetch as typeof globalThis.fetch
  try {
    await graph.listCustomers()
  } finally {
    globalThis.fetch = before
  }
  expect(requests).toHaveLength(1)
})
