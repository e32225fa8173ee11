import { describe, expect, test } from 'vitest'
import { mockOf, ORIGIN, stateWith } from './mocks.ts'

const LIST = '/beta/Customers'

const customers = [
  {
    id: 'a',
    displayName: 'Rivermill',
    countryLetterCode: 'PT',
    onboardingStatus: 2,
    isOnBoardedToMTM: true,
    deletedDateTime: null,
    cosmosCreatedDateTimeUTC: '2024-09-02T10:41:05Z',
  },
  {
    id: 'b',
    displayName: 'Oakfield',
    countryLetterCode: 'US',
    onboardingStatus: 3,
    isOnBoardedToMTM: true,
    deletedDateTime: '2026-02-27T16:05:11Z',
    cosmosCreatedDateTimeUTC: '2025-01-20T15:33:48Z',
  },
  {
    id: 'c',
    displayName: "Lumen 'n' Lark",
    countryLetterCode: 'NL',
    onboardingStatus: 0,
    isOnBoardedToMTM: false,
    deletedDateTime: null,
    cosmosCreatedDateTimeUTC: '2025-11-06T11:20:59Z',
  },
  {
    id: 'd',
    displayName: 'Vesterhav',
    countryLetterCode: 'DK',
    onboardingStatus: 1,
    isOnBoardedToMTM: false,
    cosmosCreatedDateTimeUTC: '2026-03-09T07:52:36Z',
  },
  {
    id: 'e',
    displayName: 'Harbour',
    countryLetterCode: 'GB',
    onboardingStatus: 2,
    isOnBoardedToMTM: true,
    deletedDateTime: null,
    cosmosCreatedDateTimeUTC: '2024-05-13T08:14:27Z',
  },
]

function five() {
  const made = mockOf('graph-customers')
  made.mock.restore(stateWith('graph-customers', '/Customers', [], customers))
  return made
}

const ids = (body: { value: { id: string }[] }) => body.value.map(({ id }) => id).join('')

describe('query options on the state', () => {
  test.each([
    ['', 'abcde'],
    ["$filter=countryLetterCode eq 'GB'", 'e'],
    ['$filter=onboardingStatus eq 2 and isOnBoardedToMTM', 'ae'],
    ['$filter=not isOnBoardedToMTM', 'cd'],
    ['$filter=deletedDateTime eq null', 'acde'],
    ['$filter=deletedDateTime gt 2026-01-01', 'b'],
    ["$filter=displayName eq 'Lumen ''n'' Lark'", 'c'],
    ["$filter=contains(tolower(displayName),'mill')", 'a'],
    ["$filter=countryLetterCode in ('PT','DK')", 'ad'],
    ['$filter=year(cosmosCreatedDateTimeUTC) eq 2025', 'bc'],
    ["$filter=cosmosCreatedDateTimeUTC gt now() sub duration'P30D'", 'd'],
    ["$filter=COUNTRYLETTERCODE eq 'GB'", 'e'],
    ["$filter=countryLetterCode eq @c&@c='GB'", 'e'],
    ['$orderby=displayName', 'ecbad'],
    ['$orderby=onboardingStatus desc,displayName', 'beadc'],
    ['$orderby=deletedDateTime,id desc', 'edcab'],
    ['$filter=onboardingStatus+eq+2', 'ae'],
    ['%24filter=onboardingStatus%20eq%202', 'ae'],
    ['$top=2', 'ab'],
    ['$skip=3', 'de'],
    ['$orderby=id desc&$skip=1&$top=2', 'dc'],
    ["filter=id eq 'a'&top=1", 'a'],
    ["$FILTER=id eq 'a'", 'a'],
    ['$top=0', ''],
    ['$format=json&somethingElse=1', 'abcde'],
  ])('%s → %s', async (query, wanted) => {
    const { call } = five()
    const { status, body } = await call(`${LIST}?${query.replaceAll(' ', '%20')}`)
    expect(status, JSON.stringify(body)).toBe(200)
    expect(ids(body)).toBe(wanted)
  })

  test.each([
    ['$filter=4 div onboardingStatus eq 2', "'div' by zero"],
    ['$orderby=4 mod onboardingStatus', "'mod' by zero"],
    ['$filter=substring(displayName,0,1 sub onboardingStatus) ne null', 'the length must not be negative'],
  ])('%s shows what is wrong with it only with the records, and is a 400', async (query, message) => {
    const { call } = five()
    const { status, body } = await call(`${LIST}?${query.replaceAll(' ', '%20')}`)
    expect([status, body.error.code, body.error.target]).toEqual([400, 'badRequest', query.split('=')[0]])
    expect(body.error.message).toContain(message)
  })

  test.each([
    ['onboardingStatus divby 0', 'cabde'],
    ['onboardingStatus divby 0 desc', 'abdec'],
  ])('$orderby=%s is walked to its end exactly once', async (orderBy, wanted) => {
    const { call } = five()
    const seen: string[] = []
    let next: string | undefined = `${LIST}?$top=1&$orderby=${orderBy.replaceAll(' ', '%20')}`
    while (next !== undefined && seen.length < 10) {
      const { body } = await call(next)
      seen.push(ids(body))
      next = body['@odata.nextLink']
    }
    expect(seen.join('')).toBe(wanted)
  })

  test('$select keeps the id and annotations, in lists and on entities', async () => {
    const { call } = five()
    const list = await call(`${LIST}?$select=displayName&$top=1`)
    expect(list.body.value).toEqual([
      {
        '@odata.etag': expect.any(String),
        '@odata.type': '#microsoft.graph.Customer',
        id: 'a',
        displayName: 'Rivermill',
      },
    ])
    expect(list.body['@odata.context']).toBe(`${ORIGIN}/beta/$metadata#Customers(displayName)`)
    const one = await call(`${LIST}/a?$select=DISPLAYNAME,domain`)
    expect(one.body).toEqual({
      '@odata.context': `${ORIGIN}/beta/$metadata#Customers(displayName,domain)/$entity`,
      '@odata.etag': expect.any(String),
      '@odata.type': '#microsoft.graph.Customer',
      id: 'a',
      displayName: 'Rivermill',
    })
  })

  test.each([
    ['', undefined],
    ['$count=true&$top=1', 5],
    ['$count=true&$filter=onboardingStatus eq 2', 2],
    ['$count=false', undefined],
  ])('%s → @odata.count %s', async (query, wanted) => {
    const { call } = five()
    const { body } = await call(`${LIST}?${query}`)
    expect(body['@odata.count']).toBe(wanted)
  })
})

