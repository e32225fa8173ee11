import { describe, expect, test } from 'vitest'
import { createMock, type MockOptions } from '../../src/index.ts'
import { askingMock, description } from '../ask.ts'

const documents = ['library.yaml', 'events/openapi.yaml'].map(description)
const newMock = (options: MockOptions = {}) => askingMock(createMock({ documents, ...options }))
const book = '/v2/books/9783161484100'

describe('Prefer, in the words of Prism', () => {
  const cases: [string, string, number, string][] = [
    ['GET /v2/books', 'code=200', 200, 'The slow river'],
    [`GET ${book}`, 'dynamic=true', 200, 'isbn'],
    [`GET ${book}`, 'code=404', 404, ''],
    ['GET /live/events', 'code=500', 500, 'Something went wrong.'],
    ['GET /live/events', 'code=418', 418, 'error'],
    ['GET /v2/books', 'example=nobody', 404, 'nobody'],
    ['GET /v2/books', 'code=abc', 400, 'Prefer'],
    ['GET /v2/books', 'code=999', 400, 'Prefer'],
  ]
  test.each(cases)('%s with %s', async (line, prefer, status, text) => {
    const answer = await newMock()(line, undefined, { prefer })
    expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(text)])
  })

  test.each([
    ['GET /v2/books?__code=418', {}, 418],
    ['GET /v2/books?__code=abc', {}, 400],
    ['GET /v2/books?__example=nobody', {}, 404],
    [`GET ${book}?__code=404`, { prefer: 'code=418' }, 418],
    ['GET /v2/books?__dynamic=true&__code=200', {}, 200],
  ])('%s beside %o, in the query', async (line, headers, status) => {
    expect((await newMock()(line, undefined, headers)).status).toBe(status)
  })

  test('the query can ask for a made-up answer', async () => {
    const [shown, madeUp] = [await newMock()(`GET ${book}`), await newMock()(`GET ${book}?__dynamic=true`)]
    expect(shown.body.isbn).toBe('9783161484100')
    expect(madeUp.status).toBe(200)
    expect(madeUp.body).not.toEqual(shown.body)
  })

  test('a request that breaks the description gets what it asks for, but not with `errors`', async () => {
    const wrong = ['POST /v2/books?__code=201', { isbn: 4 }] as const
    expect((await newMock()(...wrong)).status).toBe(201)
    expect((await newMock()('POST /v2/books', '{', { prefer: 'code=418' })).status).toBe(418)
    expect((await newMock({ errors: true })(...wrong)).status).toBe(
      (await newMock()('POST /v2/books', { isbn: 4 })).status,
    )
    expect((await newMock({ errors: true })('GET /v2/books?__code=418')).status).toBe(418)
  })

  test('a request without credentials is refused all the same', async () => {
    const answer = await newMock()('GET /live/events?__code=200', undefined, {
      authorization: '',
      'x-api-key': '',
    })
    expect(answer.status).toBe(401)
  })

  test('changes nothing', async () => {
    const ask = newMock()
    await ask(`DELETE ${book}`, undefined, { prefer: 'code=204' })
    expect((await ask(`GET ${book}`)).status).toBe(200)
  })
})

describe('with `dynamic`', () => {
  test('every answer is made up, and nothing is kept', async () => {
    const ask = newMock({ dynamic: true })
    const [one, other] = [await ask(`GET ${book}`), await ask(`GET ${book}`)]
    expect([one.status, other.status]).toEqual([200, 200])
    expect(one.body).not.toEqual(other.body)
    expect((await ask(`DELETE ${book}`)).status).toBe(204)
    expect((await ask(`GET ${book}`)).status).toBe(200)
  })

  test('invalid requests are refused, and a request may ask for an example', async () => {
    const ask = newMock({ dynamic: true })
    expect((await ask('POST /v2/books', { isbn: 4 })).status).toBeGreaterThanOrEqual(400)
    const [one, other] = [
      await ask('GET /v2/books?__dynamic=false'),
      await ask('GET /v2/books?__dynamic=false'),
    ]
    expect(one.body).toEqual(other.body)
  })
})

test('an example of an error that has no schema is served', async () => {
  const gone = { description: 'Gone.', content: { 'text/plain': { example: 'No such thing.' } } }
  const refused = {
    description: 'No.',
    content: { 'application/json': { example: { oops: true, message: 'x' } } },
  }
  const parameters = [{ in: 'query', name: 'n', required: true, schema: { type: 'integer' } }]
  const paths = {
    '/a': { get: { parameters, responses: { 204: { description: '' }, 400: refused, 404: gone } } },
  }
  const document = { openapi: '3.1.0', info: { title: 'T', version: '1' }, paths }
  const ask = askingMock(createMock({ documents: [document] }))
  const answer = await ask('GET /a')
  expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'application/json'])
  expect(answer.body).toEqual({ oops: true, message: expect.stringContaining("'n'") })
  expect((await ask('GET /a?__code=404')).text).toBe('No such thing.')
})

