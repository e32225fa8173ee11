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

/** The service repeats its last answer, so an iteration that follows a cycle would never end. */
const idsOf = async (items: AsyncIterable<{ id: string }>) => {
  const ids: string[] = []
  for await (const { id } of items) {
    if (ids.push(id) > 20) throw new Error('the iteration does not end')
  }
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
      message: `the link is not below ${beta}/; see linkBases (GET ${link})`,
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

describe('behind a proxy, links are asked for below baseUrl', () => {
  const proxy = 'https://app.example/api/graph'
  const after = '/Customers?$skiptoken=a'
  const table: { name: string; baseUrl: string; link: string; linkBases?: string[]; want: string }[] = [
    { name: 'a link to the documented server', baseUrl: proxy, link: `${beta}${after}`, want: proxy + after },
    { name: 'a link below baseUrl', baseUrl: proxy, link: `${proxy}${after}`, want: proxy + after },
    {
      name: 'a link below another base',
      baseUrl: proxy,
      link: `http://127.0.0.1:4010/beta${after}`,
      linkBases: ['https://other.example', 'http://127.0.0.1:4010/beta/'],
      want: proxy + after,
    },
    { name: 'a relative link', baseUrl: proxy, link: `/api/graph${after}`, want: proxy + after },
    {
      name: 'a link relative to the documented server',
      baseUrl: proxy,
      link: `/beta${after}`,
      want: proxy + after,
    },
    {
      name: 'a proxy at the root',
      baseUrl: 'http://localhost:5173',
      link: `${beta}${after}`,
      want: `http://localhost:5173${after}`,
    },
  ]
  test.for(table)('$name', async ({ baseUrl, link, linkBases, want }) => {
    const { fetch, requests } = createService(page(['1'], link), page(['2'], link))
    const graph = createGraphClient({ token: 'token', fetch, baseUrl, linkBases })
    expect(await idsOf(graph.listCustomers.items())).toEqual(['1', '2'])
    expect(requests.map(({ url }) => url)).toEqual([`${baseUrl}/Customers`, want])
  })

  test('any other link is refused', async () => {
    for (const link of [
      'https://graph.microsoft.com/v1.0/Customers',
      'https://app.example/api/other',
      '/../../../Customers',
    ]) {
      const { fetch, requests } = createService(page(['1'], link))
      const options = { token: 'token', fetch, baseUrl: proxy, linkBases: ['https://third.example/beta'] }
      const items = createGraphClient(options).listCustomers.items()
      await items.next()
      const bases = `${proxy}/ or ${beta}/ or https://third.example/beta/`
      const error = await failure(items.next().then((next) => [next, requests]))
      expect(error).toBeInstanceOf(LinkError)
      expect(error).toMatchObject({ message: expect.stringContaining(`not below ${bases};`) })
      expect(requests).toHaveLength(1)
    }
  })

  test('Partner Center, whose links have no base', async () => {
    const path = `/customers/${customer_id}/users`
    const { fetch, requests } = createService(
      users(['1'], { uri: `${path}?seekOperation=Next` }),
      users(['2']),
    )
    const client = createPartnerCenterClient({ token: 'token', fetch, baseUrl: 'https://app.example/api/pc' })
    expect(await idsOf(client.listCustomerUsers.items({ customer_id }))).toEqual(['1', '2'])
    expect(requests[1]?.url).toBe(`https://app.example/api/pc${path}?seekOperation=Next`)
  })
})

describe('the one page behind a link', () => {
  test('of Microsoft Graph, and the answer beside it', async () => {
    const { fetch, requests } = createService(page(['3'], `${beta}/Customers?$skiptoken=b`))
    const graph = createGraphClient({ token: 'token', fetch })
    const from = `${beta}/Customers?$top=2&$skiptoken=a`
    expect((await graph.listCustomers({ from, $top: 9, headers: { 'X-Team': 'a' } })).value).toEqual([
      { id: '3' },
    ])
    expect((await graph.listCustomers.withResponse({ from })).response.status).toBe(200)
    expect(urlsOf(requests)).toEqual(['/Customers?$top=2&$skiptoken=a', '/Customers?$top=2&$skiptoken=a'])
    expect(requests[0]?.headers['x-team']).toBe('a')
  })

  test('of Partner Center', async () => {
    const { fetch, requests } = createService(users(['3']))
    const client = createPartnerCenterClient({ token: 'token', fetch })
    const from = {
      uri: `/customers/${customer_id}/users`,
      headers: [{ key: 'MS-ContinuationToken', value: 'a' }],
    }
    await client.listCustomerUsers({ customer_id, from })
    expect(requests[0]?.headers['ms-continuationtoken']).toBe('a')
  })

  test('no link is the first page', async () => {
    const { fetch, requests } = createService(page(['1']))
    const graph = createGraphClient({ token: 'token', fetch })
    for (const from of [undefined, null]) {
      await graph.listCustomers({ from, $top: 2 })
      await graph.listCustomers.pages({ from, $top: 2 }).next()
    }
    expect(new Set(urlsOf(requests))).toEqual(new Set(['/Customers?$top=2']))
  })

  test('a link that leads away is refused before anything is sent', async () => {
    const { fetch, requests } = createService(page(['1']))
    const graph = createGraphClient({ token: 'token', fetch })
    for (const from of ['https://evil.example/beta/Customers', '', 5, {}, { uri: 5 }]) {
      expect(await failure(graph.listCustomers({ from: from as string }))).toBeInstanceOf(LinkError)
    }
    expect(requests).toEqual([])
  })

  test('an operation without pages has none', async () => {
    const graph = createGraphClient({ token: 'token', fetch: createService(json({})).fetch })
    const input = { CustomersId: '1', from: beta } as { CustomersId: string }
    expect(await failure(graph.getCustomer(input))).toMatchObject({
      message: 'getCustomer: unknown input from',
    })
  })
})

describe('a success that is not a page', () => {
  const bodies: unknown[] = [
    null,
    'text',
    5,
    [],
    {},
    { value: 'not a list' },
    { value: null },
    { value: { 0: 'a' } },
  ]
  test.for(bodies.map((body) => ({ body, text: JSON.stringify(body) })))('$text', async ({ body, text }) => {
    const { fetch } = createService(json(body))
    const graph = createGraphClient({ token: 'token', fetch })
    const first = [
      () => graph.listCustomers(),
      () => graph.listCustomers.items().next(),
      () => graph.listCustomers.pages().next(),
    ]
    for (const call of first) {
      expect(await failure(call())).toMatchObject({
        name: 'ParseError',
        message: `the answer is not a page: value is not a list (GET ${beta}/Customers)`,
        body: text,
        correlationId: expect.any(String),
      })
    }
  })

  const links = [5, {}, { uri: 5 }, { uri: null }, [], true]
  test.for(links.map((next) => ({ next, text: JSON.stringify(next) })))(
    'a next link $text',
    async ({ next }) => {
      const body = { items: [{ id: '1' }], links: { next } }
      const client = createPartnerCenterClient({ token: 'token', fetch: createService(json(body)).fetch })
      const items = client.listCustomerUsers.items({ customer_id })
      expect((await items.next()).value).toEqual({ id: '1' })
      expect(await failure(items.next())).toBeInstanceOf(LinkError)
      const link = { value: [{ id: '1' }], '@odata.nextLink': next }
      const graph = createGraphClient({ token: 'token', fetch: createService(json(link)).fetch })
      const pages = graph.listCustomers.pages()
      await pages.next()
      expect(await failure(pages.next())).toBeInstanceOf(LinkError)
    },
  )

  test('headers of a link that are not a list are left out', async () => {
    const path = `/customers/${customer_id}/users`
    for (const headers of ['x', null, { key: 'a' }, [null, 5, { key: 5 }]]) {
      const next = { uri: `${path}?p=2`, headers } as never
      const { fetch, requests } = createService(users(['1'], next), users(['2']))
      const client = createPartnerCenterClient({ token: 'token', fetch })
      expect(await idsOf(client.listCustomerUsers.items({ customer_id }))).toEqual(['1', '2'])
      expect(requests[1]?.headers).not.toHaveProperty('ms-continuationtoken')
    }
  })
})
