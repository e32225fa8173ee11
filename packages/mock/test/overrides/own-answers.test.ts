import { afterEach, describe, expect, test } from 'vitest'
import { createMock, type OwnAnswer } from '../../src/index.ts'
import { askingMock } from '../ask.ts'
import { ownMock } from '../own-mock.ts'

const mock = ownMock()
const ask = askingMock(mock)
afterEach(() => mock.reset())

const id = '52dde42a-e42a-52dd-2ae4-dd522ae4dd52'
const whys = () => mock.requests().at(-1)?.why

describe('an answer as data', () => {
  test('takes the place of the operation, without validation of the request', async () => {
    const body = { id, displayName: 'Contoso', segment: 'retail' }
    mock.answers.set([{ operation: 'createCustomer', status: 202, headers: { 'X-Trace': '1' }, body }])
    const answer = await ask('POST /beta/Customers', { segment: 5 })
    expect([answer.status, answer.body, answer.headers.get('x-trace')]).toEqual([202, body, '1'])
    expect(answer.headers.get('request-id')).toMatch(/^[\da-f-]{36}$/)
    expect(whys()).toEqual(['own answer 1'])
    mock.answers.set([])
    expect((await ask('GET /beta/Customers')).body.value).not.toContainEqual(expect.objectContaining(body))
  })

  test.each<[string, OwnAnswer, string, unknown?]>([
    [
      'status of success without one',
      { operation: 'createCustomer', body: {} },
      '201 {}',
      { displayName: 'x' },
    ],
    ['no body without one', { operation: 'createCustomer', status: 202 }, '202 ', { displayName: 'x' }],
    [
      'text of its own media type',
      { operation: 'createCustomer', body: 'a;b', headers: { 'content-type': 'text/csv' } },
      '201 a;b',
      {},
    ],
    [
      'a value as JSON of another media type',
      { operation: 'createCustomer', body: { a: 1 }, headers: { 'Content-Type': 'application/hal+json' } },
      '201 {"a":1}',
      {},
    ],
  ])('%s', async (_, own, want, body) => {
    mock.answers.set([own])
    const { status, text, headers } = await ask('POST /beta/Customers', body)
    expect(`${status} ${text}`).toBe(want)
    if ('headers' in own) expect(headers.get('content-type')).toBe(Object.values(own.headers ?? {})[0])
  })

  test('an error without a body gets the shape of the API', async () => {
    mock.answers.set([
      { operation: 'listCustomers', status: 403 },
      { operation: 'listCustomerUsers', status: 403 },
    ])
    expect((await ask('GET /beta/Customers')).body.error.code).toBe('accessDenied')
    expect((await ask(`GET /v1/customers/${id}/users`)).body.code).toBe('2032')
  })

  test('in XML for a client that accepts it', async () => {
    mock.answers.set([{ operation: 'getCustomerUser', body: { id: 'u', displayName: 'Ada' } }])
    const { text, headers } = await ask(`GET /v1/customers/${id}/users/u`, undefined, {
      accept: 'application/xml',
    })
    expect([headers.get('content-type'), text]).toEqual([
      'application/xml',
      expect.stringContaining('<displayName>Ada</displayName>'),
    ])
  })
})

