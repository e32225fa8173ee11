import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMock, type Mock } from '../../src/index.ts'
import { description } from '../ask.ts'
import { apis, bundlePath } from '../conformance/judge.ts'

const documents = [...apis.map(bundlePath), description('library.yaml'), description('events/openapi.yaml')]

/** Parts of paths: real ones, so that requests get far, and ones that aim at something. */
const places = [
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
const tails = [
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

const hostile = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'),
  place: fc.constantFrom(...places),
  tail: fc.oneof(
    { weight: 3, arbitrary: fc.constant('') },
    { weight: 2, arbitrary: fc.constantFrom(...tails) },
  ),
  query: fc.oneof(
    { weight: 3, arbitrary: fc.constant('') },
    { weight: 2, arbitrary: fc.constantFrom(...queries) },
  ),
  body: fc.constantFrom(...bodies),
  contentType: fc.constantFrom(...contentTypes),
  headers: fc.constantFrom(...headers),
})

type Hostile = typeof hostile extends fc.Arbitrary<infer T> ? T : never

test('thousands of hostile requests: no 5xx that was not asked for, and a refusal changes nothing', async () => {
  const mock = createMock({ documents })
  let before = fingerprint(mock)
  const statuses = new Map<number, number>()
  await fc.assert(
    fc.asyncProperty(hostile, async (request) => {
      const response = await mock.fetch(requestOf(request))
      await response.text()
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1)
      expect([501, 200].includes(response.status) || response.status < 500).toBe(true)
      expect(response.headers.get('set-cookie')).toBeNull()
      const after = fingerprint(mock)
      if (response.status >= 400 || ['GET', 'HEAD', 'OPTIONS'].includes(request.method))
        expect(after).toBe(before)
      before = after
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
    }),
    { numRuns: 4000, seed: 7 },
  )
  // The requests got far enough to meet every stage.
  for (const status of [200, 400, 404, 405, 414]) expect(statuses.get(status)).toBeGreaterThan(0)
  await answersAsEver(mock)
}, 60_000)

/** What `fetch` would clean up or refuse by itself goes over a socket, byte by byte. */
const rawTargets = [
  ...tails.map((tail) => `${places[0]}${tail}`),
  ...tails.map((tail) => tail || '/'),
  '*',
  'http://evil.example/beta/Customers',
  '/beta\\..\\..\\secret',
  '/beta/Customers#fragment',
  '/beta/Customers?a b',
]
const rawHeaders = [
  'X: y',
  'Host: evil.example',
  'Content-Length: 3\r\n\r\nabc',
  'Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n',
  ': empty',
]

test('hostile bytes on the wire: an answer or a closed connection, and the next request is answered', async () => {
  const mock = createMock({ documents })
  const { port } = await mock.listen()
  const before = fingerprint(mock)
  for (const target of rawTargets) {
    for (const header of rawHeaders) {
      const answer = await sent(
        port,
        `GET ${target} HTTP/1.1\r\nHost: mock\r\nConnection: close\r\n${header}\r\n\r\n`,
      )
      expect(answer).toMatch(/^(HTTP\/1\.1 [1234]\d\d |$)/)
    }
  }
  expect(fingerprint(mock)).toBe(before)
  await answersAsEver(mock)
  await mock.close()
}, 60_000)

test("a body beyond the limit is 413 in the vendor's shape, in process and on the wire", async () => {
  const mock = createMock({ documents })
  const { url } = await mock.listen()
  const body = JSON.stringify({ displayName: 'x'.repeat(5 * 1024 * 1024) })
  const init = {
    method: 'POST',
    body,
    headers: { authorization: 'Bearer x', 'content-type': 'application/json' },
  }
  for (const response of [
    await mock.fetch(`${url}/beta/Customers`, init),
    await fetch(`${url}/beta/Customers`, init),
  ]) {
    expect(response.status).toBe(413)
    expect(await response.json()).toHaveProperty('error.message')
  }
  await mock.close()
})

test('a body of 64 levels is read, and one of 65 is refused', async () => {
  const mock = createMock({ documents })
  const send = async (levels: number) => {
    const body = `{"displayName":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`
    const headers = { authorization: 'Bearer x', 'content-type': 'application/json' }
    return (await mock.fetch('http://mock.test/beta/Customers', { method: 'POST', body, headers })).text()
  }
  expect(await send(64)).not.toContain('nested deeper')
  expect(await send(65)).toContain('nested deeper than 64 levels')
})

/** Of all records; idempotency keys and marks of seeding are bookkeeping, not state. */
function fingerprint(mock: Mock): string {
  const records = mock.snapshot().collections.filter(({ resource }) => !resource.startsWith('#'))
  return createHash('sha256').update(JSON.stringify(records)).digest('hex')
}

async function answersAsEver(mock: Mock): Promise<void> {
  const response = await mock.fetch('http://mock.test/v2/books/9780306406157')
  expect(response.status).toBe(200)
}

function requestOf({ method, place, tail, query, body, contentType, headers }: Hostile): Request {
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

async function sent(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let answer = ''
  socket.on('data', (chunk) => {
    answer += chunk
  })
  socket.on('error', () => undefined)
  socket.end(text)
  await once(socket, 'close')
  return answer
}
