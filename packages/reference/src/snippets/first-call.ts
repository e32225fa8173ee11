import { createGraphClient } from '@clientele/client'

const graph = createGraphClient({
  token: process.env.GRAPH_TOKEN ?? '',
})

const customers = graph.listCustomers.items({
  $filter: 'isOnBoardedToMTM eq true',
})
for await (const customer of customers) {
  console.log(customer.displayName, customer.domain)
}
