import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { createGzip } from 'node:zlib'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.md': 'text/markdown; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.yaml': 'text/yaml; charset=utf-8',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
}
const packed = new Set(['.woff2', '.wasm', '.pf_meta', '.pf_index', '.pf_fragment', '.pagefind'])

export interface ServedSite {
  origin: string
  close(): Promise<void>
}

/** Serves a built site the way a static host does: folders by their index.html, text compressed, scripts with a strict policy, under a base path. */
export async function serveSite(folder: string, base = '/'): Promise<ServedSite> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    if (!pathname.startsWith(base)) return void response.writeHead(404).end()
    void answer(join(folder, normalize(decodeURIComponent(pathname.slice(base.length - 1)))), response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => closed(server),
  }
}

async function answer(path: string, response: import('node:http').ServerResponse): Promise<void> {
  const file = path.endsWith('/') ? `${path}index.html` : path
  const found = await stat(file).catch(() => undefined)
  if (!found?.isFile()) return void response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found')
  const type = types[extname(file)] ?? 'application/octet-stream'
  const compress = !packed.has(extname(file))
  response.writeHead(200, {
    'content-type': type,
    'cache-control': 'max-age=31536000',
    // A worker follows the policy of its own file; the documents name theirs.
    ...(type === 'text/javascript' && { 'content-security-policy': "script-src 'self' 'wasm-unsafe-eval'" }),
    ...(compress && { 'content-encoding': 'gzip' }),
  })
  const stream = createReadStream(file)
  if (compress) stream.pipe(createGzip({ level: 9 })).pipe(response)
  else stream.pipe(response)
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}
