import { Agent, get, type IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { ownMock } from '../own-mock.ts'

test('a request that runs while the server closes is answered, and lets go of its connection', async () => {
  const mock = ownMock()
  const { port } = await mock.listen()
  const agent = new Agent({ keepAlive: true })
  const answers = new Promise<IncomingMessage>((resolve, reject) => {
    const headers = { Authorization: 'Bearer any', Prefer: 'delay=1000' }
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
