import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { BenchmarkContext } from '@clientele/bench'
import type { Launch } from './server-process.ts'

const mock = fileURLToPath(new URL('../bin/clientele-mock.js', import.meta.url))
const prism = createRequire(import.meta.url).resolve('@stoplight/prism-cli/dist/index.js')

const peers = { '@scalar/mock-server': '0.14.4', '@hono/node-server': '2.1.8' }

/** The mock's own command. */
export function launchMock(description: string, path: string, ...options: string[]): Launch {
  return { args: (port) => [mock, description, '--port', String(port), ...options], path }
}

/** Prism's command, in one process as it comes. */
export function launchPrism(description: string, path: string, ...options: string[]): Launch {
  return { args: (port) => [prism, 'mock', description, '--port', String(port), ...options], path }
}

/** Scalar's mock server, which is a library: the few lines around it are those of its README. */
export function launchScalar(
  context: BenchmarkContext,
  description: string,
): (path: string) => Promise<Launch> {
  return async (path) => {
    const cwd = await context.installPeers(peers)
    const args = (port: number) => ['--input-type=module', '--eval', scalarProgram(description, port)]
    return { args, path, cwd }
  }
}

function scalarProgram(description: string, port: number): string {
  return `
    import { readFileSync } from 'node:fs'
    import { serve } from '@hono/node-server'
    import { createMockServer } from '@scalar/mock-server'
    const document = readFileSync(${JSON.stringify(description)}, 'utf8')
    const app = await createMockServer({ document })
    serve({ fetch: app.fetch, port: ${port}, hostname: '127.0.0.1' })
  `
}

/** The least that a server can do: the given bytes for every request. */
export function launchBare(status: number, body: string): Launch {
  const program = (port: number) => `
    import { createServer } from 'node:http'
    const body = ${JSON.stringify(body)}
    const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }
    createServer((request, response) => {
      request.resume()
      request.on('end', () => response.writeHead(${status}, headers).end(body))
    }).listen(${port}, '127.0.0.1')
  `
  return { args: (port) => ['--input-type=module', '--eval', program(port)], path: '/' }
}
