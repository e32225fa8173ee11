import { expectTypeOf, test } from 'vitest'
import { type CustomerProperties, createGraphClient, type Filter, filter } from '../../src/index.ts'

const graph = createGraphClient({ token: 'token' })

test('properties are known where the filter stands', () => {
  graph.listCustomers({ $filter: filter((customer) => customer.countryLetterCode.eq('GB')) })
  graph.listCustomers.items({ $filter: filter((customer) => customer.isDeleted.eq(true).not()) })
  graph.GET('/Customers', {
    params: { query: { $filter: filter(({ contractType }) => contractType.in([1, 2])) } },
  })
  const alone = filter<CustomerProperties>((customer) => customer.cosmosCreatedDateTimeUTC.ge(new Date()))
  expectTypeOf(alone).toEqualTypeOf<Filter<CustomerProperties>>()
  graph.listCustomers({ $filter: alone })
})

test('in an object that is built beforehand, the properties are those of customers', () => {
  const input = { $filter: filter((customer) => customer.isDeleted.eq(false)), $top: 2 }
  expectTypeOf(input.$filter).toEqualTypeOf<Filter<CustomerProperties>>()
  graph.listCustomers(input)
  // @ts-expect-error misspelt
  filter((customer) => customer.countryLettercode.eq('GB'))
})

test('what cannot be compared', () => {
  graph.listCustomers({
    // @ts-expect-error misspelt
    $filter: filter((customer) => customer.countryLettercode.eq('GB')),
  })
  graph.listCustomers({
    // @ts-expect-error a number
    $filter: filter((customer) => customer.contractType.eq('2')),
  })
  graph.listCustomers({
    // @ts-expect-error OData would compare it as text
    $filter: filter((customer) => customer.deletedDateTime.lt('2026-01-01')),
  })
  graph.listCustomers({
    // @ts-expect-error booleans have no order
    $filter: filter((customer) => customer.isDeleted.gt(false)),
  })
  graph.listCustomers({
    // @ts-expect-error only text has a start
    $filter: filter((customer) => customer.contractType.startsWith('2')),
  })
  graph.listCustomers({
    // @ts-expect-error about something else
    $filter: filter<{ size: 'Edm.Int32' }>(({ size }) => size.eq(1)),
  })
})
