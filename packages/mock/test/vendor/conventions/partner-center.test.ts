import { describe, expect, test } from 'vitest'
import { freshMockOf, mockOf, stateWith } from './mocks.ts'

const API = 'partner-center-users'
const CUSTOMER = 'f08db22f-d293-456a-b170-fab23d90fbac'
const LIST = `/v1/customers/${CUSTOMER}/users`
const GUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/
const id = (letter: string) => `${letter.repeat(8)}-0000-4000-8000-000000000000`
const filterOf = (Field: string, Value: string, Operator = 'equals') =>
  encodeURIComponent(JSON.stringify({ Field, Value, Operator }))
const DELETED = filterOf('UserState', 'Inactive')

const users = [
  {
    id: id('a'),
    displayName: 'Sofia',
    userPrincipalName: 'sofia@harbourlane.example',
    usageLocation: 'GB',
    state: 'active',
    softDeletionTime: null,
  },
  {
    id: id('b'),
    displayName: 'amelia',
    userPrincipalName: 'amelia@harbourlane.example',
    usageLocation: 'GB',
    state: 'active',
    softDeletionTime: null,
  },
  {
    id: id('c'),
    displayName: 'Tom',
    userPrincipalName: 'tom@harbourlane.example',
    usageLocation: 'US',
    state: 'inactive',
    softDeletionTime: '2026-03-02T11:47:09Z',
  },
  {
    id: id('d'),
    displayName: 'Ravi',
    userPrincipalName: 'ravi@harbourlane.example',
    usageLocation: 'GB',
    state: 'active',
    softDeletionTime: null,
  },
  {
    id: id('e'),
    displayName: 'Gone',
    userPrincipalName: 'gone@harbourlane.example',
    state: 'inactive',
    softDeletionTime: '2026-02-01T00:00:00Z',
  },
]

function five() {
  const made = mockOf(API)
  made.mock.restore(stateWith(API, '/customers/{customer_id}/users', [CUSTOMER], users))
  return made
}

const letters = (body: { items: { id: string }[] }) => body.items.map((user) => user.id.charAt(0)).join('')