describe('methods', () => {
  test('HEAD is GET without its body', async () => {
    const [get, head] = [await newMock()(`GET ${book}`), await newMock()(`HEAD ${book}`)]
    expect([head.status, head.text]).toEqual([200, ''])
    expect(head.headers.get('etag')).toBe(get.headers.get('etag'))
  })

  test('OPTIONS names what there is', async () => {
    const answer = await newMock()(`OPTIONS ${book}`)
    expect([answer.status, answer.headers.get('allow')]).toEqual([
      204,
      'GET, PUT, PATCH, DELETE, HEAD, OPTIONS',
    ])
  })

  test('any other method is 405 with Allow', async () => {
    const answer = await newMock()(`POST ${book}`, {})
    expect([answer.status, answer.headers.get('allow')]).toEqual([
      405,
      'GET, PUT, PATCH, DELETE, HEAD, OPTIONS',
    ])
  })

  test('a path that nobody serves is 404 and says what is served', async () => {
    const answer = await newMock()('GET /elsewhere')
    expect(answer.status).toBe(404)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(answer.body.detail).toContain('/v2, /live')
  })

  test('where two APIs share a base path, 404 names the one that has a path like it, or both', async () => {
    const ask = askingMock(createMock())
    const named = async (line: string) => (await ask(line)).body.error.message
    const other = 'describes no path like this one.'
    expect(await named('GET /beta/Customers/1/notes')).toBe(`graph-customers ${other}`)
    expect(await named('GET /beta/customer/notes')).toBe(`graph-customer-profile ${other}`)
    expect(await named('GET /beta/users')).toBe(
      'graph-customer-profile and graph-customers describe no path like this one.',
    )
  })
})

