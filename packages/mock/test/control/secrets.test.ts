import { describe, expect, test } from 'vitest'
import { declaredSecrets, leftOut, Secrets } from '../../src/server/secrets.ts'

const secrets = new Secrets(['badge', 'X-Partner-Pass'])

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
    'badge',
    'pwd',
    'userPwd',
    'otp',
    'jwt',
    'id_jwt',
    'private_key',
    'privateKey',
    'device_code',
    'SAMLResponse',
    'x-functions-key',
    'code_verifier',
    'user[pin]',
    'user.pin',
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
    'spinner',
    'countryCode',
    'key',
    'value',
    'MS-RequestId',
  ])('%s is none', (name) => expect(secrets.has(name)).toBe(false))
})

test('in JSON: values go, names and places stay', () => {
  const body = {
    displayName: 'Ada',
    passwordProfile: { password: 'p', forceChangePassword: true, note: 'n' },
    tokens: ['a', { value: 1, type: 'bearer' }],
    value: 'plain',
    pin: null,
    keys: [{ apiKey: 'k', name: 'first' }],
  }
  expect(secrets.inJson(body)).toEqual({
    displayName: 'Ada',
    passwordProfile: { password: leftOut, forceChangePassword: leftOut, note: 'n' },
    tokens: [leftOut, { value: leftOut, type: 'bearer' }],
    value: 'plain',
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
  ['user[pin]=1&user[name]=a', `user[pin]=${leftOut}&user[name]=a`],
  ['a=b#access_token=abc', `a=b#access_token=${leftOut}`],
  ['next=%2Fback%23id_token%3Dabc&a=b', `next=${leftOut}&a=b`],
  ['next=%2Fback%3Fpage%3D2', 'next=%2Fback%3Fpage%3D2'],
])('in the query %j', (query, want) => expect(secrets.inQuery(query)).toBe(want))

test('in addresses that a raw client sends', () => {
  expect(secrets.inUrl('/back#access_token=abc', '')).toBe(`/back#access_token=${leftOut}`)
  expect(secrets.inUrl('/back', 'a=b&sig=c')).toBe(`/back?a=b&sig=${leftOut}`)
  expect(secrets.inUrl('/back', '')).toBe('/back')
})

test('in headers, the address of the page included', () => {
  const headers = {
    authorization: 'Bearer abc',
    accept: '*/*',
    referer: 'http://localhost/back?code=abc&state=5',
    'x-original-url': '/back#access_token=abc',
    'x-functions-key': 'k',
    'x-partner-pass': 'p',
  }
  expect(secrets.inHeaders(headers)).toEqual({
    authorization: leftOut,
    accept: '*/*',
    referer: `http://localhost/back?code=${leftOut}&state=5`,
    'x-original-url': `/back#access_token=${leftOut}`,
    'x-functions-key': leftOut,
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