describe('which requests it is for', () => {
  test.each<[string, object, string, unknown, Record<string, string>, boolean]>([
    ['path', { path: { CustomersId: id } }, `PATCH /beta/Customers/${id}`, {}, {}, true],
    [
      'path in other letter case',
      { path: { CustomersId: id.toUpperCase() } },
      `PATCH /beta/Customers/${id}`,
      {},
      {},
      true,
    ],
    ['another path', { path: { CustomersId: 'x' } }, `PATCH /beta/Customers/${id}`, {}, {}, false],
    ['query', { query: { a: 1 } }, `PATCH /beta/Customers/${id}?a=1&b=2`, {}, {}, true],
    ['repeated query', { query: { a: 2 } }, `PATCH /beta/Customers/${id}?a=1&a=2`, {}, {}, true],
    ['no query', { query: { a: 1 } }, `PATCH /beta/Customers/${id}`, {}, {}, false],
    ['header', { header: { 'X-Tenant': 'a' } }, `PATCH /beta/Customers/${id}`, {}, { 'x-tenant': 'a' }, true],
    [
      'another header',
      { header: { 'X-Tenant': 'a' } },
      `PATCH /beta/Customers/${id}`,
      {},
      { 'x-tenant': 'b' },
      false,
    ],
    [
      'part of a body',
      { body: { a: { b: 1 } } },
      `PATCH /beta/Customers/${id}`,
      { a: { b: 1, c: 2 }, d: 3 },
      {},
      true,
    ],
    ['whole lists', { body: { a: [1] } }, `PATCH /beta/Customers/${id}`, { a: [1, 2] }, {}, false],
    [
      'items of lists in part',
      { body: { a: [{ b: 1 }] } },
      `PATCH /beta/Customers/${id}`,
      { a: [{ b: 1, c: 2 }] },
      {},
      true,
    ],
    ['another body', { body: { a: 1 } }, `PATCH /beta/Customers/${id}`, { a: '1' }, {}, false],
    ['no body', { body: { a: 1 } }, `PATCH /beta/Customers/${id}`, undefined, {}, false],
    ['broken body', { body: { a: 1 } }, `PATCH /beta/Customers/${id}`, '{', {}, false],
    [
      'all of them',
      { path: { CustomersId: id }, query: { a: 1 }, body: { b: 1 } },
      `PATCH /beta/Customers/${id}?a=1`,
      { b: 1 },
      {},
      true,
    ],
    [
      'all but one',
      { path: { CustomersId: id }, query: { a: 1 }, body: { b: 1 } },
      `PATCH /beta/Customers/${id}?a=2`,
      { b: 1 },
      {},
      false,
    ],
  ])('%s', async (_, when, line, body, headers, want) => {
    mock.answers.set([{ operation: 'updateCustomer', when, status: 299 }])
    expect((await ask(line, body, headers)).status === 299).toBe(want)
  })

  test('the first one that matches, each as often as its count says', async () => {
    mock.answers.set([
      { operation: 'graph-customers listCustomers', status: 503, count: 2 },
      { operation: 'listCustomers', status: 299 },
    ])
    const statuses = []
    for (let index = 0; index < 3; index++) statuses.push((await ask('GET /beta/Customers')).status)
    expect(statuses).toEqual([503, 503, 299])
    expect(mock.answers.report().map(({ used }) => used)).toEqual([2, 1])
  })
})

