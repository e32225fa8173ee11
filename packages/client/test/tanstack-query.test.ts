import {
  InfiniteQueryObserver,
  MutationObserver,
  QueryClient,
  QueryClientProvider,
  useQuery as useReactQuery,
} from '@tanstack/react-query'
import { useQuery as queryInVue, QueryClient as VueQueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { createSSRApp, h, onServerPrefetch } from 'vue'
import { renderToString as renderVue } from 'vue/server-renderer'
import { createGraphClient, createPartnerCenterClient, filter } from '../src/index.ts'
import { infiniteQueryOptions, mutationOptions, queryKey, queryOptions } from '../src/tanstack-query.ts'
import { CustomersId, createService, customer_id, empty, failure, json, type Reply } from './service.ts'

const beta = 'https://graph.microsoft.com/beta'

const connect = (...replies: Reply[]) => {
  const { fetch, requests } = createService(...replies)
  const options = { token: 'token', fetch, retry: false as const }
  return {
    graph: createGraphClient(options),
    partnerCenter: createPartnerCenterClient(options),
    queryClient: new QueryClient(),
    requests,
  }
}

describe('keys', () => {
  const { graph, partnerCenter } = connect(empty(204))

  test('service, operation, input', () => {
    expect(queryKey(graph.listCustomers)).toEqual([beta, 'listCustomers'])
    expect(queryKey(graph.listCustomers, { $top: 2 })).toEqual([beta, 'listCustomers', { $top: 2 }])
    expect(queryOptions(graph.listCustomers).queryKey).toEqual([beta, 'listCustomers', {}])
    expect(queryKey(partnerCenter.listCustomerUsers)).toEqual([
      'https://api.partnercenter.microsoft.com/v1',
      'listCustomerUsers',
    ])
  })

  test('what does not change the answer is not in it, and no token either', () => {
    const { signal } = new AbortController()
    const headers = { 'X-Locale': 'de-DE', authorization: 'Bearer very-secret' }
    expect(queryKey(graph.listCustomers, { signal, timeout: 5, headers })).toEqual([
      beta,
      'listCustomers',
      { headers: { 'X-Locale': 'de-DE' } },
    ])
    const same = new Headers({ 'X-Locale': 'de-DE' })
    expect(JSON.stringify(queryKey(graph.listCustomers, { headers: same }))).toContain('de-DE')
  })

  test('filters are told apart when the key is written as JSON', () => {
    const keyOf = (name: string) =>
      JSON.stringify(queryKey(graph.listCustomers, { $filter: filter((each) => each.domain.eq(name)) }))
    expect(keyOf('a')).toContain("domain eq 'a'")
    expect(keyOf('b')).not.toBe(keyOf('a'))
  })

  test('the same whatever the address that the client really calls', () => {
    const proxied = graph.with({ baseUrl: 'https://app.example/api' })
    expect(queryKey(proxied.listCustomers)).toEqual(queryKey(graph.listCustomers))
  })

  test('pages have another key, below the one of the operation', () => {
    const { queryKey: key } = infiniteQueryOptions(graph.listCustomers, { $top: 2 })
    expect(key.slice(0, 3)).toEqual(queryKey(graph.listCustomers, { $top: 2 }))
    expect(key).not.toEqual(queryOptions(graph.listCustomers, { $top: 2 }).queryKey)
  })

  test('anything but a method is refused', () => {
    expect(() => queryKey({} as never)).toThrow('a method of a client is expected')
    expect(() => infiniteQueryOptions(graph.getCustomer as never, { CustomersId } as never)).toThrow(
      'getCustomer has no pages',
    )
  })
})

describe('with query-core', () => {
  test('a query, and its data from the cache', async () => {
    const { graph, queryClient, requests } = connect(
      json({ id: CustomersId, displayName: 'Kestrel Outdoor' }),
    )
    const options = queryOptions(graph.getCustomer, { CustomersId })
    expect(await queryClient.fetchQuery(options)).toMatchObject({ displayName: 'Kestrel Outdoor' })
    expect(queryClient.getQueryData(options.queryKey)).toMatchObject({ id: CustomersId })
    expect(requests).toHaveLength(1)
  })

  test('a failure is the error of the client, and is not retried again', async () => {
    const { graph, queryClient, requests } = connect(empty(404))
    expect(
      await failure(queryClient.fetchQuery(queryOptions(graph.getCustomer, { CustomersId }))),
    ).toMatchObject({
      name: 'ApiError',
      status: 404,
    })
    expect(requests).toHaveLength(1)
  })

  test('cancelling the query ends the call', async () => {
    const ended: unknown[] = []
    const waits: Reply = (_, signal) => {
      signal?.addEventListener('abort', () => ended.push(signal.reason))
      return new Promise(() => {})
    }
    const { graph, queryClient } = connect(waits)
    const options = queryOptions(graph.listCustomers)
    const query = failure(queryClient.fetchQuery(options))
    await expect.poll(() => queryClient.isFetching()).toBe(1)
    await queryClient.cancelQueries({ queryKey: queryKey(graph.listCustomers) })
    await query
    expect(ended).toHaveLength(1)
  })

  const protocols = {
    'Microsoft Graph': () => {
      const { graph, queryClient, requests } = connect(
        json({ value: [{ id: '1' }], '@odata.nextLink': `${beta}/Customers?$skiptoken=a` }),
        json({ value: [{ id: '2' }] }),
      )
      const observer = new InfiniteQueryObserver(queryClient, {
        ...infiniteQueryOptions(graph.listCustomers, { $top: 1 }),
        select: ({ pages }) => pages.flatMap(({ value }) => value.map(({ id }) => id)),
      })
      return { observer, requests }
    },
    'Partner Center': () => {
      const uri = `/customers/${customer_id}/users?seekOperation=Next`
      const next = { uri, headers: [{ key: 'MS-ContinuationToken', value: 'a' }] }
      const { partnerCenter, queryClient, requests } = connect(
        json({ items: [{ id: '1' }], links: { next } }),
        json({ items: [{ id: '2' }], links: {} }),
      )
      const observer = new InfiniteQueryObserver(queryClient, {
        ...infiniteQueryOptions(partnerCenter.listCustomerUsers, { customer_id, size: 1 }),
        select: ({ pages }) => pages.flatMap(({ items }) => items.map(({ id }) => id)),
      })
      return { observer, requests }
    },
  }
  test.for(Object.entries(protocols))('all pages of %s', async ([, open]) => {
    const { observer, requests } = open()
    const stop = observer.subscribe(() => {})
    await expect.poll(() => observer.getCurrentResult().data).toEqual(['1'])
    expect(observer.getCurrentResult().hasNextPage).toBe(true)
    await observer.fetchNextPage()
    expect(observer.getCurrentResult().data).toEqual(['1', '2'])
    expect(observer.getCurrentResult().hasNextPage).toBe(false)
    expect(requests).toHaveLength(2)
    stop()
  })

  test('a write, and the queries that it makes old', async () => {
    const before = json({ value: [{ id: '1', domain: 'old.test' }] })
    const { graph, queryClient, requests } = connect(before, json({ id: '1' }), json({ value: [] }))
    await queryClient.fetchQuery(queryOptions(graph.listCustomers, { $top: 5 }))
    const mutation = new MutationObserver(queryClient, {
      ...mutationOptions(graph.updateCustomer),
      onSuccess: () => queryClient.invalidateQueries({ queryKey: queryKey(graph.listCustomers) }),
    })
    expect(await mutation.mutate({ CustomersId, body: { domain: 'new.test' } })).toEqual({ id: '1' })
    expect(queryClient.getQueryState(queryKey(graph.listCustomers, { $top: 5 }))?.isInvalidated).toBe(true)
    expect(requests[1]?.body).toBe('{"domain":"new.test"}')
  })
})

test('with React', async () => {
  const { graph, queryClient } = connect(json({ id: CustomersId, displayName: 'Kestrel Outdoor' }))
  const options = queryOptions(graph.getCustomer, { CustomersId, $select: ['displayName'] })
  await queryClient.prefetchQuery(options)
  const Name = () => {
    const { data } = useReactQuery({ ...options, select: ({ displayName }) => displayName?.toUpperCase() })
    return createElement('p', null, data)
  }
  const page = createElement(QueryClientProvider, { client: queryClient }, createElement(Name))
  expect(renderToString(page)).toBe('<p>KESTREL OUTDOOR</p>')
})

test('with Vue', async () => {
  const { graph } = connect(json({ id: CustomersId, displayName: 'Kestrel Outdoor' }))
  const app = createSSRApp({
    setup() {
      const { data, suspense } = queryInVue(queryOptions(graph.getCustomer, { CustomersId }))
      onServerPrefetch(suspense)
      return () => h('p', data.value?.displayName)
    },
  })
  app.use(VueQueryPlugin, { queryClient: new VueQueryClient() })
  expect(await renderVue(app)).toBe('<p>Kestrel Outdoor</p>')
})
