import { ApiError, createGraphClient } from '@clientele/client'

const graph = createGraphClient({ token: process.env.GRAPH_TOKEN ?? '' })
const tenantId = 'a93f32a9-a172-4102-8e4e-dc90253d9e30'

//#region change
const { billingProfile } = await graph.updateCustomerProfile({
  body: {
    tenantId,
    billingProfile: { firstName: 'Inês', lastName: 'Carvalho', email: 'ines.carvalho@rivermill.example' },
  },
})
console.log(billingProfile?.email)
//#endregion

//#region mistake
// The compiler refuses this body, too. It stands for a value that a form lets through.
const email = 42 as unknown as string
try {
  await graph.updateCustomerProfile({ body: { tenantId, billingProfile: { email } } })
} catch (error) {
  if (!(error instanceof ApiError)) throw error
  console.log(error.status, error.message)
}
//#endregion
