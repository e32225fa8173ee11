import { describe, expectTypeOf, test } from 'vitest'
import { createGraphClient, createPartnerCenterClient } from '../../src/index.ts'

const graph = createGraphClient({ token: 'token' })
const partnerCenter = createPartnerCenterClient({ token: 'token' })
const CustomersId = '52dde42a-e42a-52dd-2ae4-dd522ae4dd52'
const customer_id = 'f08db22f-d293-456a-b170-fab23d90fbac'

describe('operations', () => {
  test('inputs that are valid', () => {
    graph.listCustomers()
    graph.listCustomers({ $top: 2, $count: true, $orderby: ['displayName desc', 'domain'], $select: ['id'] })
    graph.listCustomers({ $filter: "countryLetterCode eq 'GB'", $orderby: 'displayName' })
    graph.createCustomer({ body: { displayName: 'Harbour Lane Bakery' }, timeout: 5_000 })
    graph.updateCustomer({ CustomersId, body: { isOnBoardedToMTM: true }, 'If-Match': '*' })
    graph.updateCustomerProfile({ body: { companyProfile: { domain: 'harbourlane.example' } } })
    partnerCenter.listCustomerUsers({ customer_id, size: 10, headers: { 'X-Locale': 'de-DE' } })
    partnerCenter.createCustomerUser({ customer_id, body: { passwordProfile: { password: 'Renew456*' } } })
  })

  test('a signal that may be missing', () => {
    const { signal } = {} as { signal?: AbortSignal }
    graph.listCustomers({ signal })
    graph.GET('/Customers', { signal })
  })

  test('values that may be missing, with exactOptionalPropertyTypes', () => {
    const missing = {} as { number?: number; text?: string; names?: ('id' | 'domain')[] }
    const { number, text, names } = missing
    graph.listCustomers({ $top: number, $filter: text, $select: names, $orderby: names, headers: undefined })
    graph.listCustomers.items({ $top: number, $select: names, from: text })
    graph.GET('/Customers', { params: { query: { $top: number, $select: names } } })
    graph.updateCustomer({ CustomersId, body: { domain: text, contractType: number }, 'If-Match': text })
    graph.PATCH('/customer', { body: { companyProfile: { domain: text } } })
    partnerCenter.listCustomerUsers({ customer_id, size: number, SortField: text })
    createGraphClient({ token: 'token', baseUrl: text, timeout: number, retry: { maxRetries: number } })
    graph.with({ baseUrl: text, headers: undefined, token: text })
    // @ts-expect-error a path parameter must be there
    graph.getCustomer({ CustomersId: text })
  })

  test('a misspelt body property', () => {
    graph.updateCustomer({
      CustomersId,
      body: {
        // @ts-expect-error the B of isOnBoardedToMTM is upper case
        isOnboardedToMTM: true,
      },
    })
    graph.updateCustomerProfile({
      body: {
        companyProfile: {
          // @ts-expect-error unknown, deep inside
          domian: 'harbourlane.example',
        },
      },
    })
  })

  test('a read-only body property', () => {
    graph.createCustomer({
      body: {
        // @ts-expect-error id is given by the service
        id: CustomersId,
      },
    })
    partnerCenter.updateCustomerUser({
      customer_id,
      user_id: customer_id,
      body: {
        // @ts-expect-error links are given by the service
        links: {},
      },
    })
  })

  test('a body that was read before', async () => {
    const customer = await graph.getCustomer({ CustomersId })
    graph.updateCustomer({
      CustomersId,
      // @ts-expect-error its id is read-only
      body: customer,
    })
  })

  test('a missing, misspelt or unknown parameter', () => {
    // @ts-expect-error CustomersId is missing
    graph.getCustomer({})
    // @ts-expect-error CustomersId is missing
    graph.getCustomer()
    graph.getCustomer({
      // @ts-expect-error misspelt
      customersId: CustomersId,
    })
    graph.listCustomers({
      // @ts-expect-error not offered here
      $search: 'bakery',
    })
    // @ts-expect-error the body is missing
    graph.createCustomer({})
    graph.deleteCustomer({
      CustomersId,
      // @ts-expect-error there is no body
      body: {},
    })
  })

  test('a value of the wrong type', () => {
    graph.listCustomers({
      // @ts-expect-error a number
      $top: '2',
    })
    graph.updateCustomer({
      CustomersId,
      body: {
        // @ts-expect-error not nullable
        displayName: null,
      },
    })
    partnerCenter.updateCustomerUser({
      customer_id,
      user_id: customer_id,
      body: {
        // @ts-expect-error not a state
        state: 'deleted',
      },
    })
  })

  test('an unknown property in $select and $orderby', () => {
    graph.listCustomers({
      $select: [
        'id',
        // @ts-expect-error misspelt
        'displayname',
      ],
    })
    graph.listCustomers({
      $orderby: [
        // @ts-expect-error no direction
        'displayName descending',
      ],
    })
    graph.listCustomers.items({
      $select: [
        // @ts-expect-error annotations are not properties
        '@odata.type',
      ],
    })
  })
})

