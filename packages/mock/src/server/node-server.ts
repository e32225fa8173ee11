import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { MockRequest, Rest, WireAnswer } from '../exchange/message.ts'
import { type Problem, problem } from '../exchange/problem.ts'
import { type MaybePromise, withBody } from '../exchange/web.ts'
import { MockConfigurationError } from '../json/mistakes.ts'
import { type Certificate, selfSigned } from './certificate.ts'

/**
 * Not imported: an import reads all exports of a module, here including the client with WebSocket and HTTP/2: 30 ms of
 * CPU time.
 */
const { createServer, STATUS_CODES } = process.getBuiltinModule('node:http')

/** Largest header block, in bytes: it holds the URL, which the engine limits itself. */
const headerLimit = 64 * 1024

/**
 * How long requests may still arrive and answers may still stream after the server begins to close, in milliseconds.
 */
const patience = 1_000

/** Where a mock listens, and how it stops. */
export interface Listening {
  /** The address that was bound, for example `127.0.0.1`. */
  readonly host: string
  /** The port in use, even if port 0 asked for any. */
  readonly port: number
  /** `http://127.0.0.1:4010`, or `https://…` */
  readonly url: string
  /** PEM of the certificate that clients have to trust; undefined without `https`. */
  readonly certificate?: string
  /**
   * Accepts no more requests, finishes the running ones and resolves. Requests that do not arrive in time, and streams
   * that do not end, are dropped.
   */
  close(): Promise<void>
}

/** Where to listen. */
export interface Address {
  /** 0 takes any free one. @default 0 */
  readonly port?: number
  /** @default '127.0.0.1' */
  readonly host?: string
  /** Serves HTTPS with a self-signed certificate, or with the given one. @default false */
  readonly https?: boolean | Certificate
}

/**
 * Puts a handler on `node:http` or `node:https`. Rejects with the system's error when the address cannot be taken.
 *
 * @param bodyLimitOf Largest body that is read for a request, in bytes; its own body is not there yet.
 * @param refuse Writes the answer to input that cannot be handled as a request.
 */
export function listenOn(
  handle: (request: MockRequest) => MaybePromise<WireAnswer>,
  bodyLimitOf: (head: MockRequest) => number,
  refuse: (refusal: Problem) => WireAnswer,
  { port = 0, host = '127.0.0.1', https = false }: Address,
): Promise<Listening> {
  const certificate = https === true ? selfSigned(host) : https || undefined
  const server = serverOf(certificate)
  const connections = new Connections(server)
  const answer = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const refusal = wrongHost(incoming)
    if (refusal) write(connections, outgoing, refuse(refusal))
    else receive(incoming, bodyLimitOf, (request) => respond(connections, outgoing, handle(request)))
  }
  server.on('request', answer)
  server.on('checkContinue', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    outgoing.writeContinue()
    answer(incoming, outgoing)
  })
  server.on('checkExpectation', (_: IncomingMessage, outgoing: ServerResponse) =>
    write(connections, outgoing, refuse(closing(417, 'The only expectation that is met is "100-continue".'))),
  )
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) =>
    answerUnread(socket, refuse(unread(error))),
  )
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve(listening(connections, certificate?.cert))
    })
  })
}

function serverOf(certificate: Certificate | undefined): Server {
  // A missing Host is refused below, with a body.
  const options = {
    maxHeaderSize: headerLimit,
    keepAliveTimeout: 5_000,
    requireHostHeader: false,
    optimizeEmptyRequests: true,
  }
  if (!certificate) return createServer(options)
  try {
    return process.getBuiltinModule('node:https').createServer({ ...options, ...certificate })
  } catch (error) {
    throw new MockConfigurationError(
      `The certificate and its key cannot be used: ${(error as Error).message}. Both are PEM, and belong together.`,
    )
  }
}

/** RFC 9112, section 3.2. `node:http` uses the first of two, and a proxy before it may have used the second. */
function wrongHost({ rawHeaders, httpVersion }: IncomingMessage): Problem | undefined {
  let hosts = 0
  for (let index = 0; index < rawHeaders.length; index += 2)
    if (rawHeaders[index]?.length === 4 && rawHeaders[index]?.toLowerCase() === 'host') hosts++
  if (hosts > 1) return closing(400, 'The request has more than one Host header.')
  return hosts === 0 && httpVersion === '1.1' ? closing(400, 'The request has no Host header.') : undefined
}

/** The problem with bytes that `node:http` cannot read as a request. */
function unread({ code }: NodeJS.ErrnoException): Problem {
  if (code === 'HPE_HEADER_OVERFLOW')
    return closing(431, `The header block is larger than ${headerLimit} bytes.`)
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return closing(408, 'The request did not arrive in time.')
  if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') return closing(413, 'The chunk extensions are too large.')
  return closing(400, 'The request is not HTTP/1.1 that can be read.')
}

function closing(status: number, detail: string): Problem {
  return problem(status, detail, { headers: { Connection: 'close' } })
}

