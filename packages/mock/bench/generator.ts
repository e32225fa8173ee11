import { connect, type Socket } from 'node:net'

/**
 * Sends one prepared request again and again over kept connections, each as soon as its last answer is whole.
 * Runs in a process of its own (`node generator.ts '<plan>'`) and prints how many answers were 2xx.
 *
 * It writes prepared bytes and looks for status and length only, so that a server which does nothing is still
 * slower than the generator. autocannon ends at about 10,000 requests/s on one core.
 */
export interface Plan {
  readonly port: number
  readonly request: string
  readonly connections: number
  /** Requests in all. */
  readonly count: number
}

export interface Outcome {
  readonly answered: number
  readonly seconds: number
}

const plan = JSON.parse(process.argv[2] ?? '{}') as Plan
const request = Buffer.from(plan.request)
const headEnd = Buffer.from('\r\n\r\n')
let left = plan.count
let answered = 0

const started = performance.now()
await Promise.all(Array.from({ length: plan.connections }, () => work()))
const outcome: Outcome = { answered, seconds: (performance.now() - started) / 1000 }
process.stdout.write(JSON.stringify(outcome))

function work(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(plan.port, '127.0.0.1')
    let rest: Buffer = Buffer.alloc(0)
    socket.setNoDelay(true)
    socket.on('error', reject)
    socket.on('connect', () => next(socket, resolve))
    socket.on('data', (part: Buffer) => {
      rest = rest.length === 0 ? part : Buffer.concat([rest, part])
      const end = endOfAnswer(rest)
      if (end === undefined) return
      rest = rest.subarray(end)
      answered++
      next(socket, resolve)
    })
    socket.on('close', () => reject(new Error('The server closed a connection.')))
  })
}

function next(socket: Socket, done: () => void): void {
  if (left-- > 0) {
    socket.write(request)
    return
  }
  socket.removeAllListeners('close')
  socket.destroy()
  done()
}

/** Where the answer ends, once all of it is there. @throws when it is not 2xx. */
function endOfAnswer(bytes: Buffer): number | undefined {
  const end = bytes.indexOf(headEnd)
  if (end < 0) return undefined
  const head = bytes.toString('latin1', 0, end)
  if (head[9] !== '2') throw new Error(`The server answered ${head.slice(0, head.indexOf('\r\n'))}.`)
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)
  if (length) return bytes.length >= end + 4 + Number(length[1]) ? end + 4 + Number(length[1]) : undefined
  if (!/\r\ntransfer-encoding: *chunked/i.test(head)) return end + 4
  const last = bytes.indexOf('\r\n0\r\n\r\n', end, 'latin1')
  return last < 0 ? undefined : last + 7
}
