import { createGraphClient, createPartnerCenterClient } from '@clientele/client'

const graph = createGraphClient({ token: 'token' })
const partnerCenter = createPartnerCenterClient({ token: 'token' })
const CustomersId = 'a'
const customer_id = 'b'
const user_id = 'c'

export const list = await graph.listCustomers({ $top: 2, $filter: "domain eq 'x'" })
export const created = await graph.createCustomer({ body: { displayName: 'x', contractType: 2 } })
export const customer = await graph.getCustomer({ CustomersId })
export const updated = await graph.updateCustomer({ CustomersId, body: { domain: 'x' } })
export const deleted = await graph.deleteCustomer({ CustomersId })
export const profile = await graph.updateCustomerProfile({ body: { companyProfile: { domain: 'x' } } })
export const users = await partnerCenter.listCustomerUsers({ customer_id, size: 2 })
export const createdUser = await partnerCenter.createCustomerUser({ customer_id, body: { firstName: 'x' } })
export const user = await partnerCenter.getCustomerUser({ customer_id, user_id })
export const updatedUser = await partnerCenter.updateCustomerUser({
  customer_id,
  user_id,
  body: { state: 'active' },
})
export const deletedUser = await partnerCenter.deleteCustomerUser({ customer_id, user_id })

export const names = [
  ...list.value.map(({ displayName }) => displayName),
  created.displayName,
  customer.displayName,
  updated.displayName,
  profile.companyProfile?.domain,
  ...users.items.map(({ displayName }) => displayName),
  createdUser.displayName,
  user.displayName,
  updatedUser.displayName,
]
