import { createPartnerCenterClient } from '@clientele/client'

const partnerCenter = createPartnerCenterClient({ token: process.env.PARTNER_CENTER_TOKEN ?? '' })
const customer_id = 'f08db22f-d293-456a-b170-fab23d90fbac'

//#region create
const { id: user_id } = await partnerCenter.createCustomerUser({
  customer_id,
  body: {
    usageLocation: 'GB',
    userPrincipalName: 'nora.byrne@harbourlane.example',
    firstName: 'Nora',
    lastName: 'Byrne',
    displayName: 'Nora Byrne',
    passwordProfile: { password: 'Sourdough-At-4-Degrees', forceChangePassword: true },
  },
})
//#endregion

//#region reset-password
await partnerCenter.updateCustomerUser({
  customer_id,
  user_id,
  body: { passwordProfile: { password: 'Rye-And-Caraway-1968', forceChangePassword: true } },
})
//#endregion

//#region read
const { passwordProfile } = await partnerCenter.getCustomerUser({ customer_id, user_id })
console.log(passwordProfile)
//#endregion

//#region delete
await partnerCenter.deleteCustomerUser({ customer_id, user_id })
//#endregion

//#region find-deleted
const deleted = await partnerCenter.listCustomerUsers({
  customer_id,
  filter: JSON.stringify({ Field: 'UserState', Value: 'Inactive', Operator: 'equals' }),
})
console.log(deleted.items?.map(({ displayName }) => displayName))
//#endregion

//#region restore
const restored = await partnerCenter.updateCustomerUser({ customer_id, user_id, body: { state: 'active' } })
console.log(restored.displayName, restored.state)
//#endregion
