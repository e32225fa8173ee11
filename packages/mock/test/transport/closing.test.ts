import { Agent, get, type IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { ownMock } from '../own-mock.ts'

test('a request that runs while the server closes is answered, and lets go of its connection', async () => {
  const mock = ownMock()
  const { port } = await mock.listen()
  const agent = new Agent({ keepAlive: true })
  const answers = new Promise<IncomingMessage>((resolve, reject) => {
    const headers = { Authorization: 'Bearer any', Prefer: 'delay=1500' }
    get({ port, path: '/beta/Customers', agent, headers }, resolve).on('error', reject)
  })
  while (mock.requests().length === 0) await new Promise(setImmediate)
  const closed = mock.close()
  const answer = await answers
  answer.resume()
  expect([answer.statusCode, answer.headers.connection]).toEqual([200, 'close'])
  await closed
  agent.destroy()
})

test.each([
  ['whose body does not come', 'POST /beta/Customers HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{'],
  ['whose head does not come', 'GET /beta/Cust'],
])('a request %s does not keep the server from closing', async (_, head) => {
  const mock = ownMock()
  const { port } = await mock.listen()
  const client = await connected(port)
  client.on('error', () => undefined)
  client.write(head)
  // The server takes connections and what they bring in their order, so it has read the head by now.
  await fetch(`http://127.0.0.1:${port}/`)
  await mock.close()
  client.destroy()
})

test('a request with two Host headers is refused, and the connection ends', async () => {
  const mock = ownMock()
  const { port } = await mock.listen()
  const client = await connected(port)
  client.end('GET /beta/Customers HTTP/1.1\r\nHost: 127.0.0.1\r\nhost: evil.example\r\n\r\n')
  let answer = ''
  for await (const chunk of client) answer += chunk
  expect(answer).toMatch(/^HTTP\/1\.1 400 .*Connection: close.*more than one Host header/s)
  expect(mock.requests()).toEqual([])
  await mock.close()
})

test('a mock that is not told where listens on the loopback address only', async () => {
  const mock = ownMock()
  const { host, url } = await mock.listen()
  expect([host, new URL(url).hostname]).toEqual(['127.0.0.1', '127.0.0.1'])
  await mock.close()
})

function connected(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket)).on('error', reject)
  })
}