describe('an answer by code', () => {
  test('gets the request and its path parameters', async () => {
    mock.answers.set([
      {
        operation: 'updateCustomer',
        answer: async (request, { path }) =>
          Response.json({
            ...((await request.json()) as object),
            ...path,
            method: request.method,
            url: request.url,
          }),
      },
    ])
    const answer = await ask(`PATCH /beta/Customers/${id}?a=1`, { b: 2 }, { origin: 'http://localhost:5173' })
    expect(answer.body).toEqual({
      b: 2,
      CustomersId: id,
      method: 'PATCH',
      url: `http://mock.test/beta/Customers/${id}?a=1`,
    })
    expect(answer.headers.get('access-control-allow-origin')).toBe('http://localhost:5173')
    expect(whys()).toEqual(['own answer 1'])
  })

  test('may ask for the answer that there would be, and alter it', async () => {
    mock.answers.set([
      {
        operation: 'createCustomer',
        answer: async (_, { next }) => {
          const made = await next()
          return Response.json({ ...((await made.json()) as object), segment: 'retail' }, made)
        },
      },
    ])
    const { status, body } = await ask('POST /beta/Customers', { displayName: 'Contoso' })
    expect([status, body]).toEqual([
      201,
      expect.objectContaining({ displayName: 'Contoso', segment: 'retail' }),
    ])
    expect(whys()).toEqual(['own answer 1', expect.stringMatching('^created ')])
    expect((await ask(`GET /beta/Customers/${body.id}`)).body.segment).toBeUndefined()
  })

  test('goes on to the next own answer, then to the mock; asked twice, it is done twice', async () => {
    mock.answers.set([
      { operation: 'createCustomer', answer: async (_, { next }) => (await next()) && next() },
      { operation: 'createCustomer', status: 299, count: 1 },
    ])
    const before = (await ask('GET /beta/Customers')).body.value.length
    expect((await ask('POST /beta/Customers', { displayName: 'Twice' })).status).toBe(201)
    expect((await ask('GET /beta/Customers')).body.value).toHaveLength(before + 1)
  })

  test('no request sees another one half done while code waits', async () => {
    let go = () => {}
    const waiting = new Promise<void>((resolve) => {
      go = resolve
    })
    mock.answers.set([
      {
        operation: 'createCustomer',
        count: 1,
        answer: async (_, { next }) => {
          await waiting
          return next()
        },
      },
    ])
    const slow = ask('POST /beta/Customers', { displayName: 'Slow' })
    expect((await ask('POST /beta/Customers', { displayName: 'Quick' })).status).toBe(201)
    go()
    expect((await slow).status).toBe(201)
    const names = (await ask('GET /beta/Customers')).body.value.map(
      ({ displayName }: { displayName: string }) => displayName,
    )
    expect(names.slice(-2)).toEqual(['Quick', 'Slow'])
    expect(mock.requests().map(({ status }) => status)).toEqual([201, 201, 200])
  })

  test.each<[string, () => unknown, string]>([
    [
      'throws',
      () => {
        throw new Error('broken code')
      },
      'broken code',
    ],
    ['rejects', () => Promise.reject(new Error('broken code')), 'broken code'],
    ['returns no Response', () => ({ status: 200 }), 'something else than a Response'],
  ])('that %s is a 500 in the shape of the API', async (_, answer, why) => {
    mock.answers.set([{ operation: 'listCustomers', answer: answer as never }])
    const { status, body } = await ask('GET /beta/Customers')
    expect([status, body.error.code]).toEqual([500, 'generalException'])
    expect(body.error.message).not.toContain('broken code')
    expect(whys()?.join()).toContain(why)
  })

  test('Response.error() is a lost connection', async () => {
    mock.answers.set([{ operation: 'listCustomers', answer: () => Response.error() }])
    await expect(ask('GET /beta/Customers')).rejects.toThrow('fetch failed')
    expect(mock.requests()[0]?.status).toBe(0)
  })

  test('through a port, also in a batch', async () => {
    const { url, close } = await mock.listen()
    mock.answers.set([{ operation: 'getCustomer', answer: async () => Response.json({ id: 'own' }) }])
    const headers = { authorization: 'Bearer any', 'content-type': 'application/json' }
    expect(await (await fetch(`${url}/beta/Customers/x`, { headers })).json()).toEqual({ id: 'own' })
    const requests = ['1', '2'].map((each) => ({ id: each, method: 'GET', url: '/Customers/x' }))
    const body = JSON.stringify({
      requests: [...requests, { id: '3', method: 'GET', url: '/Customers?$top=1' }],
    })
    const batch = await fetch(`${url}/beta/$batch`, { method: 'POST', headers, body })
    expect(await batch.json()).toMatchObject({
      responses: [
        { id: '1', body: { id: 'own' } },
        { id: '2', body: { id: 'own' } },
        { id: '3', status: 200 },
      ],
    })
    await close()
  })

  test('reported as code, which cannot be put back', async () => {
    mock.answers.set([{ operation: 'listCustomers', answer: () => new Response() }])
    const report = await ask('GET /__mock/answers')
    expect(report.body).toEqual([{ operation: 'listCustomers', answer: 'code', used: 0, warnings: [] }])
    const { status, body } = await ask('PUT /__mock/answers', report.body)
    expect([status, body.errors[0].at]).toEqual([400, '[0].answer'])
  })
})

describe('what comes before it', () => {
  test('credentials', async () => {
    mock.answers.set([{ operation: 'listCustomers', status: 299 }])
    expect((await mock.fetch('http://mock.test/beta/Customers')).status).toBe(401)
    expect(mock.answers.report()[0]?.used).toBe(0)
  })

  test('faults: one that answers, and one that alters', async () => {
    mock.answers.set([{ operation: 'listCustomers', body: { value: [] } }])
    mock.faults.set({ rules: [{ kind: 'status', status: 503, count: 1 }] })
    expect((await ask('GET /beta/Customers')).status).toBe(503)
    mock.faults.set({ rules: [{ kind: 'contentType', contentType: 'text/plain' }] })
    expect((await ask('GET /beta/Customers')).headers.get('content-type')).toBe('text/plain')
    mock.answers.set([{ operation: 'listCustomers', answer: async () => Response.json({}) }])
    expect((await ask('GET /beta/Customers')).headers.get('content-type')).toBe('text/plain')
  })
})