describe('lists', () => {
  test.each([
    ['', 'abd', 3],
    ['?size=2', 'ab', 3],
    ['?SIZE=2', 'ab', 3],
    ['?SortField=displayName', 'bda', 3],
    ['?SortField=DisplayName&SortDirection=Descending', 'adb', 3],
    ['?SortField=displayName&SortDirection=asc', 'bda', 3],
    [`?filter=${DELETED}`, 'c', 1],
    [`?filter=${encodeURIComponent('{"field":"userstate","value":"inactive","operator":"EQUALS"}')}`, 'c', 1],
    [`?filter=${filterOf('UserState', 'Active')}`, 'abd', 3],
    [`?filter=${filterOf('UsageLocation', 'us')}`, '', 0],
    [`?filter=${filterOf('displayName', 'A', 'substring')}`, 'abd', 3],
    [`?filter=${filterOf('displayName', 'am', 'starts_with')}`, 'b', 1],
    ['?size=1&seekOperation=Last', 'd', 3],
    ['?size=2&seekOperation=3', 'd', 3],
  ])('%s → %s of %i', async (query, wanted, total) => {
    const { call } = five()
    const { status, body } = await call(LIST + query)
    expect(status, JSON.stringify(body)).toBe(200)
    expect([letters(body), body.totalCount]).toEqual([wanted, total])
    expect(body.attributes).toEqual({ objectType: 'Collection' })
  })

  test.each([
    ['?size=0', '800002', 'size'],
    ['?size=two', '800002', 'size'],
    ['?SortDirection=up', '800002', 'SortDirection'],
    ['?SortField=shoeSize', '3000', 'SortField'],
    ['?SortField=passwordProfile', '3000', 'SortField'],
    ['?seekOperation=Sideways', '800002', 'seekOperation'],
    ['?seekOperation=PageIndex', '800002', 'seekOperation'],
    ['?seekOperation=Previous', '800002', 'MS-ContinuationToken'],
    ['?filter=state', '800002', 'filter'],
    [`?filter=${filterOf('ShoeSize', '43')}`, '3000', 'filter'],
    [`?filter=${filterOf('UserState', 'Inactive', 'sounds_like')}`, '800002', 'filter'],
  ])('%s → 400 / %s', async (query, code, data) => {
    const { call } = five()
    const { status, body } = await call(LIST + query)
    expect([status, body.code, body.data]).toEqual([400, code, [data]])
  })

  test('walk by links.next and back by links.previous, on records that come and go', async () => {
    const { call } = five()
    const follow = (link: { uri: string; method: string; headers: { key: string; value: string }[] }) =>
      call(`/v1${link.uri}`, {
        method: link.method,
        headers: Object.fromEntries(link.headers.map(({ key, value }) => [key, value])),
      })

    const first = await call(`${LIST}?size=2`)
    expect(first.body.links.self).toEqual({
      uri: `/customers/${CUSTOMER}/users?size=2`,
      method: 'GET',
      headers: [],
    })
    expect(first.body.links.next).toEqual({
      uri: `/customers/${CUSTOMER}/users?size=2&seekOperation=Next`,
      method: 'GET',
      headers: [{ key: 'MS-ContinuationToken', value: first.body.continuationToken }],
    })
    expect(first.body.links.previous).toBeUndefined()
    await call(`${LIST}/${id('a')}`, { method: 'DELETE' })
    await call(LIST, {
      method: 'POST',
      body: { displayName: 'New', userPrincipalName: 'new@harbourlane.example' },
    })

    const second = await follow(first.body.links.next)
    expect(second.body.items.map((user: { displayName: string }) => user.displayName)).toEqual([
      'Ravi',
      'New',
    ])
    expect([second.body.links.next, second.body.continuationToken]).toEqual([undefined, undefined])

    const back = await follow(second.body.links.previous)
    expect(letters(back.body)).toBe('b')
  })

  test('a token that the collection did not give out is refused', async () => {
    const { call } = five()
    const { status, body } = await call(`${LIST}?seekOperation=Next`, {
      headers: { 'MS-ContinuationToken': 'x' },
    })
    expect([status, body.code, body.data]).toEqual([400, '800002', ['MS-ContinuationToken']])
  })
})

describe('soft delete', () => {
  const one = `${LIST}/${id('a')}`

  test('marks the user: the list leaves it out, the filter finds it, and it can be restored', async () => {
    const { call } = five()
    expect((await call(one, { method: 'DELETE' })).status).toBe(204)
    expect((await call(one)).body).toMatchObject({
      state: 'inactive',
      softDeletionTime: '2026-03-16T09:30:00.000Z',
    })
    expect(letters((await call(LIST)).body)).toBe('bd')
    expect(letters((await call(`${LIST}?filter=${DELETED}`)).body)).toBe('ac')
    const restored = await call(one, { method: 'PATCH', body: { state: 'active' } })
    expect(restored.body).toMatchObject({ state: 'active', softDeletionTime: null, displayName: 'Sofia' })
    expect(letters((await call(LIST)).body)).toBe('abd')
  })

  test("ends 30 days of the mock's clock later", async () => {
    const { call, advance } = five()
    await call(one, { method: 'DELETE' })
    advance(29.9)
    expect((await call(one)).status).toBe(200)
    expect(letters((await call(`${LIST}?filter=${DELETED}`)).body)).toBe('a')
    advance(0.1)
    for (const method of ['GET', 'DELETE', 'PATCH']) {
      const gone = await call(one, { method, ...(method === 'PATCH' && { body: { state: 'active' } }) })
      expect([gone.status, gone.body.code, gone.body.data]).toEqual([404, '60002', [id('a')]])
    }
    expect((await call(`${LIST}?filter=${DELETED}`)).body.totalCount).toBe(0)
  })

  test('does not last longer after a second DELETE', async () => {
    const { call, advance } = five()
    await call(one, { method: 'DELETE' })
    advance(20)
    expect((await call(one, { method: 'DELETE' })).status).toBe(204)
    expect((await call(one)).body.softDeletionTime).toBe('2026-03-16T09:30:00.000Z')
  })
})

