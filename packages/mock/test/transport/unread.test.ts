import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { createMock, type Mock } from '../../src/index.ts'
import { bundlePath } from '../conformance/judge.ts'
import { ownMock } from '../own-mock.ts'

const good = 'GET /beta/Customers HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer x\r\n\r\n'

/** What `node:http` refuses before a handler sees it. */
const refused: [string, number, string][] = [
  ['bytes that are not HTTP', 400, 'hello there\r\n\r\n'],
  ['a length that is not a number', 400, 'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: z\r\n\r\n'],
  ['no Host header', 400, 'GET / HTTP/1.1\r\nX: y\r\n\r\n'],
  ['two Host headers', 400, 'GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n'],
  ['an expectation that nobody meets', 417, 'GET / HTTP/1.1\r\nHost: x\r\nExpect: more\r\n\r\n'],
  ['a header block of 70,000 bytes', 431, `GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(70_000)}\r\n\r\n`],
]

/** Everything that comes back until the server ends the connection. */
async function exchange(mock: Mock, bytes: string): Promise<string> {
  const { port } = await mock.listen()
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  socket.write(bytes)
  let answer = ''
  for await (const chunk of socket) answer += chunk
  await mock.close()
  return answer
}

function parsed(answer: string) {
  const [head = '', body = ''] = answer.split('\r\n\r\n')
  return { status: Number(head.split(' ')[1]), head, body: JSON.parse(body) as unknown }
}

describe.each(refused)('%s', (_, status, bytes) => {
  test('is refused in the shape of the one vendor', async () => {
    const { head, ...answer } = parsed(
      await exchange(createMock({ documents: [bundlePath('graph-customers')] }), bytes),
    )
    expect(answer).toEqual({
      status,
      body: { error: expect.objectContaining({ message: expect.any(String) }) },
    })
    expect(head).toMatch(/^connection: close$/im)
  })

  test('is refused as problem+json where several vendors are served', async () => {
    const { head, ...answer } = parsed(await exchange(ownMock(), bytes))
    expect(answer).toEqual({ status, body: expect.objectContaining({ status, detail: expect.any(String) }) })
    expect(head).toMatch(/^content-type: application\/problem\+json$/im)
  })
})

test('what cannot be read ends its connection only, behind the answers before it', async () => {
  const answer = await exchange(ownMock(), `${good}nonsense\r\n\r\n`)
  expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 400'])
})

test('an answer that has begun is not continued with a refusal', async () => {
  const slow = good.replace('\r\n\r\n', '\r\nPrefer: delay=300\r\n\r\n')
  const answer = await exchange(ownMock(), `${slow}nonsense\r\n\r\n`)
  expect(answer.match(/HTTP\/1\.1 \d+/g)?.length ?? 0).toBeLessThanOrEqual(1)
})

test('HTTP/1.0 needs no Host header', async () => {
  const answer = await exchange(ownMock(), 'GET /beta/Customers HTTP/1.0\r\nAuthorization: Bearer x\r\n\r\n')
  expect(answer).toMatch(/^HTTP\/1\.1 200/)
})
