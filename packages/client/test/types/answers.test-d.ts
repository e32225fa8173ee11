import type {
  Customer,
  CustomerCollection,
  CustomerUser,
  GraphErrorResponse,
  ThrottlingError,
} from '@clientele/types'
import { expectTypeOf, test } from 'vitest'
import { ApiError, createGraphClient, createPartnerCenterClient, unwrap } from '../../src/index.ts'

const graph = createGraphClient({ token: 'token' })
const partnerCenter = createPartnerCenterClient({ token: 'token' })
const CustomersId = '52dde42a-e42a-52dd-2ae4-dd522ae4dd52'
const customer_id = 'f08db22f-d293-456a-b170-fab23d90fbac'
const path = { CustomersId }

test('the data of a success', async () => {
  expectTypeOf(await graph.getCustomer({ CustomersId })).toEqualTypeOf<Customer>()
  expectTypeOf(await graph.listCustomers()).toEqualTypeOf<CustomerCollection>()
  expectTypeOf(await graph.deleteCustomer({ CustomersId })).toEqualTypeOf<undefined>()
  const user = await partnerCenter.getCustomerUser({ customer_id, user_id: customer_id })
  expectTypeOf(user).toEqualTypeOf<CustomerUser>()
  expectTypeOf(user.passwordProfile).exclude<undefined>().not.toHaveProperty('password')
})

test('a literal $select narrows to the chosen properties and id', async () => {
  const customer = await graph.getCustomer({ CustomersId, $select: ['displayName'] })
  expectTypeOf(customer).toEqualTypeOf<Pick<Customer, 'id' | 'displayName'>>()

  const page = await graph.listCustomers({ $select: ['domain', 'isDeleted'] })
  expectTypeOf(page.value).toEqualTypeOf<Pick<Customer, 'id' | 'domain' | 'isDeleted'>[]>()
  expectTypeOf(page['@odata.nextLink']).toEqualTypeOf<string | undefined>()

  const { data } = await graph.GET('/Customers', { params: { query: { $select: ['domain'] } } })
  expectTypeOf(data?.value).toEqualTypeOf<Pick<Customer, 'id' | 'domain'>[] | undefined>()

  for await (const each of graph.listCustomers.items({ $select: ['contractType'] })) {
    expectTypeOf(each).toEqualTypeOf<Pick<Customer, 'id' | 'contractType'>>()
    // @ts-expect-error it was not chosen
    each.displayName
  }
})

test('only Prefer: return=minimal may leave the answer empty', async () => {
  const body = { displayName: 'Harbour Lane Bakery' }
  expectTypeOf(await graph.updateCustomer({ CustomersId, body })).toEqualTypeOf<Customer>()
  expectTypeOf(
    await graph.updateCustomer({ CustomersId, body, Prefer: 'return=representation' }),
  ).toEqualTypeOf<Customer>()
  expectTypeOf(await graph.updateCustomer({ CustomersId, body, Prefer: 'return=minimal' })).toEqualTypeOf<
    Customer | undefined
  >()
  const wish: string = 'return=representation'
  expectTypeOf(await graph.createCustomer({ body, Prefer: wish })).toEqualTypeOf<Customer | undefined>()

  const full = await unwrap(graph.PATCH('/Customers/{CustomersId}', { params: { path }, body }))
  expectTypeOf(full).toEqualTypeOf<Customer>()
  const header = { Prefer: 'return=minimal' } as const
  const minimal = await unwrap(graph.PATCH('/Customers/{CustomersId}', { params: { path, header }, body }))
  expectTypeOf(minimal).toEqualTypeOf<Customer | undefined>()
})

test('error and data exclude each other', async () => {
  const { data, error, response } = await graph.GET('/Customers/{CustomersId}', { params: { path } })
  if (error) {
    expectTypeOf(data).toEqualTypeOf<undefined>()
    expectTypeOf(response).toEqualTypeOf<Response | undefined>()
  } else {
    expectTypeOf(data).toEqualTypeOf<Customer>()
    expectTypeOf(response).toEqualTypeOf<Response>()
  }
})

test('error is discriminated by status', async () => {
  const { error } = await graph.GET('/Customers/{CustomersId}', { params: { path } })
  if (error?.status === 404) {
    expectTypeOf(error).toEqualTypeOf<ApiError<404, GraphErrorResponse>>()
    if (typeof error.body === 'object') expectTypeOf(error.body.error.code).toEqualTypeOf<string>()
  }
  if (error?.status === 418) expectTypeOf(error.body).toEqualTypeOf<GraphErrorResponse | string | undefined>()
  // @ts-expect-error no such status
  if (error?.status === 299) return
  if (error && !error.status) expectTypeOf(error.response).toEqualTypeOf<Response | undefined>()

  const users = await partnerCenter.GET('/customers/{customer_id}/users', {
    params: { path: { customer_id } },
  })
  if (users.error?.status === 429) {
    expectTypeOf(users.error.body).toEqualTypeOf<ThrottlingError | string | undefined>()
    expectTypeOf(users.error.retryAfter).toEqualTypeOf<number | undefined>()
  }
})

test('instanceof narrows to numbers and unknown bodies, not to any', async () => {
  try {
    await graph.getCustomer({ CustomersId })
  } catch (error) {
    if (error instanceof ApiError) {
      expectTypeOf(error).toEqualTypeOf<ApiError>()
      // @ts-expect-error a status is a number
      if (error.status === '404') return
    }
  }
  const { error } = await graph.GET('/Customers/{CustomersId}', { params: { path } })
  if (error instanceof ApiError && error.status === 404) {
    expectTypeOf(error).toEqualTypeOf<ApiError<404, GraphErrorResponse>>()
  }
})

test('withResponse has the answer beside the data', async () => {
  const { data, response } = await graph.createCustomer.withResponse({ body: {} })
  expectTypeOf(data).toEqualTypeOf<Customer>()
  expectTypeOf(response.headers.get('Location')).toEqualTypeOf<string | null>()
})

test('pages and items of Partner Center', async () => {
  for await (const user of partnerCenter.listCustomerUsers.items({ customer_id })) {
    expectTypeOf(user).toEqualTypeOf<CustomerUser>()
  }
  for await (const page of partnerCenter.listCustomerUsers.pages({ customer_id })) {
    expectTypeOf(page.totalCount).toEqualTypeOf<number | undefined>()
  }
  // @ts-expect-error one user has no pages
  partnerCenter.getCustomerUser.pages
})
