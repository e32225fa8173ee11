import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A page of an application on an origin of its own. */
export interface Application {
  readonly url: string
  close(): Promise<void>
}

/** Serves one page at every path; on a loopback address, because Chromium keeps other pages away from one. */
export async function serveApplication(page: string): Promise<Application> {
  const server = createServer((_request, answer) => {
    answer.writeHead(200, { 'Content-Type': 'text/html' }).end(page)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