test('Prefer among the headers, where the type of the answer could not follow it', () => {
  const body = { displayName: 'Harbour Lane Bakery' }
  graph.updateCustomer({
    CustomersId,
    body,
    headers: {
      // @ts-expect-error it is a parameter
      Prefer: 'return=minimal',
    },
  })
  graph.POST('/Customers', {
    body,
    headers: {
      // @ts-expect-error it is a parameter
      prefer: 'return=minimal',
    },
  })
  graph.listCustomers({ headers: { Prefer: 'odata.maxpagesize=2' } })
})

describe('verbs', () => {
  test('inputs that are valid', () => {
    graph.GET('/Customers')
    graph.GET('/Customers', { params: { query: { $top: 2, $select: ['id', 'domain'] } }, cache: 'no-store' })
    graph.GET('/Customers/{CustomersId}', { params: { path: { CustomersId } } })
    graph.PATCH('/customer', { body: { tenantId: 'x' }, params: { header: { Prefer: 'return=minimal' } } })
    partnerCenter.POST('/customers/{customer_id}/users', { params: { path: { customer_id } }, body: {} })
  })

  test('a path that the method does not have', () => {
    // @ts-expect-error PATCH only
    graph.GET('/customer', {})
    // @ts-expect-error no such path
    graph.GET('/users', {})
    // @ts-expect-error no operation is a PUT
    graph.PUT('/Customers')
    // @ts-expect-error a GET has no body
    graph.GET('/Customers', { body: {} })
  })

  test('a misspelt, unknown or read-only body property', () => {
    graph.PATCH('/Customers/{CustomersId}', {
      params: { path: { CustomersId } },
      body: {
        // @ts-expect-error the B of isOnBoardedToMTM is upper case
        isOnboardedToMTM: true,
      },
    })
    graph.POST('/Customers', {
      body: {
        // @ts-expect-error id is given by the service
        id: CustomersId,
      },
    })
  })

  test('a missing or misspelt parameter', () => {
    // @ts-expect-error the path parameter is missing
    graph.GET('/Customers/{CustomersId}')
    graph.GET('/Customers/{CustomersId}', {
      params: {
        // @ts-expect-error the path parameter is missing
        path: {},
      },
    })
    // @ts-expect-error the path parameter is missing
    graph.DELETE('/Customers/{CustomersId}', { params: {} })
    graph.GET('/Customers', {
      params: {
        query: {
          // @ts-expect-error not offered here
          $search: 'bakery',
        },
      },
    })
    graph.GET('/Customers', {
      // @ts-expect-error misspelt
      parms: {},
    })
    graph.GET('/Customers', {
      params: {
        query: {
          $select: [
            // @ts-expect-error misspelt
            'displayname',
          ],
        },
      },
    })
  })
})

test('a credential of @azure/identity is a token', () => {
  class DefaultAzureCredential {
    async getToken(_scopes: string | string[], _options?: { claims?: string }) {
      return { token: 'token', expiresOnTimestamp: 0, refreshAfterTimestamp: 0, tokenType: 'Bearer' as const }
    }
  }
  createGraphClient({ token: new DefaultAzureCredential() })
  createGraphClient({ token: async () => 'token' })
  createGraphClient({ token: () => ({ token: 'token', expiresOnTimestamp: 0 }) })
})

test('options that are wrong', () => {
  // @ts-expect-error the token is missing
  createGraphClient({})
  createGraphClient({
    token: 'token',
    // @ts-expect-error misspelt
    baseURL: 'http://127.0.0.1:4010/beta',
  })
  createGraphClient({
    token: 'token',
    retry: {
      // @ts-expect-error misspelt
      maxRetry: 3,
    },
  })
  expectTypeOf(createGraphClient).parameter(0).toHaveProperty('token')
})

test('an OData annotation can be sent', () => {
  graph.createCustomer({ body: { '@odata.id': 'Customers(1)' } })
})
