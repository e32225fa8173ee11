import { createGraphClient } from '@clientele/client'

const graph = createGraphClient({
  token: process.env.GRAPH_TOKEN ?? '',
  retry: { onRetry: ({ delay }) => console.log(`waiting ${delay} ms`) },
})

//#region create
// The client waits as long as the service says, and repeats by itself.
const customer = await graph.createCustomer({ body: { displayName: 'Saltmarsh Brewing' } })
//#endregion

//#region check
const { value } = await graph.listCustomers({
  $filter: "displayName eq 'Saltmarsh Brewing'",
  $select: ['id', 'displayName'],
})
console.log(value.length, value[0]?.id === customer.id)
//#endregion
