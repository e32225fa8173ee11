import fc from 'fast-check'
import { description } from '../ask.ts'
import { apis, bundlePath } from '../conformance/judge.ts'

/** The descriptions whose operations the requests aim at. */
export const documents = [
  ...apis.map(bundlePath),
  description('library.yaml'),
  description('events/openapi.yaml'),
]

/** Parts of paths: real ones, so that requests get far, and ones that aim at something. */
export const places = [
  '/beta/Customers',
  '/beta/customers/52dde42a-e42a-52dd-2ae4-dd522ae4dd52',
  '/beta/customer',
  '/v1/customers/f08db22f-d293-456a-b170-fab23d90fbac/users',
  '/v1/customers/f08db22f-d293-456a-b170-fab23d90fbac/users/59f63b7e-1f19-40d9-b9a5-a4fb8d53694c',
  '/v2/books',
  '/v2/books/9783161484100',
  '/live/events',
  '/live/events/evt_4Kd82/seats/1',
  '/live/settings',
]
export const tails = [
  '',
  '/',
  '/..',
  '/../../etc/passwd',
  '/%2e%2e/%2e%2e/secret',
  '/..%2f..%2fsecret',
  '/a%2Fb',
  '/%00',
  '/%',
  '/%zz',
  '/__proto__',
  '/constructor',
  '/toString',
  '/%C3%28',
  `/${'a'.repeat(20_000)}`,
  '/%0d%0aSet-Cookie:%20x=1',
  '//evil.example/',
  '/./',
  "/'or'1'='1",
]
const queries = [
  '',
  '?',
  '?%',
  '?__proto__=1&constructor=2',
  '?$filter=%28'.padEnd(3000, '%28'),
  '?$select=__proto__',
  '?$top=-1&$top=1',
  '?$orderby=constructor',
  '?$filter=constructor%20eq%201',
  '?size=99999999999999999999',
  '?filter=%7B%22Field%22%3A%22__proto__%22%7D',
  '?limit=1e999&offset=-5',
  `?${'a=1&'.repeat(3000)}`,
  '?$skiptoken=%7B%22__proto__%22%3A1%7D',
]
const bodies: (string | undefined)[] = [
  undefined,
  '',
  '{',
  'null',
  '[]',
  '"text"',
  '1e400',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"displayName":{"__proto__":{"polluted":true}}}',
  '{"id":"__proto__","displayName":"x"}',
  '{"isbn":"__proto__","title":"x"}',
  '{"toString":1,"valueOf":2,"hasOwnProperty":3}',
  `${'['.repeat(5000)}${']'.repeat(5000)}`,
  `${'{"a":'.repeat(500)}1${'}'.repeat(500)}`,
  '{"displayName":"\\ud800"}',
  '{"displayName":"a\\r\\nSet-Cookie: x=1"}',
  `{"displayName":"${'x'.repeat(100_000)}"}`,
  '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><CustomerUser><displayName>&a;</displayName></CustomerUser>',
  'passwordProfile.password=x&__proto__.polluted=true&constructor.prototype.polluted=true',
]
const contentTypes = [
  'application/json',
  'text/json',
  'application/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'application/json; charset=utf-16',
  'application/json; boundary="',
  '/',
  'a'.repeat(5000),
]
const headers: Record<string, string>[] = [
  {},
  { prefer: 'code=abc' },
  { prefer: 'code=999999999' },
  { prefer: 'example=__proto__' },
  { prefer: 'code=200, example=constructor' },
  { prefer: 'dynamic=true' },
  { prefer: `${'a=b,'.repeat(1000)}` },
  { prefer: 'odata.maxpagesize=-1, return=minimal' },
  { accept: '*/*;q=__proto__' },
  { accept: 'text/html;q=0.1, */*;q=0' },
  { 'if-match': '*' },
  { 'if-match': 'W/"__proto__"' },
  { 'client-request-id': 'x'.repeat(8000) },
  { 'ms-requestid': '__proto__' },
  { 'ms-correlationid': 'constructor' },
  { authorization: 'Bearer' },
  { authorization: `Bearer ${'x'.repeat(8000)}` },
  { origin: 'null', 'access-control-request-method': '__proto__' },
  { 'content-length': '5' },
]

/** Queries that are nearly OData, or nearly what the other APIs take. */
const words = [
  'displayName',
  'id',
  'tags/any(x:x',
  '/',
  '(',
  ')',
  "'a'",
  "''",
  '1',
  '-1e9',
  'eq',
  'and',
  'not',
  'in',
  ',',
  'null',
  ' ',
  '$it',
  '@p',
  'desc',
  '*',
  ':',
]
const option = fc
  .tuple(
    fc.constantFrom(
      '$filter',
      '$orderby',
      '$select',
      '$top',
      '$skip',
      '$count',
      '$search',
      '$expand',
      'size',
      'filter',
      'limit',
      'sort',
      '__proto__',
    ),
    fc.array(fc.constantFrom(...words), { maxLength: 9 }),
  )
  .map(([name, parts]) => `${name}=${encodeURIComponent(parts.join(' '))}`)
const query = fc.array(option, { minLength: 1, maxLength: 3 }).map((options) => `?${options.join('&')}`)

/** Bodies of any shape, with names that operations know. */
const { body: anyBody } = fc.letrec<{ body: unknown; object: unknown }>((tie) => ({
  body: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<unknown>(
      null,
      true,
      0,
      -1,
      1e308,
      '',
      'a',
      '\u0000',
      '\ud800',
      '2026-02-30T00:00:00Z',
      '__proto__',
    ),
    fc.array(tie('body'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(
    fc.constantFrom(
      'displayName',
      'id',
      'isbn',
      'title',
      'tenantId',
      'usageLocation',
      '@odata.type',
      'constructor',
      'toString',
      'a.b',
      '',
    ),
    tie('body'),
    { maxKeys: 4 },
  ),
}))

/** A grammar of requests: most parts are as they should be, so that each stage is reached. */
export const hostile = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'),
  place: fc.constantFrom(...places),
  tail: fc.oneof(
    { weight: 3, arbitrary: fc.constant('') },
    { weight: 2, arbitrary: fc.constantFrom(...tails) },
  ),
  query: fc.oneof(
    { weight: 3, arbitrary: fc.constant('') },
    { weight: 2, arbitrary: fc.constantFrom(...queries) },
    { weight: 2, arbitrary: query },
  ),
  body: fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(...bodies) },
    { weight: 1, arbitrary: anyBody.map((value) => JSON.stringify(value)) },
  ),
  contentType: fc.constantFrom(...contentTypes),
  headers: fc.constantFrom(...headers),
})

export type Hostile = typeof hostile extends fc.Arbitrary<infer T> ? T : never

export function requestOf({ method, place, tail, query, body, contentType, headers }: Hostile): Request {
  const hasBody = body !== undefined && !['GET', 'HEAD'].includes(method)
  return new Request(`http://mock.test${place}${tail}${query}`, {
    method,
    headers: {
      authorization: 'Bearer any',
      'x-api-key': 'any',
      ...(hasBody && { 'content-type': contentType }),
      ...headers,
    },
    ...(hasBody && { body }),
  })
}