describe('refused, naming the option', () => {
  test.each([
    ['?$search=x', 400, '$search'],
    ['?$expand=x', 400, '$expand'],
    ['?expand=x', 400, '$expand'],
    ['?$apply=x', 400, '$apply'],
    ['?$nonsense=x', 400, '$nonsense'],
    ['?$filter=nope eq 1', 400, '$filter'],
    ["?$filter=matchesPattern(displayName,'x')", 501, '$filter'],
    ['?$orderby=nope', 400, '$orderby'],
    ['?$select=nope', 400, '$select'],
    ['?$top=-1', 400, '$top'],
    ['?$skip=x', 400, '$skip'],
    ['?$count=maybe', 400, '$count'],
    ['?$skiptoken=x', 400, '$skiptoken'],
    ['?$top=1&$top=2', 400, '$top'],
    ['?$top=1&top=2', 400, '$top'],
    ['?$format=xml', 400, '$format'],
    ['/a?$filter=id eq 1', 400, '$filter'],
    ['/a?$top=1', 400, '$top'],
  ])('%s → %i', async (query, status, option) => {
    const { call } = five()
    const reply = await call(LIST + query.replaceAll(' ', '%20'))
    expect(reply.status, reply.text).toBe(status)
    expect(reply.body.error.target).toBe(option)
    expect(reply.body.error.message).toContain(option)
  })

  test('a write takes no query options and changes nothing', async () => {
    const { call } = five()
    const reply = await call(`${LIST}/a?$select=id`, { method: 'PATCH', body: { displayName: 'x' } })
    expect([reply.status, reply.body.error.target]).toEqual([400, '$select'])
    expect((await call(`${LIST}/a`)).body.displayName).toBe('Rivermill')
  })
})

describe('@odata.nextLink', () => {
  async function walk(first: string, { call }: ReturnType<typeof five>, between = async () => {}) {
    const seen: string[] = []
    for (let link: string | undefined = first; link; ) {
      const { status, body } = await call(link)
      expect(status).toBe(200)
      seen.push(ids(body))
      link = body['@odata.nextLink']
      if (link) expect(link.startsWith(`${ORIGIN}/beta/Customers?`)).toBe(true)
      await between()
    }
    return seen
  }

  test.each([
    ['$top=2', ['ab', 'cd', 'e']],
    ['$top=5', ['abcde']],
    ['$top=2&$skip=1', ['bc', 'de']],
    ['$top=2&$orderby=displayName%20desc', ['da', 'bc', 'e']],
    ['$top=1&$filter=onboardingStatus%20eq%202&$select=id', ['a', 'e']],
  ])('%s walks %j', async (query, wanted) => {
    expect(await walk(`${LIST}?${query}`, five())).toEqual(wanted)
  })

  test('stays stable when customers come and go between pages', async () => {
    const made = five()
    let round = 0
    const seen = await walk(`${LIST}?$top=2&$orderby=displayName`, made, async () => {
      round += 1
      await made.call(LIST, { method: 'POST', body: { displayName: `A${round}` } })
      if (round === 1) await made.call(`${LIST}/e`, { method: 'DELETE' })
    })
    expect(seen.join('')).toBe('ecbad')
  })

  test('keeps the options and the count', async () => {
    const { call } = five()
    const { body } = await call(`${LIST}?$top=2&$count=true`)
    const link = new URL(body['@odata.nextLink'])
    expect([link.searchParams.get('$top'), link.searchParams.get('$count')]).toEqual(['2', 'true'])
    expect((await call(link.href)).body['@odata.count']).toBe(5)
  })

  test('the applied page size is at most the largest allowed one', async () => {
    const { call } = five()
    const reply = await call(LIST, { headers: { Prefer: 'maxpagesize=5000' } })
    expect(reply.headers.get('Preference-Applied')).toBe('odata.maxpagesize=999')
  })

  test('Prefer: odata.maxpagesize sets the size of a page', async () => {
    const { call } = five()
    const reply = await call(LIST, { headers: { Prefer: 'odata.maxpagesize=3' } })
    expect(ids(reply.body)).toBe('abc')
    expect(reply.body['@odata.nextLink']).toBeDefined()
    expect(reply.headers.get('Preference-Applied')).toBe('odata.maxpagesize=3')
  })
})

