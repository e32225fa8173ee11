import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * A free port of this machine, for a program that needs a port number and does not accept 0.
 *
 * Another program may take it, so pass it on at once.
 */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
