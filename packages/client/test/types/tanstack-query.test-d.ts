import type { Customer, CustomerCollection, CustomerUser } from '@clientele/types'
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { useQuery as useVueQuery } from '@tanstack/vue-query'
import { expectTypeOf, test } from 'vitest'
import {
  createGraphClient,
  createPartnerCenterClient,
  type FailureAt,
  type GraphApi,
} from '../../src/index.ts'
import { infiniteQueryOptions, mutationOptions, queryKey, queryOptions } from '../../src/tanstack-query.ts'

const graph = createGraphClient({ token: 'token' })
const partnerCenter = createPartnerCenterClient({ token: 'token' })
const CustomersId = '52dde42a-e42a-52dd-2ae4-dd522ae4dd52'

test('the data, select and the error of a query', () => {
  const query = useQuery(queryOptions(graph.getCustomer, { CustomersId }))
  expectTypeOf(query.data).toEqualTypeOf<Customer | undefined>()
  expectTypeOf(query.error).toEqualTypeOf<FailureAt<GraphApi, 'getCustomer'> | null>()
  if (query.error?.status === 404) expectTypeOf(query.error.code).toEqualTypeOf<string | undefined>()

  const chosen = useQuery(queryOptions(graph.listCustomers, { $select: ['domain'] }))
  expectTypeOf(chosen.data?.value).toEqualTypeOf<Pick<Customer, 'id' | 'domain'>[] | undefined>()

  const selected = useQuery({ ...queryOptions(graph.listCustomers), select: ({ value }) => value.length })
  expectTypeOf(selected.data).toEqualTypeOf<number | undefined>()
  expectTypeOf(useVueQuery(queryOptions(graph.listCustomers)).data.value).toEqualTypeOf<
    CustomerCollection | undefined
  >()
})

test('pages, and the variables of a mutation', () => {
  const pages = useInfiniteQuery({
    ...infiniteQueryOptions(partnerCenter.listCustomerUsers, { customer_id: '1' }),
    select: (data) => data.pages.flatMap(({ items }) => items),
  })
  expectTypeOf(pages.data).toExtend<CustomerUser[] | undefined>()

  const mutation = useMutation(mutationOptions(graph.updateCustomer))
  mutation.mutate({ CustomersId, body: { domain: 'harbourlane.test' } })
  expectTypeOf(mutation.data).toEqualTypeOf<Customer | undefined>()
  expectTypeOf(mutation.error).toEqualTypeOf<FailureAt<GraphApi, 'updateCustomer'> | null>()
  // @ts-expect-error misspelt
  mutation.mutate({ CustomersId, body: { isOnboardedToMTM: true } })
})

test('what is wrong', () => {
  // @ts-expect-error CustomersId is missing
  queryOptions(graph.getCustomer)
  // @ts-expect-error one customer has no pages
  infiniteQueryOptions(graph.getCustomer, { CustomersId })
  // @ts-expect-error misspelt
  queryKey(graph.listCustomers, { $tap: 2 })
})
