import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createMock, type Mock } from '../../src/index.ts'
import { documents, hostile, places, requestOf, tails } from './hostile-requests.ts'

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

test('a body of 4 MiB is read, and one byte more is not, in process and on the wire', async () => {
  const mock = createMock({ documents })
  const { url } = await mock.listen()
  const status = async (send: typeof fetch, bytes: number) => {
    const headers = { authorization: 'Bearer x', 'content-type': 'application/json' }
    const init = { method: 'POST', headers, body: '{"displayName":"x"}'.padEnd(bytes) }
    return (await send(`${url}/beta/Customers`, init)).status
  }
  for (const send of [mock.fetch as typeof fetch, fetch]) {
    expect(await status(send, 4 * 1024 * 1024)).not.toBe(413)
    expect(await status(send, 4 * 1024 * 1024 + 1)).toBe(413)
  }
  await mock.close()
})

test('an address of 16,384 characters is answered, and one of 16,385 is not', async () => {
  const mock = createMock({ documents })
  const status = async (characters: number) => {
    const path = '/beta/Customers'
    const search = `x=${'a'.repeat(characters - path.length - 2)}`
    const headers = { authorization: 'Bearer x' }
    return (await mock.fetch(`http://mock.test${path}?${search}`, { headers })).status
  }
  expect(await status(16_384)).not.toBe(414)
  expect(await status(16_385)).toBe(414)
})

test.each([
  ['{"__proto__":{"polluted":true}}', true],
  ['{"constructor":{"prototype":{"polluted":true}}}', true],
  ['{"tags":[{"constructor":{"prototype":1}}]}', true],
  ['{"constructor":"Acme Builders"}', false],
  ['{"prototype":{"a":1}}', false],
])('a body that reaches prototypes is refused: %s', async (body, refused) => {
  const mock = createMock({ documents })
  const headers = { authorization: 'Bearer x', 'content-type': 'application/json' }
  const answer = await mock.fetch('http://mock.test/v2/books', { method: 'POST', body, headers })
  const text = await answer.text()
  if (refused) expect([answer.status, text]).toEqual([400, expect.stringContaining('reaches prototypes')])
  else expect(text).not.toContain('reaches prototypes')
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
