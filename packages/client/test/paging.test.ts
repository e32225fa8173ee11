import { describe, expect, test } from 'vitest'
import { createGraphClient, createPartnerCenterClient, LinkError } from '../src/index.ts'
import { createService, customer_id, empty, failure, json } from './service.ts'

const beta = 'https://graph.microsoft.com/beta'

const page = (ids: string[], nextLink?: string) =>
  json({
    value: ids.map((id) => ({ id })),
    ...(nextLink === undefined ? {} : { '@odata.nextLink': nextLink }),
  })

const users = (ids: string[], next?: { uri: string; headers?: { key: string; value: string }[] }) =>
  json({
    totalCount: 5,
    items: ids.map((id) => ({ id })),
    links: { self: { uri: '/self' }, ...(next && { next }) },
  })

const idsOf = async (items: AsyncIterable<{ id: string }>) => {
  const ids: string[] = []
  for await (const { id } of items) ids.push(id)
  return ids
}

const urlsOf = (requests: { url: string }[]) => requests.map(({ url }) => url.replace(beta, ''))

describe('Microsoft Graph', () => {
  test('items of all pages, an empty one among them', async () => {
    const { fetch, requests } = createService(
      page(['1', '2'], `${beta}/Customers?$skiptoken=a`),
      page([], `${beta}/Customers?$skiptoken=b{c}`),
      page(['3']),
    )
    const graph = createGraphClient({ token: 'token', fetch })
    expect(await idsOf(graph.listCustomers.items({ $top: 2, headers: { 'X-Team': 'a' } }))).toEqual([
      '1',
      '2',
      '3',
    ])
    expect(urlsOf(requests)).toEqual([
      '/Customers?$top=2',
      '/Customers?$skiptoken=a',
      '/Customers?$skiptoken=b{c}',
    ])
    for (const { headers } of requests) {
      expect(headers).toMatchObject({ authorization: 'Bearer token', 'x-team': 'a' })
    }
  })

  test('pages', async () => {
    const { fetch } = createService(page(['1'], `${beta}/Customers?$skiptoken=a`), page(['2']))
    const pages: unknown[] = []
    for await (const each of createGraphClient({ token: 'token', fetch }).listCustomers.pages())
      pages.push(each)
    expect(pages).toEqual([
      { value: [{ id: '1' }], '@odata.nextLink': `${beta}/Customers?$skiptoken=a` },
      { value: [{ id: '2' }] },
    ])
  })

  test('no page is fetched before it is needed', async () => {
    const { fetch, requests } = createService(page(['1', '2'], `${beta}/Customers?$skiptoken=a`), page(['3']))
    const items = createGraphClient({ token: 'token', fetch }).listCustomers.items()
    expect(requests).toHaveLength(0)
    await items.next()
    await items.next()
    expect(requests).toHaveLength(1)
    await items.return()
    expect(requests).toHaveLength(1)
  })

  test('it goes on from a link', async () => {
    const { fetch, requests } = createService(page(['3']))
    const from = `${beta}/Customers?$top=2&$skiptoken=b`
    const graph = createGraphClient({ token: 'token', fetch })
    expect(await idsOf(graph.listCustomers.items({ from, $top: 9 }))).toEqual(['3'])
    expect(urlsOf(requests)).toEqual(['/Customers?$top=2&$skiptoken=b'])
  })

  test('every page is a call of its own', async () => {
    const { fetch, requests } = createService(
      page(['1'], `${beta}/Customers?$skiptoken=a`),
      empty(503),
      page(['2']),
    )
    const graph = createGraphClient({ token: 'token', fetch })
    expect(await idsOf(graph.listCustomers.items())).toEqual(['1', '2'])
    const [first, second, again] = requests.map(({ headers }) => headers['client-request-id'])
    expect(second).not.toBe(first)
    expect(again).toBe(second)
  })

  test('credentials in a link are dropped', async () => {
    const { fetch, requests } = createService(
      page(['1'], 'https://me:secret@graph.microsoft.com/beta/Customers?$skiptoken=a'),
      page(['2']),
    )
    expect(await idsOf(createGraphClient({ token: 'token', fetch }).listCustomers.items())).toEqual([
      '1',
      '2',
    ])
    expect(urlsOf(requests)[1]).toBe('/Customers?$skiptoken=a')
  })

  test('a failure on the way is thrown', async () => {
    const { fetch } = createService(page(['1'], `${beta}/Customers?$skiptoken=a`), empty(404))
    const items = createGraphClient({ token: 'token', fetch }).listCustomers.items()
    await items.next()
    expect(await failure(items.next())).toMatchObject({ status: 404 })
  })

  test('in another letter case of the base path', async () => {
    const { fetch } = createService(
      page(['1'], 'https://GRAPH.microsoft.com/BETA/customers?$skiptoken=a'),
      page(['2']),
    )
    expect(await idsOf(createGraphClient({ token: 'token', fetch }).listCustomers.items())).toEqual([
      '1',
      '2',
    ])
  })
})

