import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * A free port of this machine, for a program that wants to be told its port and does not take 0 for an answer.
 *
 * It is free until somebody else takes it, so hand it on at once.
 */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
