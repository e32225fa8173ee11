import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { OperationEntry } from '../src/api.ts'
import { createClient } from '../src/client.ts'
import { ApiError, type ClientOptions, NetworkError } from '../src/index.ts'
import { plain } from '../src/protocol/plain.ts'
import type { Protocol } from '../src/protocol/protocol.ts'
import { queryWriter } from '../src/query-styles.ts'
import { anonymous, apiKey, basic } from '../src/security.ts'

const baseUrl = 'https://desk.example/api'

const operations: Record<string, OperationEntry> = {
  listTickets: { method: 'GET', path: '/tickets', query: ['state', 'range', 'fields', 'page'], items: '' },
  createTicket: { method: 'POST', path: '/tickets' },
}

interface Desk {
  listTickets: ((input?: object) => Promise<unknown>) & { items(input?: object): AsyncIterable<unknown> }
  createTicket(input: object): Promise<unknown>
  GET(path: string, call?: object): Promise<{ data?: unknown; error?: unknown }>
}

/** A client of a help desk, and the requests that it sent. */
function createDesk(
  answer: (request: Request) => Response,
  protocol: Partial<Protocol> = {},
  options: Partial<ClientOptions> = {},
) {
  const requests: Request[] = []
  const fetch = async (request: Request) => {
    requests.push(request)
    return answer(request)
  }
  const api = { baseUrl, protocol: { ...plain, ...protocol }, operations }
  const desk = createClient('createClient', api, {
    token: 'ann:secret+1',
    fetch,
    retry: false,
    ...options,
  }) as Desk
  return { desk, requests }
}

async function all(items: AsyncIterable<unknown>): Promise<unknown[]> {
  const found: unknown[] = []
  for await (const item of items) found.push(item)
  return found
}

const json = (body: unknown, headers: Record<string, string> = {}, status = 200) =>
  Response.json(body, { status, headers })

test('a page without HTTPS, whose browser gives no random ids, can make calls', async () => {
  vi.stubGlobal('crypto', {})
  onTestFinished(() => {
    vi.unstubAllGlobals()
  })
  const ids: string[] = []
  const middleware = [{ onRequest: ({ id }: { id: string }) => void ids.push(id) }]
  const { desk } = createDesk(() => json([{ id: 1 }]), {}, { middleware })
  expect(await desk.listTickets()).toEqual([{ id: 1 }])
  expect(ids[0]).toMatch(/./)
})

test('a POST whose answer was lost is not sent again: the service cannot tell that it is the same', async () => {
  const { desk, requests } = createDesk(
    () => {
      throw new TypeError('fetch failed')
    },
    {},
    { retry: { maxRetries: 1 } },
  )
  await expect(desk.createTicket({ body: {} })).rejects.toBeInstanceOf(NetworkError)
  expect(requests).toHaveLength(1)
})

describe('where the token goes', () => {
  const table: {
    given: string
    protocol: Partial<Protocol>
    want: Record<string, string | null>
    url?: string
  }[] = [
    { given: 'bearer', protocol: {}, want: { authorization: 'Bearer ann:secret+1' } },
    {
      given: 'basic',
      protocol: { authorize: basic },
      want: { authorization: `Basic ${btoa('ann:secret+1')}` },
    },
    {
      given: 'a header',
      protocol: { authorize: apiKey('header', 'X-Api-Key') },
      want: { 'x-api-key': 'ann:secret+1', authorization: null },
    },
    {
      given: 'a cookie',
      protocol: { authorize: apiKey('cookie', 'session') },
      want: { cookie: 'session=ann:secret+1', authorization: null },
    },
    {
      given: 'a query parameter',
      protocol: { authorize: apiKey('query', 'key') },
      want: { authorization: null },
      url: `${baseUrl}/tickets?page=2&key=ann%3Asecret%2B1`,
    },
    { given: 'nowhere', protocol: { authorize: anonymous }, want: { authorization: null, cookie: null } },
  ]

  test.for(table)('$given', async ({ protocol, want, url = `${baseUrl}/tickets?page=2` }) => {
    const { desk, requests } = createDesk(() => json([]), protocol)
    await desk.listTickets({ page: 2 })
    const [request] = requests as [Request]
    const sent = Object.fromEntries(Object.keys(want).map((name) => [name, request.headers.get(name)]))
    expect(sent).toEqual(want)
    expect(request.url).toBe(url)
  })

  test('no error shows a token that the address carries, nor one that the service echoes', async () => {
    const protocol = { authorize: apiKey('query', 'key') }
    const { desk } = createDesk(
      ({ url }) => json({ detail: `Wrong key ann:secret+1 in ${url}` }, {}, 403),
      protocol,
    )
    const refused = await desk.listTickets().catch((error: unknown) => error as ApiError)
    expect(refused).toBeInstanceOf(ApiError)
    const lost = createDesk(() => {
      throw new TypeError('fetch failed')
    }, protocol)
    const unanswered = await lost.desk.listTickets().catch((error: unknown) => error as NetworkError)
    expect(unanswered).toBeInstanceOf(NetworkError)
    for (const error of [refused, unanswered])
      expect(JSON.stringify([String(error), error])).not.toMatch(/secret\+1|secret%2B1/)
  })
})

