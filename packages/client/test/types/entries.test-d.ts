import { createClient as createCustomers } from '@clientele/client/graph-customers'
import { createClient as createUsers } from '@clientele/client/partner-center-users'
import type { Customer } from '@clientele/types/graph-customers'
import { expectTypeOf, test } from 'vitest'

test('the client of one API has the types of this API', async () => {
  const customers = createCustomers({ token: 'token' })
  expectTypeOf(await customers.getCustomer({ CustomersId: '1' })).toEqualTypeOf<Customer>()
  // @ts-expect-error the profile is another API of the same service
  expectTypeOf(customers.updateCustomerProfile).toBeFunction()
  // @ts-expect-error a token is needed
  createUsers({})
})