describe('pages of other origins (CORS)', () => {
  const origin = 'http://localhost:5173'

  test('a preflight is answered without credentials and lets through what was asked for', async () => {
    const answer = await newMock()('OPTIONS /live/events', undefined, {
      origin,
      'x-api-key': '',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization, content-type, x-api-key',
    })
    expect(answer.status).toBe(204)
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin)
    expect(answer.headers.get('access-control-allow-methods')).toContain('POST')
    expect(answer.headers.get('access-control-allow-headers')).toBe('authorization, content-type, x-api-key')
  })

  test.each([
    ['/nowhere', 'GET'],
    ['/v2/nowhere', 'PATCH'],
    ['/v2/books', 'DELETE'],
    ['/v2/books/%2F', 'GET'],
  ])('a preflight for %s lets %s through to its error', async (path, method) => {
    const headers = { origin, 'access-control-request-method': method }
    const answer = await newMock()(`OPTIONS ${path}`, undefined, headers)
    expect(answer.status).toBe(204)
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin)
    expect(answer.headers.get('access-control-allow-methods')).toBe(method)
  })

  test.each(['GET /v2/books', 'GET /v2/books/9999999999999', 'GET /live/events?%', 'POST /v2/books'])(
    '%s can be read, errors included',
    async (line) => {
      const answer = await newMock()(line, line.startsWith('POST') ? '{' : undefined, { origin })
      expect(answer.headers.get('access-control-allow-origin')).toBe(origin)
      const exposed = answer.headers.get('access-control-expose-headers')
      for (const name of ['Location', 'Retry-After', 'Preference-Applied', 'request-id', 'MS-RequestId']) {
        expect(exposed).toContain(name)
      }
    },
  )

  test.each(['GET', 'OPTIONS'])('%s allows a page to send cookies: it names the origin', async (method) => {
    const asked = { origin, ...(method === 'OPTIONS' && { 'access-control-request-method': 'GET' }) }
    const { headers } = await newMock()(`${method} /v2/books`, undefined, asked)
    expect(headers.get('access-control-allow-credentials')).toBe('true')
    expect(headers.get('access-control-allow-origin')).toBe(origin)
    expect(headers.get('vary')).toContain('Origin')
  })

  test('headers that the description has can be read too', async () => {
    const headers = { 'X-Quota': { required: true, schema: { type: 'integer', example: 7 } } }
    const content = { 'application/json': { example: [] } }
    const paths = { '/a': { get: { responses: { 200: { description: '', headers, content } } } } }
    const document = { openapi: '3.1.0', info: { title: 'T', version: '1' }, paths }
    const ask = askingMock(createMock({ documents: [document] }))
    const exposed = (await ask('GET /a', undefined, { origin })).headers.get('access-control-expose-headers')
    expect(exposed?.split(', ')).toEqual(expect.arrayContaining(['Location', 'X-Quota']))
  })

  test('a request without an origin gets no CORS headers', async () => {
    const { headers } = await newMock()('GET /v2/books')
    expect(headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('bodies', () => {
  test.each([
    ['no body where one is demanded', undefined, {}, 422],
    ['JSON that is none', '{', {}, 400],
    ['another media type', 'a=1', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    [
      'a media type with parameters',
      '{"isbn":"9781111111111","title":"x"}',
      { 'content-type': 'Application/JSON; charset=utf-8' },
      201,
    ],
    ['a wrong type', '{"isbn":"9781111111111","title":1}', {}, 422],
  ])('%s', async (_, body, headers, status) => {
    expect((await newMock()('POST /v2/books', body, headers)).status).toBe(status)
  })

  test.each([
    ['gzip', 415],
    ['identity', 201],
  ])('a body in the encoding %s is %i', async (encoding, status) => {
    const book = { isbn: '9781111111111', title: 'x' }
    const answer = await newMock()('POST /v2/books', book, { 'content-encoding': encoding })
    expect([answer.status, answer.headers.get('accept-encoding')]).toEqual([
      status,
      status === 415 ? 'identity' : null,
    ])
  })

  test('a message about broken JSON names the place and quotes nothing', async () => {
    const answer = await newMock()('POST /v2/books', '{"password":"hush" "x"}')
    expect(answer.body.detail).toMatch(/at position \d+/)
    expect(answer.text).not.toContain('hush')
  })
})

test.each([
  ['?Size=11', ['Size'], 'Request query parameter Size must be <= 10'],
  ['', [], "Request query must have required property 'Size'"],
])('a parameter is named as the description writes it: %j', async (search, path, message) => {
  const ask = askingMock(createMock({ documents: [description('parameters.yaml')] }))
  const { status, body } = await ask(`GET /search/abc/1${search}`)
  expect([status, body.errors]).toEqual([400, [{ in: 'query', path, message }]])
})

test.each([
  ['not sent', {}, 200],
  ['sent', { 'x-list': '1,2' }, 200],
  ['wrong', { 'x-list': '1,b' }, 400],
])('a header with a list: %s', async (_, headers, status) => {
  const ask = askingMock(createMock({ documents: [description('parameters.yaml')] }))
  expect((await ask('GET /search/abc/1?Size=1', undefined, headers)).status).toBe(status)
})

test.each([
  ['header', 'simple', false],
  ['query', 'pipeDelimited', true],
  ['query', 'spaceDelimited', true],
  ['query', 'form', false],
])('an optional list in the %s (%s, explode %s) need not be sent', async (place, style, explode) => {
  const schema = { type: 'array', items: { type: 'integer' } }
  const parameters = [{ name: 'List', in: place, style, explode, schema }]
  const paths = { '/a': { get: { parameters, responses: { 204: { description: '' } } } } }
  const document = { openapi: '3.1.0', info: { title: 'T', version: '1' }, paths }
  const ask = askingMock(createMock({ documents: [document] }))
  expect((await ask('GET /a')).status).toBe(204)
  expect((await ask('GET /a?list=1', undefined, { list: '1' })).status).toBe(204)
  expect((await ask('GET /a?list=x', undefined, { list: 'x' })).status).toBe(400)
})

test('a header with a list that is missing is named', async () => {
  const list = { type: 'array', items: { type: 'string' } }
  const parameters = [{ name: 'X-List', in: 'header', required: true, schema: list }]
  const paths = { '/a': { get: { parameters, responses: { 204: { description: '' } } } } }
  const document = { openapi: '3.1.0', info: { title: 'T', version: '1' }, paths }
  const { status, body } = await askingMock(createMock({ documents: [document] }))('GET /a')
  expect([status, body.detail]).toEqual([400, "Request header must have required property 'x-list'."])
})

test('every request is remembered with its reasons', async () => {
  const mock = createMock({ documents })
  const ask = askingMock(mock)
  await ask('GET /v2/books')
  await ask('POST /v2/books', { isbn: '9781111111111', title: 'x' })
  await ask('GET /v2/books/9999999999999')
  for (const { isbn } of (await ask('GET /v2/books')).body.slice(1)) await ask(`DELETE /v2/books/${isbn}`)
  await ask('GET /v2/books')
  expect(mock.requests().map(({ operation, status, why }) => [operation, status, why.join('; ')])).toEqual([
    ['library listBooks', 200, '2 records'],
    ['library createBook', 201, 'created 9781111111111'],
    ['library getBook', 404, 'There is no record "9999999999999" in /books.'],
    ['library listBooks', 200, '3 records'],
    ['library deleteBook', 204, 'deleted 9780306406157'],
    ['library deleteBook', 204, 'deleted 9781111111111'],
    ['library listBooks', 200, '1 record'],
  ])
})
