import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Benchmark, Comparison, Contestant } from '@clientele/bench'
import autocannon from 'autocannon'
import { smallApi } from './descriptions/small-api.ts'

const bin = fileURLToPath(new URL('../bin/clientele-mock.js', import.meta.url))
const seconds = 2
const connections = 16

interface Work {
  readonly label: string
  readonly method: 'GET' | 'POST' | 'PATCH'
  readonly body?: string
  /** At least this share of the requests per second without a state file. */
  readonly atLeast: number
}

const works: readonly Work[] = [
  { label: 'GET list', method: 'GET', atLeast: 0.8 },
  { label: 'POST', method: 'POST', body: '{"title":"Write minutes","done":false}', atLeast: 0.5 },
  { label: 'PATCH', method: 'PATCH', body: '{"done":true}', atLeast: 0.5 },
]

/** The command over HTTP, with its state in memory and in a file; both begin anew before each measurement. */
const benchmark: Benchmark = {
  name: 'State in a file against state in memory, 5 operations',
  unit: 'requests/s',
  async setup() {
    const folder = await mkdtemp(join(tmpdir(), 'clientele-bench-state-'))
    const description = join(folder, 'tasks.json')
    await writeFile(description, JSON.stringify(smallApi()))
    const memory = await start(description)
    const file = await start(description, '--state', join(folder, 'state.db'))
    return {
      contestants: works.flatMap((work) => [
        contestant(work, 'memory', memory),
        contestant(work, 'file', file),
      ]),
      comparisons: works.map(comparison),
      async teardown() {
        await Promise.all([stop(memory), stop(file)])
        await rm(folder, { recursive: true })
      },
    }
  },
}

export default benchmark

function comparison({ label, atLeast }: Work): Comparison {
  return { label, subject: `${label}, file`, peer: `${label}, memory`, bound: { atLeast } }
}

function contestant(work: Work, place: 'memory' | 'file', server: Server): Contestant {
  return { name: `${work.label}, ${place}`, measure: () => measure(work, server) }
}

async function measure({ method, body }: Work, { url }: Server): Promise<number> {
  await fetch(`${url}/__mock/reset`, { method: 'POST' })
  const [task] = (await (await fetch(`${url}/tasks`)).json()) as { id: string }[]
  const result = await autocannon({
    url: method === 'PATCH' ? `${url}/tasks/${task?.id}` : `${url}/tasks`,
    method,
    connections,
    duration: seconds,
    ...(body !== undefined && { body, headers: { 'content-type': 'application/json' } }),
  })
  const failed = result.non2xx + result.errors + result.timeouts
  if (failed > 0) throw new Error(`${failed} of the requests to ${method} ${url} were not answered with 2xx`)
  return result.requests.average
}

interface Server {
  readonly process: ChildProcess
  readonly url: string
}

async function start(...args: string[]): Promise<Server> {
  const server = spawn(process.execPath, [bin, ...args, '--port', '0', '--log', 'silent'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  for await (const part of server.stdout) {
    said += part
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0]
    if (url !== undefined) return { process: server, url }
  }
  throw new Error(`The mock ended before it listened: ${said}`)
}

async function stop({ process: server }: Server): Promise<void> {
  const ended = once(server, 'exit')
  server.kill('SIGTERM')
  await ended
}
