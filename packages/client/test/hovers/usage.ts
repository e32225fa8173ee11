// A caret marks a hover at the character above it; a bar marks where completion is requested.
import { createGraphClient, createPartnerCenterClient, filter } from '../../src/index.ts'

const graph = createGraphClient({ token: 'token' })
//    ^
const partnerCenter = createPartnerCenterClient({ token: 'token' })
const CustomersId = '52dde42a-e42a-52dd-2ae4-dd522ae4dd52'

const customer = await graph.getCustomer({ CustomersId })
//    ^
graph.getCustomer
//    ^
graph.listCustomers
//    ^
graph.listCustomers.items
//                  ^
graph.listCustomers.pages
//                  ^
graph.getCustomer({ CustomersId, $select: ['displayName'] })
//    ^
const chosen = await graph.getCustomer({ CustomersId, $select: ['displayName'] })
//    ^
const page = await graph.listCustomers({ $select: ['displayName', 'domain'] })
//    ^
for await (const each of graph.listCustomers.items({ $select: ['domain'] })) console.log(each)
//               ^
for await (const user of partnerCenter.listCustomerUsers.items({ customer_id: '1' })) console.log(user)
//               ^
const { data, error } = await graph.GET('/Customers/{CustomersId}', { params: { path: { CustomersId } } })
//      ^
console.log(error)
//          ^
graph.GET
//    ^
const condition = filter((each) => each.displayName.eq('a'))
//    ^
graph.listCustomers({ $filter: condition, $top: 2 })
//                    ^
graph.updateCustomer({ CustomersId, body: { domain: 'a' }, Prefer: '' })
//                                                                  |
// @ts-expect-error the place to complete
graph.getCustomer({ CustomersId, $select: [''] })
//                                          |
partnerCenter.listCustomerUsers({ customer_id: '1', SortField: 'displayName' })
//                                                              |
graph.getCustomer({ CustomersId })
//                  |
graph.listCustomers({ $orderby: ['domain desc'] })
//                                |
console.log(customer, chosen, page, data)