describe('passwords', () => {
  test('are set by PATCH and never come back', async () => {
    const { call, mock } = five()
    const body = { passwordProfile: { password: 'Renew456*', forceChangePassword: true } }
    const reset = await call(`${LIST}/${id('a')}`, { method: 'PATCH', body })
    expect(reset.body.passwordProfile).toEqual({ forceChangePassword: true })
    const created = await call(LIST, {
      method: 'POST',
      body: { ...body, userPrincipalName: 'p@harbourlane.example' },
    })
    expect(created.status).toBe(201)
    const everything = [
      created.text,
      (await call(LIST)).text,
      JSON.stringify(mock.snapshot()),
      JSON.stringify(mock.requests()),
    ]
    for (const text of everything) expect(text).not.toContain('Renew456')
    expect((await call(`${LIST}?filter=${filterOf('password', 'Renew456*')}`)).status).toBe(400)
  })
})

describe('bodies', () => {
  test.each([
    [{ DISPLAYNAME: 'X' }, { displayName: 'X' }],
    [{ DisplayName: 'X', ShoeSize: 43 }, { displayName: 'X' }],
    [{ PasswordProfile: { ForceChangePassword: true } }, { passwordProfile: { forceChangePassword: true } }],
    [
      { Id: 'other', SoftDeletionTime: '2020-01-01T00:00:00Z', DisplayName: 'X' },
      { displayName: 'X', id: id('a'), softDeletionTime: null },
    ],
  ])('%j is read as %j', async (body, wanted) => {
    const { call } = five()
    const reply = await call(`${LIST}/${id('a')}`, { method: 'PATCH', body })
    expect(reply.status, reply.text).toBe(200)
    expect(reply.body).toMatchObject(wanted)
    expect(reply.body).not.toHaveProperty('ShoeSize')
    expect(Object.keys(reply.body).every((name) => /^[a-z]/.test(name))).toBe(true)
  })

  test('a new user is active, complete and links to itself', async () => {
    const { call } = five()
    const { status, body, headers } = await call(LIST, {
      method: 'POST',
      body: { DisplayName: 'Priya', UserPrincipalName: 'priya@harbourlane.example' },
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      id: expect.stringMatching(GUID),
      displayName: 'Priya',
      state: 'active',
      softDeletionTime: null,
      lastDirectorySyncTime: null,
      links: { self: { uri: `/customers/${CUSTOMER}/users/${body.id}`, method: 'GET', headers: [] } },
      attributes: { objectType: 'CustomerUser' },
    })
    expect(headers.get('Location')).toMatch(new RegExp(`/v1/customers/${CUSTOMER}/users/${body.id}$`))
  })

  test.each([['sofia@harbourlane.example'], ['SOFIA@harbourlane.example'], ['tom@harbourlane.example']])(
    'the sign-in name %s is taken',
    async (userPrincipalName) => {
      const { call } = five()
      const { status, body } = await call(LIST, { method: 'POST', body: { userPrincipalName } })
      expect([status, body.code, body.data]).toEqual([400, '3000', ['userPrincipalName']])
    },
  )

  test('the name of a purged user is free again', async () => {
    const { call } = five()
    const { status } = await call(LIST, {
      method: 'POST',
      body: { userPrincipalName: 'gone@harbourlane.example' },
    })
    expect(status).toBe(201)
  })
})

