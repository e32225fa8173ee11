import { createGraphClient } from '@clientele/client'

const graph = createGraphClient({ token: process.env.GRAPH_TOKEN ?? '' })

//#region first-page
// `pages` follows the links; each turn of the loop is one request.
const pages = graph.listCustomers.pages({
  $filter: 'isOnBoardedToMTM eq true',
  $orderby: ['displayName'],
  $select: ['id', 'displayName'],
  $top: 2,
})
//#endregion

//#region next-page
for await (const { value } of pages) {
  console.log(value.map(({ displayName }) => displayName))
}
//#endregion