describe('cycles end the iteration', () => {
  const a = `${beta}/Customers?$skiptoken=a`
  const b = `${beta}/Customers?$skiptoken=b`
  const table: { name: string; replies: Response[]; want: string[] }[] = [
    { name: 'to itself', replies: [page(['1'], a), page(['2'], a)], want: ['1', '2'] },
    {
      name: 'of two pages',
      replies: [page(['1'], a), page(['2'], b), page(['3'], a)],
      want: ['1', '2', '3'],
    },
    { name: 'back to the first page', replies: [page(['1'], `${beta}/Customers`)], want: ['1'] },
  ]
  test.for(table)('$name', async ({ replies, want }) => {
    const graph = createGraphClient({ token: 'token', fetch: createService(...replies).fetch })
    expect(await idsOf(graph.listCustomers.items())).toEqual(want)
  })
})

describe('a link that leads away is refused', () => {
  const links = [
    'https://evil.example/beta/Customers',
    'http://graph.microsoft.com/beta/Customers',
    'https://graph.microsoft.com:8443/beta/Customers',
    'https://graph.microsoft.com.evil.example/beta/Customers',
    'https://graph.microsoft.com@evil.example/beta/Customers',
    '//evil.example/beta/Customers',
    'https://graph.microsoft.com/v1.0/Customers',
    'https://graph.microsoft.com/betamax/Customers',
    'https://graph.microsoft.com/beta/../v1.0/users',
    'https://graph.microsoft.com/beta/%2e%2e/v1.0/users',
    '/beta/../v1.0/users',
    'javascript:alert(1)',
    'not an address',
    'https://[',
  ]
  test.for(links)('%s', async (link) => {
    const { fetch, requests } = createService(page(['1'], link))
    const graph = createGraphClient({ token: 'token', fetch })
    const items = graph.listCustomers.items()
    await items.next()
    const error = await failure(items.next())
    expect(error).toBeInstanceOf(LinkError)
    expect(error).toMatchObject({
      name: 'LinkError',
      message: `refused a link out of ${beta}/ (GET ${link})`,
    })
    expect(await failure(graph.listCustomers.pages({ from: link }).next())).toBeInstanceOf(LinkError)
    expect(requests).toHaveLength(1)
  })
})

describe('Partner Center', () => {
  const v1 = 'https://api.partnercenter.microsoft.com/v1'
  const path = `/customers/${customer_id}/users`
  const next = (token: string) => ({
    uri: `${path}?size=2&seekOperation=Next`,
    headers: [
      { key: 'MS-ContinuationToken', value: token },
      { key: 'Authorization', value: 'Bearer another' },
    ],
  })

  test('the link is relative to the base path, and its token goes along', async () => {
    const { fetch, requests } = createService(
      users(['1', '2'], next('a')),
      users(['3', '4'], next('b')),
      users(['5']),
    )
    const client = createPartnerCenterClient({ token: 'token', fetch })
    expect(
      await idsOf(client.listCustomerUsers.items({ customer_id, size: 2, 'X-Locale': 'de-DE' })),
    ).toEqual(['1', '2', '3', '4', '5'])
    expect(requests.map(({ url, headers }) => [url, headers['ms-continuationtoken']])).toEqual([
      [`${v1}${path}?size=2`, undefined],
      [`${v1}${path}?size=2&seekOperation=Next`, 'a'],
      [`${v1}${path}?size=2&seekOperation=Next`, 'b'],
    ])
    for (const { headers } of requests) {
      expect(headers).toMatchObject({ authorization: 'Bearer token', 'x-locale': 'de-DE' })
    }
    expect(new Set(requests.map(({ headers }) => headers['ms-requestid'])).size).toBe(3)
  })

  test('it goes on from a link', async () => {
    const { fetch, requests } = createService(users(['5']))
    const client = createPartnerCenterClient({ token: 'token', fetch })
    expect(await idsOf(client.listCustomerUsers.items({ customer_id, from: next('b') }))).toEqual(['5'])
    expect(requests[0]?.headers['ms-continuationtoken']).toBe('b')
  })

  test('the same token again ends the iteration', async () => {
    const { fetch } = createService(users(['1'], next('a')), users(['2'], next('a')))
    const client = createPartnerCenterClient({ token: 'token', fetch })
    expect(await idsOf(client.listCustomerUsers.items({ customer_id }))).toEqual(['1', '2'])
  })

  test('links with the base path, and complete ones', async () => {
    for (const uri of [`/v1${path}?seekOperation=Next`, `${v1}${path}?seekOperation=Next`]) {
      const { fetch, requests } = createService(users(['1'], { uri }), users(['2']))
      const client = createPartnerCenterClient({ token: 'token', fetch })
      expect(await idsOf(client.listCustomerUsers.items({ customer_id }))).toEqual(['1', '2'])
      expect(requests[1]?.url).toBe(`${v1}${path}?seekOperation=Next`)
    }
  })

  test('a link that leads away is refused', async () => {
    for (const uri of [
      'https://evil.example/v1/customers',
      '//evil.example/v1/customers',
      '/../v2/customers',
      '',
    ]) {
      const { fetch, requests } = createService(users(['1'], { uri }))
      const items = createPartnerCenterClient({ token: 'token', fetch }).listCustomerUsers.items({
        customer_id,
      })
      await items.next()
      expect(await failure(items.next())).toBeInstanceOf(LinkError)
      expect(requests).toHaveLength(1)
    }
  })
})
