import { createGraphClient } from '@clientele/client'

const graph = createGraphClient({
  token: process.env.GRAPH_TOKEN ?? '',
  retry: { onRetry: ({ delay, error }) => console.log(error.message, `Waiting ${delay} ms.`) },
})

//#region create
// The client waits as long as `Retry-After` says and sends the request again. Nothing is to be done here.
const customer = await graph.createCustomer({ body: { displayName: 'Saltmarsh Brewing' } })
//#endregion

//#region check
const { value } = await graph.listCustomers({
  $filter: "displayName eq 'Saltmarsh Brewing'",
  $select: ['id', 'displayName'],
})
console.log(value.length, value[0]?.id === customer.id)
//#endregion
