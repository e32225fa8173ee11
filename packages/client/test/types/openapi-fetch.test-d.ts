import type { Customer } from '@clientele/types'
import createQueryHooks from 'openapi-react-query'
import { createQueryHook } from 'swr-openapi'
import { expectTypeOf, test } from 'vitest'
import { createGraphClient } from '../../src/index.ts'
import { openapiFetch } from '../../src/openapi-fetch.ts'

const client = openapiFetch(createGraphClient({ token: 'token' }))
const params = { path: { CustomersId: '52dde42a-e42a-52dd-2ae4-dd522ae4dd52' } }

test('data and errors of openapi-fetch', async () => {
  const { data, error } = await client.GET('/Customers/{CustomersId}', { params })
  expectTypeOf(data?.displayName).toEqualTypeOf<string | undefined>()
  if (error?.status === 404) expectTypeOf(error.code).toEqualTypeOf<string | undefined>()
  // @ts-expect-error no such path
  client.GET('/users')
  // @ts-expect-error PATCH only
  client.GET('/customer')
})

test('useQuery of openapi-react-query', () => {
  const hooks = createQueryHooks(client)
  const { data, error } = hooks.useQuery('get', '/Customers/{CustomersId}', { params })
  expectTypeOf(data?.displayName).toEqualTypeOf<Customer['displayName'] | undefined>()
  expectTypeOf(error?.code).toEqualTypeOf<string | undefined>()
  // @ts-expect-error the path parameter is missing
  hooks.useQuery('get', '/Customers/{CustomersId}')
})

test('useQuery of swr-openapi', () => {
  const useCustomers = createQueryHook(client, 'graph')
  const { data, error } = useCustomers('/Customers/{CustomersId}', { params })
  expectTypeOf(data?.displayName).toEqualTypeOf<Customer['displayName'] | undefined>()
  expectTypeOf(error?.code).toEqualTypeOf<string | undefined>()
})