/** There is no response object. If a response has begun on the connection, nothing is written. */
function answerUnread(socket: Socket, { status, headers, body = '' }: WireAnswer): void {
  const { _httpMessage: begun } = socket as Socket & { _httpMessage?: ServerResponse }
  if (!socket.writable || (begun?.headersSent && !begun.writableEnded)) {
    socket.destroy()
    return
  }
  const all = Object.entries({ ...headers, 'Content-Length': String(Buffer.byteLength(body)) })
  const lines = all.map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`)
}

/** The connections of a server, with delayed answers. */
class Connections {
  readonly server: Server
  readonly waiting = new Set<ServerResponse>()
  /** Answers that may be endless. */
  readonly streaming = new Set<ServerResponse>()
  readonly #open = new Set<Socket>()

  constructor(server: Server) {
    this.server = server
    server.on('connection', (socket: Socket) => {
      this.#open.add(socket)
      socket.once('close', () => this.#open.delete(socket))
    })
  }

  /** `node:http` stops its own timeouts when it closes: a client that stalls would keep it open for good. */
  close(): Promise<void> {
    if (!this.server.listening) return Promise.resolve()
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#dropStalled(), patience)
      this.server.close((error) => {
        clearTimeout(timer)
        if (error) reject(error)
        else resolve()
      })
      this.server.closeIdleConnections()
    })
  }

  #dropStalled(): void {
    const answering = new Set([...this.waiting].map(({ socket }) => socket))
    for (const outgoing of this.streaming) outgoing.destroy()
    for (const socket of this.#open) {
      if (!answering.has(socket) && socket.writableLength === 0) socket.destroy()
    }
  }
}

function listening(connections: Connections, certificate: string | undefined): Listening {
  const { address, port, family } = connections.server.address() as AddressInfo
  const shown = family === 'IPv6' ? `[${address}]` : address
  return {
    host: address,
    port,
    url: `${certificate === undefined ? 'http' : 'https'}://${shown}:${port}`,
    ...(certificate !== undefined && { certificate }),
    close: () => connections.close(),
  }
}

function receive(
  incoming: IncomingMessage,
  bodyLimitOf: (head: MockRequest) => number,
  done: (request: MockRequest) => void,
): void {
  const { headers } = incoming
  const head = mockRequest(incoming)
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) done(head)
  else readBody(incoming, bodyLimitOf(head), (body) => done(withBody(head, body)))
}

/**
 * Continues to read beyond the limit but keeps nothing, because a client that is still sending would not see the
 * answer.
 */
function readBody(
  incoming: IncomingMessage,
  limit: number,
  done: (body: Uint8Array | 'too large') => void,
): void {
  const chunks: Buffer[] = []
  let size = 0
  incoming.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size <= limit) chunks.push(chunk)
    else chunks.length = 0
  })
  incoming.on('end', () => {
    if (size > limit) done('too large')
    else done(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks))
  })
}

function mockRequest(incoming: IncomingMessage): MockRequest {
  const target = incoming.url as string
  const split = target.indexOf('?')
  const path = split < 0 ? target : target.slice(0, split)
  const protocol = 'encrypted' in incoming.socket ? 'https' : 'http'
  return {
    method: incoming.method as string,
    path: path.startsWith('/') ? path : pathOfAbsolute(path),
    search: split < 0 ? '' : target.slice(split + 1),
    origin: `${protocol}://${incoming.headers.host ?? addressOf(incoming.socket)}`,
    headers: incoming.headers as Record<string, string>,
    body: undefined,
  }
}

function addressOf({ localAddress, localPort }: Socket): string {
  return `${localAddress}:${localPort}`
}

/** Requests to a proxy name the whole URL (RFC 9112, section 3.2.2); `OPTIONS *` has no path at all. */
function pathOfAbsolute(target: string): string {
  return URL.canParse(target) ? new URL(target).pathname : '/'
}

function respond(connections: Connections, outgoing: ServerResponse, answer: MaybePromise<WireAnswer>): void {
  if (!(answer instanceof Promise)) {
    send(connections, outgoing, answer)
    return
  }
  connections.waiting.add(outgoing)
  answer.then((made) => {
    connections.waiting.delete(outgoing)
    send(connections, outgoing, made)
  })
}

function send(connections: Connections, outgoing: ServerResponse, answer: WireAnswer): void {
  if (!answer.delay) {
    write(connections, outgoing, answer)
    return
  }
  connections.waiting.add(outgoing)
  setTimeout(() => {
    connections.waiting.delete(outgoing)
    write(connections, outgoing, answer)
  }, answer.delay)
}

function write(
  { server, streaming }: Connections,
  outgoing: ServerResponse,
  { status, headers, body, rest, cut }: WireAnswer,
): void {
  if (cut) rest?.cancel().catch(() => undefined)
  if (cut === 'reset') {
    outgoing.socket?.resetAndDestroy()
    return
  }
  const streams = rest && !cut
  const length = body === undefined || streams ? undefined : Buffer.byteLength(body)
  if (length !== undefined) headers['Content-Length'] = String(length)
  // A kept-alive connection would prevent the server from closing.
  if (!server.listening) headers.Connection = 'close'
  outgoing.writeHead(status, headers)
  if (cut) {
    const bytes = Buffer.from((body as string | Uint8Array | undefined) ?? '')
    outgoing.write(bytes.subarray(0, cut.after), () => outgoing.socket?.destroy())
  } else if (streams) stream(streaming, outgoing, body ?? '', rest)
  else outgoing.end(body)
}

/** A broken stream breaks the connection; a client that goes away ends the stream. */
function stream(
  streaming: Set<ServerResponse>,
  outgoing: ServerResponse,
  first: string | Uint8Array,
  rest: Rest,
): void {
  const { pipeline, Readable } = process.getBuiltinModule('node:stream')
  streaming.add(outgoing)
  outgoing.once('close', () => {
    streaming.delete(outgoing)
    rest.cancel().catch(() => undefined)
  })
  outgoing.flushHeaders()
  pipeline(Readable.from(chunksOf(first, rest)), outgoing, () => undefined)
}

async function* chunksOf(first: string | Uint8Array, rest: Rest): AsyncGenerator<string | Uint8Array> {
  if (first.length > 0) yield first
  for (let next = await rest.read(); !next.done; next = await rest.read()) yield next.value
}
