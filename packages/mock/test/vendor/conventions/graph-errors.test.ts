import { describe, expect, test } from 'vitest'
import { type Call, mockOf, NOW } from './mocks.ts'

const LIST = '/beta/Customers'
const ONE = `${LIST}/52dde42a-e42a-52dd-2ae4-dd522ae4dd52`
const GUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/

const failures: [string, string, Call, number, string, Record<string, string | RegExp>][] = [
  ['an unknown id', `${LIST}/nobody`, {}, 404, 'notFound', {}],
  ['an unknown address', '/beta/Nothing', {}, 404, 'notFound', {}],
  ['an encoded slash in an id', `${LIST}/a%2Fb`, {}, 400, 'badRequest', {}],
  ['an address that is too long', `${LIST}?x=${'a'.repeat(17_000)}`, {}, 414, 'uriTooLong', {}],
  ['an unknown option', `${LIST}?$search=x`, {}, 400, 'badRequest', {}],
  ['broken JSON', LIST, { method: 'POST', body: '{"a":' }, 400, 'badRequest', {}],
  [
    'a property of the wrong type',
    ONE,
    { method: 'PATCH', body: { contractType: 'two' } },
    400,
    'badRequest',
    {},
  ],
  [
    'no token',
    LIST,
    { headers: { Authorization: '' } },
    401,
    'InvalidAuthenticationToken',
    { 'WWW-Authenticate': /^Bearer/ },
  ],
  [
    'a method that is not offered',
    LIST,
    { method: 'PUT', body: {} },
    405,
    'notAllowed',
    { Allow: /GET, POST|POST, GET/ },
  ],
  [
    'an Accept that is not offered',
    LIST,
    { headers: { Accept: 'application/xml' } },
    406,
    'notAcceptable',
    {},
  ],
  [
    'a stale version',
    ONE,
    { method: 'DELETE', headers: { 'If-Match': 'W/"old"' } },
    412,
    'resourceModified',
    {},
  ],
  [
    'a body that is not JSON',
    LIST,
    { method: 'POST', body: 'x', headers: { 'Content-Type': 'text/plain' } },
    415,
    'unsupportedMediaType',
    {},
  ],
  [
    'a body that is too large',
    LIST,
    { method: 'POST', body: { displayName: 'x'.repeat(4_200_000) } },
    413,
    'contentTooLarge',
    {},
  ],
  ['Prefer: code=403', LIST, { headers: { Prefer: 'code=403' } }, 403, 'accessDenied', {}],
  [
    'Prefer: code=409',
    LIST,
    { method: 'POST', body: {}, headers: { Prefer: 'code=409' } },
    409,
    'nameAlreadyExists',
    {},
  ],
  [
    'Prefer: code=429',
    LIST,
    { headers: { Prefer: 'code=429' } },
    429,
    'TooManyRequests',
    { 'Retry-After': /^[\d.]+$/ },
  ],
  [
    'Prefer: code=503',
    LIST,
    { headers: { Prefer: 'code=503' } },
    503,
    'serviceNotAvailable',
    { 'Retry-After': /^[\d.]+$/ },
  ],
]

describe("every error has Graph's envelope", () => {
  test.each(failures)('%s', async (_name, path, request, status, code, headers) => {
    const { call } = mockOf('graph-customers')
    const clientRequestId = '0d5f1c83-08fc-4db7-bc1d-e21ff27e7761'
    const reply = await call(path, {
      ...request,
      headers: { 'client-request-id': clientRequestId, ...request.headers },
    })
    expect(reply.status, reply.text).toBe(status)
    const requestId = reply.headers.get('request-id')
    expect(requestId).toMatch(GUID)
    expect(reply.headers.get('client-request-id')).toBe(clientRequestId)
    expect(reply.headers.get('Date')).toBe(new Date(NOW).toUTCString())
    expect(reply.body.error).toMatchObject({ code, message: expect.stringMatching(/\S/) })
    expect(reply.body.error.innerError).toEqual({
      date: '2026-03-16T09:30:00',
      'request-id': requestId,
      'client-request-id': clientRequestId,
    })
    for (const [name, wanted] of Object.entries(headers)) expect(reply.headers.get(name)).toMatch(wanted)
  })
})

test.each([402, 410, 418, 423, 501, 504, 507, 599])(
  'Prefer: code=%i is answered though nothing declares it',
  async (status) => {
    const { call } = mockOf('graph-customers')
    const reply = await call(LIST, { headers: { Prefer: `code=${status}` } })
    expect(reply.status, reply.text).toBe(status)
    expect(reply.body.error).toMatchObject({
      code: expect.any(String),
      innerError: { 'request-id': reply.headers.get('request-id') },
    })
  },
)

test('the wrong property is named, and further ones are details', async () => {
  const { call } = mockOf('graph-customers')
  const reply = await call(ONE, { method: 'PATCH', body: { contractType: 'two', isDeleted: 'no' } })
  expect(reply.body.error.target).toBe('contractType')
  expect(reply.body.error.details.map(({ target }: { target: string }) => target)).toEqual([
    'contractType',
    'isDeleted',
  ])
})

test('an unknown property of a closed type is a 400 that names it', async () => {
  const { call } = mockOf('graph-customers')
  const reply = await call(ONE, { method: 'PATCH', body: { isOnboardedToMTM: true } })
  expect(reply.status).toBe(400)
  expect(reply.text).toContain('isOnboardedToMTM')
})

test('successful answers carry the ids too; without client-request-id it is a copy', async () => {
  const { call } = mockOf('graph-customers')
  const [one, two] = [await call(LIST), await call(LIST)]
  expect(one.headers.get('request-id')).toMatch(GUID)
  expect(one.headers.get('client-request-id')).toBe(one.headers.get('request-id'))
  expect(two.headers.get('request-id')).not.toBe(one.headers.get('request-id'))
})

test.each([
  [128, 128],
  [129, 36],
  [17_000, 36],
])('of a client-request-id of %i characters, %i come back', async (sent, answered) => {
  const { call } = mockOf('graph-customers')
  const reply = await call(LIST, { headers: { 'client-request-id': 'x'.repeat(sent) } })
  expect(reply.headers.get('client-request-id')).toHaveLength(answered)
})

test('no error repeats the token', async () => {
  const { call } = mockOf('graph-customers')
  for (const [, path, request] of failures) {
    const reply = await call(path, {
      ...request,
      headers: { Authorization: 'Bearer s3cret', ...request.headers },
    })
    expect(reply.text + JSON.stringify([...reply.headers])).not.toContain('s3cret')
  }
})