describe('writes', () => {
  test('POST answers 201 with Location and the stored entity', async () => {
    const { call } = five()
    const created = await call(LIST, {
      method: 'POST',
      body: { '@odata.type': '#microsoft.management.services.api.Customer', displayName: 'New', id: 'mine' },
    })
    expect(created.status, created.text).toBe(201)
    expect(created.body).toMatchObject({ '@odata.type': '#microsoft.graph.Customer', displayName: 'New' })
    expect(created.body['@odata.context']).toBe(`${ORIGIN}/beta/$metadata#Customers/$entity`)
    expect(created.body.id).not.toBe('mine')
    expect(created.headers.get('Location')).toBe(`${ORIGIN}/beta/Customers/${created.body.id}`)
    const read = await call(created.headers.get('Location') ?? '')
    expect(read.body).toEqual(created.body)
  })

  test('the context of a singleton is its name alone', async () => {
    const { call } = mockOf('graph-customer-profile')
    const body = { tenantId: 'a93f32a9-a172-4102-8e4e-dc90253d9e30' }
    const reply = await call('/beta/customer', { method: 'PATCH', body })
    expect(reply.body['@odata.context']).toBe(`${ORIGIN}/beta/$metadata#customer`)
  })

  test.each([
    ['return=minimal', 204, 'return=minimal'],
    ['return=representation', 200, 'return=representation'],
    ['respond-async', 200, null],
  ])('PATCH with Prefer: %s answers %i', async (prefer, status, applied) => {
    const { call } = five()
    const reply = await call(`${LIST}/a`, {
      method: 'PATCH',
      body: { displayName: 'Changed' },
      headers: { Prefer: prefer },
    })
    expect(reply.status).toBe(status)
    expect(reply.headers.get('Preference-Applied')).toBe(applied)
    expect(reply.body?.displayName).toBe(status === 204 ? undefined : 'Changed')
    expect((await call(`${LIST}/a`)).body.displayName).toBe('Changed')
  })

  test('POST with Prefer: return=minimal stays 201, as the description has no 204 there', async () => {
    const { call } = five()
    const reply = await call(LIST, { method: 'POST', body: {}, headers: { Prefer: 'return=minimal' } })
    expect([reply.status, reply.headers.get('Preference-Applied')]).toEqual([201, null])
  })

  test('If-Match lets through the current version only', async () => {
    const { call } = five()
    const etag = (await call(`${LIST}/a`)).body['@odata.etag']
    const change = (tag: string) =>
      call(`${LIST}/a`, { method: 'PATCH', body: { displayName: 'x' }, headers: { 'If-Match': tag } })
    expect((await change(etag)).status).toBe(200)
    const stale = await change(etag)
    expect([stale.status, stale.body.error.code]).toEqual([412, 'resourceModified'])
    expect((await call(`${LIST}/a`, { method: 'DELETE', headers: { 'If-Match': etag } })).status).toBe(412)
    expect((await change('*')).status).toBe(200)
  })

  test('a wrong type name is refused, annotations are not stored', async () => {
    const { call, mock } = five()
    const wrong = await call(LIST, { method: 'POST', body: { '@odata.type': '#microsoft.graph.user' } })
    expect(wrong.status).toBe(400)
    await call(`${LIST}/a`, {
      method: 'PATCH',
      body: { '@odata.type': '#microsoft.graph.Customer', domain: 'x.example' },
    })
    expect(JSON.stringify(mock.snapshot())).not.toContain('@odata')
  })
})

test('links that Prefer: dynamic=true makes up do not leave the mock', async () => {
  const { mock } = five()
  for (let time = 0; time < 5; time++) {
    const headers = { Authorization: 'Bearer any', Prefer: 'dynamic=true' }
    const body = (await (await mock.fetch(`${ORIGIN}${LIST}`, { headers })).json()) as Record<string, unknown>
    for (const name of ['@odata.context', '@odata.nextLink']) expect(body[name]).toBeUndefined()
  }
})

test('links in examples of the description lead to the mock, not to the real service', async () => {
  const { call } = five()
  const { body } = await call(LIST, { headers: { Prefer: 'code=200, example=firstPage' } })
  expect(body['@odata.nextLink']).toMatch(new RegExp(`^${ORIGIN}/beta/Customers\\?`))
  expect(body['@odata.context']).toBe(`${ORIGIN}/beta/$metadata#Customers`)
})
