import { execFile, execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Outcome, Plan } from './generator.ts'
import type { ServerProcess } from './server-process.ts'

/** What is asked for under load. */
export interface Load {
  readonly method: 'GET' | 'POST' | 'PATCH'
  /** Path and query as they are sent: encoded. */
  readonly path: string
  readonly body?: string
  /** Requests that are counted. @default 20000 */
  readonly count?: number
  /** Requests before them, until the server's code is compiled; by default a quarter as many. */
  readonly warmUp?: number
}

const generator = fileURLToPath(new URL('./generator.ts', import.meta.url))

/**
 * Microseconds of CPU, user and system, that the server's process takes for one answered request.
 * Other work on the machine, and a generator that is slower than the server, hardly change this figure.
 *
 * @throws when an answer was not 2xx.
 */
export async function cpuPerRequest(server: ServerProcess, load: Load): Promise<number> {
  const { count = 20_000, warmUp = Math.ceil(count / 4) } = load
  await generate(server, load, warmUp)
  const before = cpuTime(server.pid)
  const { answered } = await generate(server, load, count)
  return (cpuTime(server.pid) - before) / answered
}

/** CPU time of a process since its start, user and system, in microseconds. */
export function cpuTime(pid: number): number {
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid)
}

function fromProc(pid: number): number {
  return fromScheduler(pid) ?? fromTicks(pid)
}

/** Nanoseconds on a processor of each thread (Documentation/scheduler/sched-stats.rst); not every kernel counts them. */
function fromScheduler(pid: number): number | undefined {
  const threads = `/proc/${pid}/task`
  try {
    const times = readdirSync(threads).map(
      (id) => readFileSync(`${threads}/${id}/schedstat`, 'utf8').split(' ')[0],
    )
    return times.reduce((sum, time) => sum + Number(time), 0) / 1000
  } catch {
    return undefined
  }
}

/** proc_pid_stat(5): fields 14 and 15, in clock ticks of 10 ms; the name in parentheses may hold spaces. */
function fromTicks(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return ((Number(fields[11]) + Number(fields[12])) / ticksPerSecond()) * 1e6
}

let ticks: number | undefined
function ticksPerSecond(): number {
  ticks ??= Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))
  return ticks
}

/** `[[hours:]minutes:]seconds` with fractions, as macOS and the BSDs print it. */
function fromPs(pid: number): number {
  if (process.platform === 'win32')
    throw new Error('CPU time is measured by ps, which Windows does not have.')
  const text = execFileSync('ps', ['-o', 'time=', '-p', String(pid)], { encoding: 'utf8' })
  return (
    text
      .trim()
      .split(':')
      .reduce((sum, part) => sum * 60 + Number(part), 0) * 1e6
  )
}

async function generate({ url }: ServerProcess, load: Load, count: number): Promise<Outcome> {
  const plan: Plan = { port: Number(new URL(url).port), request: bytesOf(load), connections: 16, count }
  const { stdout } = await promisify(execFile)(process.execPath, [generator, JSON.stringify(plan)])
  return JSON.parse(stdout)
}

function bytesOf({ method, path, body }: Load): string {
  const head = [`${method} ${path} HTTP/1.1`, 'Host: 127.0.0.1', 'Accept: */*', 'Authorization: Bearer any']
  if (body === undefined) return `${head.join('\r\n')}\r\n\r\n`
  const length = `Content-Length: ${Buffer.byteLength(body)}`
  return `${[...head, 'Content-Type: application/json', length].join('\r\n')}\r\n\r\n${body}`
}
