import { ApiError, createGraphClient } from '@clientele/client'

const graph = createGraphClient({ token: process.env.GRAPH_TOKEN ?? '' })
const CustomersId = '36480de2-bd5c-4366-b517-da60fb69e070'

//#region read
const customer = await graph.getCustomer({ CustomersId })
//#endregion

//#region somebody-else
const changed = await graph.updateCustomer({ CustomersId, body: { domain: 'kestrel.example' } })
//#endregion

//#region refused
try {
  await graph.deleteCustomer({ CustomersId, 'If-Match': customer['@odata.etag'] })
} catch (error) {
  if (!(error instanceof ApiError && error.status === 412)) throw error
  console.log('Somebody has changed it.')
}
//#endregion

//#region delete
await graph.deleteCustomer({ CustomersId, 'If-Match': changed['@odata.etag'] })
//#endregion
