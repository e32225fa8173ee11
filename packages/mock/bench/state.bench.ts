import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Benchmark, Comparison, Contestant } from '@clientele/bench'
import { writeDescription } from './description-file.ts'
import { smallApi } from './descriptions/small-api.ts'
import { launchMock } from './launches.ts'
import { cpuPerRequest, type Load } from './load.ts'
import { type ServerProcess, startServer } from './server-process.ts'

interface Work {
  readonly label: string
  readonly load: Omit<Load, 'path'>
  /** At least this share of the cost without a state file. */
  readonly atLeast: number
}

const works: readonly Work[] = [
  { label: 'GET list', load: { method: 'GET' }, atLeast: 0.8 },
  { label: 'POST', load: { method: 'POST', body: '{"title":"Write minutes","done":false}' }, atLeast: 0.5 },
  { label: 'PATCH', load: { method: 'PATCH', body: '{"done":true}' }, atLeast: 0.5 },
]

/** The command over HTTP, with its state in memory and in a file; both begin anew before each measurement. */
const benchmark: Benchmark = {
  name: 'CPU time for one request, state in a file against state in memory',
  unit: 'µs',
  async setup() {
    const description = await writeDescription(smallApi())
    const folder = await mkdtemp(join(tmpdir(), 'clientele-bench-state-'))
    const start = (...options: string[]) =>
      startServer(launchMock(description.path, '/tasks', '--log', 'silent', ...options))
    const memory = await start()
    const file = await start('--state', join(folder, 'state.db'))
    return {
      contestants: works.flatMap((work) => [
        contestant(work, 'memory', memory),
        contestant(work, 'file', file),
      ]),
      comparisons: works.map(comparison),
      async teardown() {
        await Promise.all([memory.stop(), file.stop()])
        await Promise.all([description.remove(), rm(folder, { recursive: true })])
      },
    }
  },
}

export default benchmark

function comparison({ label, atLeast }: Work): Comparison {
  return { label, subject: `${label}, memory`, peer: `${label}, file`, bound: { atLeast } }
}

function contestant({ label, load }: Work, place: string, server: ServerProcess): Contestant {
  return {
    name: `${label}, ${place}`,
    async measure() {
      await fetch(`${server.url}/__mock/reset`, { method: 'POST' })
      const [task] = (await (await fetch(`${server.url}/tasks`)).json()) as { id: string }[]
      const path = load.method === 'PATCH' ? `/tasks/${task?.id}` : '/tasks'
      return cpuPerRequest(server, { ...load, path, count: 5_000 })
    },
  }
}
