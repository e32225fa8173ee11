import type { Customer, CustomerInput } from '@clientele/types'
import { sample } from '@clientele/types/graph-customers/samples'
import { sample as users } from '@clientele/types/partner-center-users/samples'
import { expectTypeOf, test } from 'vitest'

test('a sample has the type of its name', () => {
  expectTypeOf(sample.customer()).toEqualTypeOf<Customer>()
  expectTypeOf(sample.customerInput({ displayName: 'Kestrel Outdoor' })).toEqualTypeOf<CustomerInput>()
})

test('overrides are checked at every depth', () => {
  sample.customer({ displayName: 'Kestrel Outdoor', deletedDateTime: null, domain: undefined })
  users.customerUserInput({ passwordProfile: { forceChangePassword: false } })
  // @ts-expect-error misspelt
  sample.customer({ displayname: 'Kestrel Outdoor' })
  // @ts-expect-error a number
  sample.customer({ contractType: 'reseller' })
  // @ts-expect-error the service gives the id
  sample.customerInput({ id: '52dde42a-e42a-52dd-2ae4-dd522ae4dd52' })
  // @ts-expect-error misspelt inside
  users.customerUserInput({ passwordProfile: { forceChangepassword: false } })
  // @ts-expect-error an answer has no password
  users.customerUser({ passwordProfile: { password: 'Warm-Oven-7-Loaves!' } })
})
