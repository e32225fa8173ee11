import { createGraphClient } from '@clientele/client'

const graph = createGraphClient({ token: process.env.GRAPH_TOKEN ?? '' })

//#region create
const customer = await graph.createCustomer({
  body: {
    displayName: 'Saltmarsh Brewing',
    domain: 'saltmarsh.example',
    countryLetterCode: 'IE',
    isOnBoardedToMTM: false,
  },
})
//#endregion

//#region onboard
const onboarded = await graph.updateCustomer({
  CustomersId: customer.id,
  body: { isOnBoardedToMTM: true },
})
console.log(onboarded.displayName, onboarded.isOnBoardedToMTM)
//#endregion

//#region find
const { value } = await graph.listCustomers({
  $filter: "isOnBoardedToMTM eq true and countryLetterCode eq 'IE'",
  $select: ['id', 'displayName'],
})
console.log(value.map(({ displayName }) => displayName))
//#endregion
