import type { paths as ProfilePaths } from '@clientele/types/graph-customer-profile'
import type { paths as CustomerPaths } from '@clientele/types/graph-customers'
import type { paths as UserPaths } from '@clientele/types/partner-center-users'
import createClient from 'openapi-fetch'

const graph = createClient<CustomerPaths & ProfilePaths>({ baseUrl: 'https://graph.microsoft.com/beta' })
const partnerCenter = createClient<UserPaths>({ baseUrl: 'https://api.partnercenter.microsoft.com/v1' })
const CustomersId = 'a'
const customer_id = 'b'
const user_id = 'c'
const path = { CustomersId }
const userPath = { customer_id, user_id }

export const list = await graph.GET('/Customers', {
  params: { query: { $top: 2, $filter: "domain eq 'x'" } },
})
export const created = await graph.POST('/Customers', { body: { displayName: 'x', contractType: 2 } })
export const customer = await graph.GET('/Customers/{CustomersId}', { params: { path } })
export const updated = await graph.PATCH('/Customers/{CustomersId}', {
  params: { path },
  body: { domain: 'x' },
})
export const deleted = await graph.DELETE('/Customers/{CustomersId}', { params: { path } })
export const profile = await graph.PATCH('/customer', { body: { companyProfile: { domain: 'x' } } })
export const users = await partnerCenter.GET('/customers/{customer_id}/users', {
  params: { path: { customer_id }, query: { size: 2 } },
})
export const createdUser = await partnerCenter.POST('/customers/{customer_id}/users', {
  params: { path: { customer_id } },
  body: { firstName: 'x' },
})
export const user = await partnerCenter.GET('/customers/{customer_id}/users/{user_id}', {
  params: { path: userPath },
})
export const updatedUser = await partnerCenter.PATCH('/customers/{customer_id}/users/{user_id}', {
  params: { path: userPath },
  body: { state: 'active' },
})
export const deletedUser = await partnerCenter.DELETE('/customers/{customer_id}/users/{user_id}', {
  params: { path: userPath },
})

export const names = [
  ...(list.data?.value ?? []).map(({ displayName }) => displayName),
  created.data?.displayName,
  customer.data?.displayName,
  updated.data?.displayName,
  profile.data?.companyProfile?.domain,
  ...(users.data?.items ?? []).map(({ displayName }) => displayName),
  createdUser.data?.displayName,
  user.data?.displayName,
  updatedUser.data?.displayName,
]
export const failures = [list.error, created.error, customer.error, updated.error, users.error, user.error]
