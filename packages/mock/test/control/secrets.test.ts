import { describe, expect, test } from 'vitest'
import { declaredSecrets, leftOut, Secrets } from '../../src/server/log/secrets.ts'

const secrets = new Secrets(['pin', 'X-Partner-Pass'])

describe('names of secrets', () => {
  test.each([
    'authorization',
    'Proxy-Authorization',
    'cookie',
    'set-cookie',
    'password',
    'client_secret',
    'access_token',
    'token',
    'x-api-key',
    'api_key',
    'Ocp-Apim-Subscription-Key',
    'sig',
    'code',
    'client_assertion',
    'pin',
    'x-partner-pass',
  ])('%s is one', (name) => expect(secrets.has(name)).toBe(true))

  test.each([
    '$skiptoken',
    'skiptoken',
    '$deltatoken',
    'MS-ContinuationToken',
    'continuationToken',
    'countryLetterCode',
    'displayName',
    'pinned',
    'MS-RequestId',
  ])('%s is none', (name) => expect(secrets.has(name)).toBe(false))
})

test('in JSON: values go, names and places stay', () => {
  const body = {
    displayName: 'Ada',
    passwordProfile: { password: 'p', forceChangePassword: true, note: 'n' },
    tokens: ['a', { value: 1 }],
    pin: null,
    keys: [{ apiKey: 'k', name: 'first' }],
  }
  expect(secrets.inJson(body)).toEqual({
    displayName: 'Ada',
    passwordProfile: { password: leftOut, forceChangePassword: leftOut, note: 'n' },
    tokens: [leftOut, { value: 1 }],
    pin: null,
    keys: [{ apiKey: leftOut, name: 'first' }],
  })
})

test.each([
  ['', ''],
  ['$top=5&$skiptoken=abc', '$top=5&$skiptoken=abc'],
  ['access_token=abc&$top=5', `access_token=${leftOut}&$top=5`],
  ['%61ccess_token=abc', `%61ccess_token=${leftOut}`],
  ['token', 'token'],
  ['%zz=1&sig=a=b', `%zz=1&sig=${leftOut}`],
])('in the query %j', (query, want) => expect(secrets.inQuery(query)).toBe(want))

test('in headers, the address of the page included', () => {
  const headers = {
    authorization: 'Bearer abc',
    accept: '*/*',
    referer: 'http://localhost/back?code=abc&state=5',
    'x-partner-pass': 'p',
  }
  expect(secrets.inHeaders(headers)).toEqual({
    authorization: leftOut,
    accept: '*/*',
    referer: `http://localhost/back?code=${leftOut}&state=5`,
    'x-partner-pass': leftOut,
  })
})

test('descriptions declare more of them', () => {
  const schema = { properties: { pin: { writeOnly: true }, phrase: { format: 'password' }, name: {} } }
  const loop: Record<string, unknown> = { schema }
  loop.loop = loop
  const document = {
    components: {
      schemas: { User: { allOf: [schema] } },
      securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' }, oauth: { type: 'oauth2' } },
    },
    loop,
  }
  expect([...declaredSecrets(document)].sort()).toEqual(['X-Key', 'phrase', 'pin'])
})
