import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import createQueryHooks from 'openapi-react-query'
import { createElement, type FunctionComponent, Suspense } from 'react'
import { renderToReadableStream, renderToString } from 'react-dom/server'
import { SWRConfig, type Middleware as SwrMiddleware } from 'swr'
import { createQueryHook } from 'swr-openapi'
import { expect, test } from 'vitest'
import { ApiError, createGraphClient, createPartnerCenterClient, type Middleware } from '../src/index.ts'
import { openapiFetch } from '../src/openapi-fetch.ts'
import { CustomersId, createService, customer_id, empty, failure, json, type Reply } from './service.ts'

const connect = (...replies: Reply[]) => {
  const { fetch, requests } = createService(...replies)
  const graph = createGraphClient({ token: 'token', fetch, retry: { maxRetries: 1 } })
  return { graph, client: openapiFetch(graph), requests, fetch }
}

const params = { path: { CustomersId } }

const render = async (component: FunctionComponent) => {
  const page = createElement(Suspense, null, createElement(component))
  const stream = await renderToReadableStream(
    createElement(QueryClientProvider, { client: new QueryClient() }, page),
  )
  await stream.allReady
  return (await new Response(stream).text()).replaceAll(/<!--.*?-->|<template.*?<\/template>/g, '')
}

test('the calls are those of the client: token, repetitions, errors', async () => {
  const { client, requests } = connect(empty(503, { 'Retry-After': '0' }), json({ id: '1' }), empty(404))
  expect((await client.GET('/Customers/{CustomersId}', { params })).data).toEqual({ id: '1' })
  expect(requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer token', 'Bearer token'])
  const { error } = await client.request('get', '/Customers/{CustomersId}', { params })
  expect(error).toBeInstanceOf(ApiError)
  expect(error?.status).toBe(404)
})

test('a write, and the other service', async () => {
  const { client, fetch, requests } = connect(json({ id: '1' }, 201), json({ items: [] }))
  await client.POST('/Customers', { body: { displayName: 'Kestrel Outdoor' } })
  const partnerCenter = openapiFetch(createPartnerCenterClient({ token: 'token', fetch }))
  await partnerCenter.GET('/customers/{customer_id}/users', {
    params: { path: { customer_id }, query: { size: 1 } },
  })
  expect(requests.map(({ method, url, body }) => [method, new URL(url).pathname, body])).toEqual([
    ['POST', '/beta/Customers', '{"displayName":"Kestrel Outdoor"}'],
    ['GET', `/v1/customers/${customer_id}/users`, ''],
  ])
})

test('middleware is that of the client, and can be taken away', async () => {
  const { client, graph, requests } = connect(json({ value: [] }))
  const mark = (name: string): Middleware => ({
    onRequest: ({ request }) => request.headers.append('x-by', name),
  })
  const [one, other] = [mark('one'), mark('other')]
  client.use(one, other)
  await graph.listCustomers()
  client.eject(one)
  await client.GET('/Customers')
  expect(requests.map(({ headers }) => headers['x-by'])).toEqual(['one, other', 'other'])
})

test('openapi-react-query', async () => {
  const { client, requests } = connect(json({ id: CustomersId, displayName: 'Kestrel Outdoor' }))
  const hooks = createQueryHooks(client)
  const Name = () => {
    const { data } = hooks.useSuspenseQuery('get', '/Customers/{CustomersId}', { params })
    return createElement('p', null, data.displayName)
  }
  expect(await render(Name)).toContain('<p>Kestrel Outdoor</p>')
  expect(requests).toHaveLength(1)
})

test('swr-openapi', async () => {
  const { client, requests } = connect(json({ id: CustomersId, displayName: 'Kestrel Outdoor' }), empty(404))
  const useQuery = createQueryHook(client, 'graph')
  /** SWR fetches in browsers only, so the test does what SWR would do there. */
  const fetches: (() => unknown)[] = []
  const keep: SwrMiddleware = (next) => (key, fetcher, config) => {
    fetches.push(() => fetcher?.(key as never))
    return next(key, fetcher, config)
  }
  const Name = () => {
    const { data } = useQuery('/Customers/{CustomersId}', { params })
    return createElement('p', null, data?.displayName ?? 'no name yet')
  }
  const page = createElement(SWRConfig, { value: { use: [keep] } }, createElement(Name))
  expect(renderToString(page)).toBe('<p>no name yet</p>')
  expect(fetches).toHaveLength(1)
  expect(await fetches[0]?.()).toEqual({ id: CustomersId, displayName: 'Kestrel Outdoor' })
  expect(await failure(Promise.resolve(fetches[0]?.()))).toMatchObject({ name: 'ApiError', status: 404 })
  expect(requests).toHaveLength(2)
})