describe('errors', () => {
  test.each([
    ['a customer id that is no GUID', '/v1/customers/contoso/users', {}, 404, '60003', ['contoso']],
    ['an unknown user', `${LIST}/${id('f')}`, {}, 404, '60002', [id('f')]],
    ['an unknown address', '/v1/nothing', {}, 404, '1000', undefined],
    [
      'a wrong value',
      `${LIST}/${id('a')}`,
      { method: 'PATCH', body: { State: 'asleep' } },
      400,
      '800002',
      ['state'],
    ],
    ['broken JSON', LIST, { method: 'POST', body: '{' }, 400, '800002', undefined],
    ['no token', LIST, { headers: { Authorization: '' } }, 401, '800001', undefined],
    ['a method that is not offered', LIST, { method: 'DELETE' }, 405, '800002', undefined],
    ['an Accept that is not offered', LIST, { headers: { Accept: 'image/png' } }, 406, '800002', undefined],
    [
      'a media type that is not offered',
      LIST,
      { method: 'POST', body: 'x', headers: { 'Content-Type': 'text/plain' } },
      415,
      '800002',
      undefined,
    ],
    ['Prefer: code=403', LIST, { headers: { Prefer: 'code=403' } }, 403, '2032', undefined],
    ['Prefer: code=500', LIST, { headers: { Prefer: 'code=500' } }, 500, '800003', undefined],
  ])('%s', async (_name, path, request, status, code, data) => {
    const { call } = five()
    const reply = await call(path, request)
    expect(reply.status, reply.text).toBe(status)
    expect(reply.body).toMatchObject({
      code,
      description: expect.stringMatching(/\S/),
      source: expect.any(String),
    })
    if (data) expect(reply.body.data).toEqual(data)
    if (status === 401) expect(reply.headers.get('WWW-Authenticate')).toMatch(/\S/)
    if (status === 405) expect(reply.headers.get('Allow')).toMatch(/GET/)
  })

  test('429 has its own body and Retry-After', async () => {
    const { call } = five()
    const reply = await call(LIST, { headers: { Prefer: 'code=429' } })
    expect(reply.body).toEqual({
      statusCode: 429,
      message: expect.stringMatching(/^Rate limit is exceeded\. Try again in \d+ seconds\.$/),
    })
    expect(reply.headers.get('Retry-After')).toMatch(/^\d+$/)
  })
})

describe('tracing headers', () => {
  const sent = {
    'MS-RequestId': '6ecc5cb6-fd42-4bf8-8299-ac8f5ba9468b',
    'MS-CorrelationId': '810717e7-fc52-4fde-818b-ccad1e2e8b1b',
    'MS-CV': '6zmKqrSFB0+t7m3y.0',
  }

  test.each([LIST, `${LIST}/${id('f')}`, '/v1/nothing'])('are echoed by %s', async (path) => {
    const { headers } = await five().call(path, { headers: sent })
    for (const [name, value] of Object.entries(sent)) expect(headers.get(name)).toBe(value)
  })

  test('are made up where the caller did not send them', async () => {
    const { call } = five()
    const [one, two] = [await call(LIST), await call(LIST)]
    expect(one.headers.get('MS-RequestId')).toMatch(GUID)
    expect(one.headers.get('MS-CorrelationId')).toMatch(GUID)
    expect(one.headers.get('MS-CV')).toMatch(/^[\w+/]{16}\.0$/)
    expect(one.headers.get('MS-RequestId')).not.toBe(two.headers.get('MS-RequestId'))
  })
})

test.each(['MS-RequestId', 'MS-CorrelationId', 'MS-CV'])('a %s of 17 KB does not come back', async (name) => {
  const { call } = five()
  expect(
    (await call(LIST, { headers: { [name]: 'x'.repeat(17_000) } })).headers.get(name)?.length,
  ).toBeLessThan(40)
  expect((await call(LIST, { headers: { [name]: 'mine' } })).headers.get(name)).toBe('mine')
})