test('an operation without an operationId is named by method and path', async () => {
  const paths = { '/things': { get: { responses: { 200: { description: 'All.' } } } } }
  const documents = [{ openapi: '3.1.0', info: { title: 'Things', version: '1' }, paths }]
  const own = createMock({ documents, answers: [{ operation: 'GET /things', body: [1] }] })
  expect((await askingMock(own)('GET /things')).body).toEqual([1])
  await own.close()
})

describe('mistakes', () => {
  test.each<[unknown, string]>([
    [
      [{ operation: 'listCustomer', status: 200 }],
      '"listCustomer" names no operation; did you mean listCustomers?',
    ],
    [[{ operation: 'updateCustomers', status: 200 }], 'did you mean updateCustomer?'],
    [
      [{ operation: 'something', status: 200 }],
      'there are createCustomer, createCustomerUser, deleteCustomer',
    ],
    [[{ operation: 'partner-center-users listCustomers', status: 200 }], 'names no operation'],
    [
      [{ operation: 'getCustomer', when: { path: { id: '1' } }, status: 200 }],
      'has "id"; the path /Customers/{CustomersId} has CustomersId',
    ],
    [[{ operation: 'getCustomer' }], 'needs a status or a body'],
    [[{ operation: 'getCustomer', status: 100 }], '[0].status must be a whole number from 200 to 599'],
    [[{ operation: 'getCustomer', status: 200, headers: { 'a b': 'c' } }], 'not the name of a header'],
    [[{ operation: 'getCustomer', status: 200, headers: { a: 'b\nc' } }], 'must be text without line breaks'],
    [
      [{ operation: 'getCustomer', status: 200, headers: { 'Content-Type': 'json' } }],
      'must be a media type',
    ],
    [[{ status: 200 }], 'needs the property operation'],
    [{ operation: 'getCustomer', status: 200 }, 'must be a list'],
  ])('%j', (answers, message) => {
    mock.answers.set([{ operation: 'getCustomer', status: 299 }])
    expect(() => mock.answers.set(answers as OwnAnswer[])).toThrow(message)
    expect(mock.answers.report()).toMatchObject([{ operation: 'getCustomer', status: 299 }])
  })

  test('a body that breaks the description is taken, and the report says so', () => {
    mock.answers.set([
      { operation: 'getCustomer', body: { id: 5, segment: 'retail' } },
      { operation: 'getCustomer', body: { id, displayName: 'Fits' } },
      { operation: 'deleteCustomer', body: {} },
      { operation: 'getCustomer', status: 299 },
    ])
    expect(mock.answers.report().map(({ warnings }) => warnings)).toEqual([
      expect.arrayContaining(['/id must be string']),
      [],
      ['The answer 204 of deleteCustomer has no body.'],
      ['The description has no answer 299 for getCustomer.'],
    ])
  })
})

describe('where they come from', () => {
  test('createMock, back after a reset, in each session', async () => {
    const own = ownMock({ answers: [{ operation: 'listCustomers', status: 299 }] })
    own.answers.set([])
    own.session('s').answers.set([{ operation: 'listCustomers', status: 298 }])
    const statuses = async () => [
      (await askingMock(own)('GET /beta/Customers')).status,
      (await askingMock(own.session('s'))('GET /beta/Customers')).status,
      (await askingMock(own.session('other'))('GET /beta/Customers')).status,
    ]
    expect(await statuses()).toEqual([200, 298, 299])
    own.reset()
    own.session('s').reset()
    expect(await statuses()).toEqual([299, 299, 299])
    await own.close()
  })

  test('a scenario, in place of those of createMock', async () => {
    const own = ownMock({ answers: [{ operation: 'listCustomers', status: 299 }] })
    own.load({ answers: [{ operation: 'listCustomers', status: 298, count: 1 }] })
    const get = askingMock(own)
    expect([(await get('GET /beta/Customers')).status, (await get('GET /beta/Customers')).status]).toEqual([
      298, 200,
    ])
    expect(() => own.load({ answers: [{ operation: 'nope', status: 200 }] })).toThrow('[0].operation')
    expect(own.answers.report()).toMatchObject([{ status: 298 }])
    await own.close()
  })

  test('createMock says at once that an operation is not there', () => {
    expect(() => ownMock({ answers: [{ operation: 'nope', status: 200 }] })).toThrow('names no operation')
  })
})
