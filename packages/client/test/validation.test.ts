import { createMock } from '@clientele/mock'
import { build } from 'esbuild'
import { describe, expect, test, vi } from 'vitest'
import { ClientError, createGraphClient, createPartnerCenterClient } from '../src/index.ts'
import { DriftError, validateAnswers } from '../src/validation.ts'
import { CustomersId, createService, customer_id, empty, failure, json, type Reply } from './service.ts'

const customer = { id: CustomersId, displayName: 'Kestrel Outdoor' }

const connect = (replies: Reply[], report?: (drift: DriftError) => void) => {
  const { fetch, requests } = createService(...replies)
  const middleware = [validateAnswers({ report })]
  const options = { token: 'token', fetch, middleware, retry: { maxRetries: 1 } }
  return { graph: createGraphClient(options), partnerCenter: createPartnerCenterClient(options), requests }
}

describe('a wrong answer throws, with the places that are wrong', () => {
  const table: { name: string; body: unknown; want: { pointer: string; message: string }[] }[] = [
    {
      name: 'a wrong type',
      body: { ...customer, contractType: '2' },
      want: [{ pointer: '/contractType', message: 'must be integer' }],
    },
    {
      name: 'a property that is not described, with a name to escape',
      body: { ...customer, 'a/b~c': 1 },
      want: [{ pointer: '/a~1b~0c', message: 'is not described' }],
    },
    {
      name: 'a missing property',
      body: { displayName: 'a' },
      want: [{ pointer: '', message: "must have required property 'id'" }],
    },
    {
      name: 'null where there is no null',
      body: { ...customer, domain: null },
      want: [{ pointer: '/domain', message: 'must be string' }],
    },
    {
      name: 'several',
      body: { ...customer, domain: 5, isDeleted: 'no' },
      want: [
        { pointer: '/domain', message: 'must be string' },
        { pointer: '/isDeleted', message: 'must be boolean' },
      ],
    },
  ]
  test.for(table)('$name', async ({ body, want }) => {
    const { graph } = connect([json(body)])
    const error = await failure(graph.getCustomer({ CustomersId }))
    expect(error).toBeInstanceOf(DriftError)
    expect(error).toBeInstanceOf(ClientError)
    expect(error).toMatchObject({ name: 'DriftError', operation: 'getCustomer', status: 200, method: 'GET' })
    const { findings } = error as DriftError
    expect(findings).toEqual(expect.arrayContaining(want))
    expect(findings).toHaveLength(want.length)
    const result = await graph.GET('/Customers/{CustomersId}', { params: { path: { CustomersId } } })
    expect(result.error).toBeInstanceOf(DriftError)
  })

  test('in a page, and in a page behind a link', async () => {
    const nextLink = 'https://graph.microsoft.com/beta/Customers?$skiptoken=a'
    const good = json({ value: [customer], '@odata.nextLink': nextLink })
    const { graph } = connect([good, json({ value: [customer, { ...customer, domain: 5 }] })])
    const pages = graph.listCustomers.pages()
    await pages.next()
    expect(await failure(pages.next())).toMatchObject({
      operation: 'listCustomers',
      findings: [{ pointer: '/value/1/domain', message: 'must be string' }],
    })
  })

  test('in a page behind a link whose path has values', async () => {
    const uri = `/customers/${customer_id}/users?seekOperation=Next`
    const page = { totalCount: 1, items: [], links: { next: { uri, method: 'GET', headers: [] } } }
    const { partnerCenter } = connect([json(page), json({ ...page, totalCount: 'one' })])
    const pages = partnerCenter.listCustomerUsers.pages({ customer_id })
    await pages.next()
    expect(await failure(pages.next())).toMatchObject({
      operation: 'listCustomerUsers',
      findings: [{ pointer: '/totalCount', message: 'must be integer' }],
    })
  })

  test('a status that is not described', async () => {
    const { graph } = connect([json(customer, 202)])
    expect(await failure(graph.getCustomer({ CustomersId }))).toMatchObject({
      findings: [{ pointer: '', message: 'has the status 202, which is not described with a body' }],
    })
  })

  test('no value of the answer is in the error', async () => {
    const { graph } = connect([
      json({ ...customer, domain: { secret: 'very-secret' }, contractType: 'very-secret' }),
    ])
    const error = (await failure(graph.getCustomer({ CustomersId }))) as DriftError
    expect(`${error} ${JSON.stringify(error)}`).not.toContain('very-secret')
  })
})

test('report is called once for each call, and the call goes on', async () => {
  const report = vi.fn()
  const drifting = { ...customer, isNew: true }
  const { graph } = connect([empty(503, { 'Retry-After': '0' }), json(drifting)], report)
  expect(await graph.getCustomer({ CustomersId })).toEqual(drifting)
  expect(report).toHaveBeenCalledTimes(1)
  expect(report.mock.calls[0]?.[0]).toMatchObject({
    findings: [{ pointer: '/isNew', message: 'is not described' }],
  })
})

describe('what is not drift', () => {
  test('answers as described, of both services', async () => {
    const report = vi.fn()
    const mock = createMock()
    const options = { token: 'any', fetch: mock.fetch, middleware: [validateAnswers({ report })] }
    const graph = createGraphClient(options)
    const partnerCenter = createPartnerCenterClient(options)
    for await (const { id } of graph.listCustomers.items({ $top: 2 }))
      await graph.getCustomer({ CustomersId: id })
    const created = await graph.createCustomer({ body: { displayName: 'Kestrel Outdoor' } })
    await graph.updateCustomer({
      CustomersId: created.id,
      body: { domain: 'a.test' },
      Prefer: 'return=minimal',
    })
    await graph.deleteCustomer({ CustomersId: created.id })
    for await (const user of partnerCenter.listCustomerUsers.items({ customer_id, size: 2 }))
      await partnerCenter.getCustomerUser({ customer_id, user_id: user.id })
    expect(report.mock.calls).toEqual([])
    await mock.close()
  })

  test('what a gateway says, and an error with a foreign body', async () => {
    const report = vi.fn()
    const html = new Response('<html>', { status: 503, headers: { 'Retry-After': '0' } })
    const { graph } = connect([html, json({ oops: true }, 404)], report)
    expect(await failure(graph.getCustomer({ CustomersId }))).toMatchObject({ name: 'ApiError', status: 404 })
    expect(report).not.toHaveBeenCalled()
  })

  test('a success that is not JSON is a ParseError', async () => {
    const { graph } = connect([new Response('<html>')])
    expect(await failure(graph.getCustomer({ CustomersId }))).toMatchObject({ name: 'ParseError' })
  })
})

test('each operation has a file of its own, and none evaluates code', async () => {
  const { outputFiles } = await build({
    entryPoints: [new URL('../src/validation.ts', import.meta.url).pathname],
    bundle: true,
    splitting: true,
    format: 'esm',
    minify: true,
    outdir: 'unused',
    write: false,
  })
  const names = outputFiles.map(({ path }) => path.replace(/^.*[/\\]/, ''))
  expect(names.filter((name) => name.startsWith('listCustomers')).length).toBe(1)
  for (const { text } of outputFiles) expect(text).not.toMatch(/\beval\b|new Function|Function\(/)
  const entry = outputFiles.find(({ path }) => path.endsWith('validation.js'))
  expect(entry?.text).not.toContain('must have required property')
})