describe('MS-RequestId as idempotency key', () => {
  const key = (value: string) => ({ 'MS-RequestId': value })

  test.each([
    ['a fault', {}],
    ['Prefer: code', { Prefer: 'code=409' }],
  ])('an answer that %s gave is not remembered, because the operation did not run', async (_, prefer) => {
    const { call, mock } = five()
    const one = `${LIST}/${id('a')}`
    const change = { method: 'PATCH', body: { phoneNumber: '+44 20 7946 0100' } }
    const headers = key('6ecc5cb6-fd42-4bf8-8299-ac8f5ba9468c')
    if (!('Prefer' in prefer)) mock.faults.set({ rules: [{ kind: 'status', status: 409, count: 1 }] })
    expect((await call(one, { ...change, headers: { ...headers, ...prefer } })).status).toBe(409)
    const second = await call(one, { ...change, headers })
    expect([second.status, second.body.phoneNumber]).toEqual([200, '+44 20 7946 0100'])
  })

  const body = { displayName: 'Priya', userPrincipalName: 'priya@harbourlane.example' }
  const post = ({ call }: ReturnType<typeof five>, requestId: string, sent: unknown = body) =>
    call(LIST, {
      method: 'POST',
      body: sent,
      headers: { ...key(requestId), 'MS-CorrelationId': crypto.randomUUID() },
    })

  test('the same id and request get the same answer and create once', async () => {
    const made = five()
    const [one, two] = [await post(made, 'r1'), await post(made, 'R1')]
    expect([two.status, two.body, two.headers.get('Location')]).toEqual([
      201,
      one.body,
      one.headers.get('Location'),
    ])
    expect((await made.call(LIST)).body.totalCount).toBe(4)
    expect(two.headers.get('MS-CorrelationId')).not.toBe(one.headers.get('MS-CorrelationId'))
  })

  test('another request under the same id is refused and changes nothing', async () => {
    const made = five()
    await post(made, 'r1')
    const other = await post(made, 'r1', { ...body, displayName: 'Other' })
    expect([other.status, other.body.code, other.body.data]).toEqual([400, '800002', ['MS-RequestId']])
    expect((await post(made, 'r1')).status).toBe(201)
    expect((await made.call(LIST)).body.totalCount).toBe(4)
  })

  test('a refusal by the service is kept as an answer too', async () => {
    const made = five()
    const one = await made.call(`${LIST}/${id('f')}`, { method: 'DELETE', headers: key('r2') })
    const two = await made.call(`${LIST}/${id('f')}`, { method: 'DELETE', headers: key('r2') })
    expect([one.status, two.status, two.body]).toEqual([404, 404, one.body])
  })

  test('a repeated PATCH gets the first answer, although the record has changed since', async () => {
    const made = five()
    const rename = (displayName: string, requestId: string) =>
      made.call(`${LIST}/${id('a')}`, { method: 'PATCH', body: { displayName }, headers: key(requestId) })
    await rename('First', 'r3')
    await rename('Second', 'r4')
    expect((await rename('First', 'r3')).body.displayName).toBe('First')
    expect((await made.call(`${LIST}/${id('a')}`)).body.displayName).toBe('Second')
  })

  test('large answers push out the oldest ones: together they take at most 32 MiB', async () => {
    const { call, mock } = five()
    const rename = (number: number) =>
      call(`${LIST}/${id('a')}`, {
        method: 'PATCH',
        body: { displayName: String(number).padEnd(3_900_000, 'x') },
        headers: key(`large-${number}`),
      })
    for (let number = 0; number < 12; number++) expect((await rename(number)).status).toBe(200)
    const { collections } = mock.snapshot()
    const { records } = collections.find(({ resource }) => resource === '#idempotency') ?? { records: [] }
    expect(records.map((record) => record.key)).toEqual([4, 5, 6, 7, 8, 9, 10, 11].map((n) => `large-${n}`))
    expect(JSON.stringify(records).length).toBeLessThan(33 * 1024 * 1024)
    expect((await rename(4)).body.displayName).toMatch(/^4x/)
    mock.restore(mock.snapshot())
    await rename(12)
    expect(JSON.stringify(mock.snapshot()).length).toBeLessThan(64 * 1024 * 1024)
  })

  test.each([401, 429, 503])('a %i is not remembered', async (status) => {
    const made = five()
    const headers = status === 401 ? { Authorization: '' } : { Prefer: `code=${status}` }
    const refused = await made.call(LIST, { method: 'POST', body, headers: { ...key('r5'), ...headers } })
    expect(refused.status).toBe(status)
    expect((await post(made, 'r5')).status).toBe(201)
  })

  test('reads are not remembered, and neither are bodies', async () => {
    const made = five()
    await made.call(LIST, { headers: key('r6') })
    expect((await post(made, 'r6')).status).toBe(201)
    await post(made, 'r7', {
      userPrincipalName: 'q@harbourlane.example',
      passwordProfile: { password: 'Renew456*' },
    })
    expect(JSON.stringify(made.mock.snapshot())).not.toContain('Renew456')
  })

  test('survive a snapshot', async () => {
    const made = five()
    const one = await post(made, 'r8')
    const state = made.mock.snapshot()
    const other = freshMockOf(API)
    other.mock.restore(state)
    expect((await post(other, 'r8')).body).toEqual(one.body)
    expect((await other.call(LIST)).body.totalCount).toBe(4)
  })
})