test.for([
  { given: { state: ['open', 'closed'] }, want: 'state=open&state=closed' },
  { given: { state: [] }, want: '' },
  { given: { range: { from: '2026-03-01', to: 'a&b' } }, want: 'range[from]=2026-03-01&range[to]=a%26b' },
  { given: { fields: ['id', 'subject'] }, want: 'fields=id,subject' },
  { given: { state: ['open'], page: 3 }, want: 'state=open&page=3' },
])('$given is sent as $want', async ({ given, want }) => {
  const writeQuery = queryWriter({ state: 'explode', range: 'deepObject' })
  const { desk, requests } = createDesk(() => json([]), { writeQuery })
  await desk.listTickets(given)
  await desk.GET('/tickets', { params: { query: given } })
  expect(requests.map(({ url }) => decodeURI(new URL(url).search.slice(1)))).toEqual([
    decodeURI(want),
    decodeURI(want),
  ])
})

describe('the next page', () => {
  const table = [
    { link: '</api/tickets?page=2>; rel="next"', want: '/api/tickets?page=2' },
    { link: '<https://desk.example/api/tickets?page=2>; rel=next', want: '/api/tickets?page=2' },
    { link: '<?page=2>; rel="next"', want: '/api/tickets?page=2' },
    { link: '<?page=9>; rel="last", <?page=2>; title="to, be"; rel="up next"', want: '/api/tickets?page=2' },
    { link: '<?page=1>; rel="prev"', want: undefined },
    { link: '<?page=1>; rel="nextish"', want: undefined },
  ]
  test.for(table)('behind $link is $want', async ({ link, want }) => {
    const { desk, requests } = createDesk(({ url }) =>
      new URL(url).search === '' ? json([1], { link }) : json([2]),
    )
    const found = await all(desk.listTickets.items())
    expect(found).toEqual(want === undefined ? [1] : [1, 2])
    expect(requests.slice(1).map(({ url }) => new URL(url).pathname + new URL(url).search)).toEqual(
      want === undefined ? [] : [want],
    )
  })

  test('elsewhere is not asked for: the token would go with it', async () => {
    const { desk, requests } = createDesk(() => json([1], { link: '<https://evil.example/>; rel="next"' }))
    await expect(all(desk.listTickets.items())).rejects.toThrow('the link is not below')
    expect(requests).toHaveLength(1)
  })

  test('that is not a list is refused', async () => {
    const { desk } = createDesk(() => json({ tickets: [] }))
    await expect(all(desk.listTickets.items())).rejects.toThrow('the answer is not a page')
  })
})

describe('an error says what the body says', () => {
  const table: {
    body: unknown
    want: { code?: string | undefined; message: string; details?: unknown[] }
  }[] = [
    {
      body: { type: 'https://desk.example/out-of-paper', title: 'No paper', detail: 'Tray 2 is empty.' },
      want: { code: 'https://desk.example/out-of-paper', message: 'Tray 2 is empty.' },
    },
    { body: { title: 'No paper' }, want: { code: undefined, message: 'No paper' } },
    {
      body: { title: 'Wrong', errors: [{ detail: 'too long', pointer: '#/subject' }, 'too old'] },
      want: {
        message: 'Wrong',
        details: [{ detail: 'too long', pointer: '#/subject' }, { message: 'too old' }],
      },
    },
    { body: { code: 42, message: 'No paper' }, want: { code: '42', message: 'No paper' } },
    { body: { error: { code: 'empty', message: 'No paper' } }, want: { code: 'empty', message: 'No paper' } },
    { body: { error: 'No paper' }, want: { code: undefined, message: 'No paper' } },
    {
      body: { error: 'invalid_grant', error_description: 'Log in again.' },
      want: { code: 'invalid_grant', message: 'Log in again.' },
    },
    { body: [], want: { code: undefined, message: 'Bad Request' } },
    { body: null, want: { code: undefined, message: 'Bad Request' } },
  ]
  test.for(table)('$body', async ({ body, want }) => {
    const { desk } = createDesk(() => Response.json(body, { status: 400, statusText: 'Bad Request' }))
    const error = await desk.listTickets().catch((caught: unknown) => caught as ApiError)
    expect(error).toMatchObject({ ...(want.code && { code: want.code }), details: want.details ?? [] })
    expect((error as Error).message).toContain(want.message)
  })
})
