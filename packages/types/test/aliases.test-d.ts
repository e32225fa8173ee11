import type {
  Customer,
  CustomerInput,
  CustomerProfileInput,
  CustomerUser,
  CustomerUserInput,
  UserState,
} from '@clientele/types'
import { expectTypeOf, test } from 'vitest'

test('an answer has what is read, a request has what is written', () => {
  expectTypeOf<Customer['id']>().toEqualTypeOf<string>()
  expectTypeOf<Customer['deletedDateTime']>().toEqualTypeOf<string | null | undefined>()
  expectTypeOf<CustomerUser>().not.toHaveProperty('password')
  expectTypeOf<NonNullable<CustomerUser['passwordProfile']>>().not.toHaveProperty('password')
  expectTypeOf<NonNullable<CustomerUserInput['passwordProfile']>['password']>().toEqualTypeOf<
    string | undefined
  >()
  expectTypeOf<UserState>().toEqualTypeOf<'active' | 'inactive'>()
})

test('a read-only property cannot be sent', () => {
  // @ts-expect-error id is given by the service
  const customer: CustomerInput = { id: '52dde42a-e42a-52dd-2ae4-dd522ae4dd52' }
  // @ts-expect-error links are built by the service, the mark stands in the component behind the reference
  const user: CustomerUserInput = { links: {} }
  expectTypeOf([customer, user]).toBeArray()
})

test('a misspelt property does not compile', () => {
  const typo: CustomerInput = {
    // @ts-expect-error the B of isOnBoardedToMTM is upper case
    isOnboardedToMTM: true,
  }
  expectTypeOf(typo).toEqualTypeOf<CustomerInput>()
})

test('a profile change names at least one part', () => {
  // @ts-expect-error an empty change is refused
  const nothing: CustomerProfileInput = {}
  const company: CustomerProfileInput = { companyProfile: { domain: 'harbourlane.example' } }
  expectTypeOf([nothing, company]).toBeArray()
})
