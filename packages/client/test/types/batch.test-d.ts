import type { Customer, CustomerCollection } from '@clientele/types'
import { expectTypeOf, test } from 'vitest'
import { batch } from '../../src/batch.ts'
import { createGraphClient } from '../../src/index.ts'

const graph = createGraphClient({ token: 'token' })
const CustomersId = '52dde42a-e42a-52dd-2ae4-dd522ae4dd52'

test('results have the types of their calls', async () => {
  const [one, chosen, list, deleted] = await batch(graph, [
    [graph.getCustomer, { CustomersId }],
    [graph.getCustomer, { CustomersId, $select: ['domain'] }],
    [graph.listCustomers],
    [graph.deleteCustomer, { CustomersId }],
  ])
  expectTypeOf(one.data).toEqualTypeOf<Customer | undefined>()
  expectTypeOf(chosen.data).toEqualTypeOf<Pick<Customer, 'id' | 'domain'> | undefined>()
  expectTypeOf(list.data).toEqualTypeOf<CustomerCollection | undefined>()
  expectTypeOf(deleted.data).toEqualTypeOf<undefined>()
  if (one.error?.status === 404) expectTypeOf(one.error.code).toEqualTypeOf<string | undefined>()
})

test('inputs are checked', () => {
  // @ts-expect-error CustomersId is missing
  batch(graph, [[graph.getCustomer]])
  // @ts-expect-error misspelt
  batch(graph, [[graph.updateCustomer, { CustomersId, body: { isOnboardedToMTM: true } }]])
  // @ts-expect-error not a method of a client
  batch(graph, [[() => {}]])
})
