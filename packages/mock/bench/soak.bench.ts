import { writeFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Benchmark, BenchmarkContext } from '@clientele/bench'
import { median } from '@clientele/bench'
import { writeDescription } from './description-file.ts'
import { smallApi } from './descriptions/small-api.ts'
import { type ServerProcess, startServer } from './server-process.ts'

const bin = fileURLToPath(new URL('../bin/clientele-mock.js', import.meta.url))
const usual = 600
/** Records that exist at any time; each round of requests creates one and deletes the oldest. */
const kept = 100
/** Milliseconds between two rounds of requests. */
const pause = 20
/** Seconds between two edits of the description. */
const edited = 2

/**
 * `--size` seconds of traffic of all kinds on one server whose description changes meanwhile. The figure is the memory of
 * the last quarter of the time, in parts of that of the second quarter: what leaks grows.
 */
const benchmark: Benchmark = {
  name: 'Soak: memory at the end, in parts of the memory after a quarter of the time',
  unit: 'parts',
  rounds: 1,
  onlyWhenNamed: true,
  async setup(context) {
    const description = await writeDescription(smallApi())
    const server = await startServer({
      args: (port) => [bin, description.path, '--port', String(port), '--log', 'silent', '--count', '20'],
      path: '/tasks',
    })
    return {
      contestants: [{ name: 'mock', measure: () => soak(server, description.path, context) }],
      comparisons: [{ label: 'resident memory', subject: 'mock', bound: { atMost: 1.25 } }],
      async teardown() {
        await server.stop()
        await description.remove()
      },
    }
  },
}

export default benchmark

async function soak(
  server: ServerProcess,
  description: string,
  { size = usual, log }: BenchmarkContext,
): Promise<number> {
  const started = Date.now()
  const seconds = () => (Date.now() - started) / 1000
  const memory: number[] = []
  let requests = 0
  let reloads = 0
  let nextSample = 0
  let nextEdit = edited
  const ids: string[] = []
  while (seconds() < size) {
    requests += await round(server.url, ids, requests)
    // Memory is what counts; a full load would only measure the machine.
    await setTimeout(pause)
    if (seconds() >= nextSample) {
      memory.push(server.memory())
      nextSample += 1
    }
    if (seconds() >= nextEdit) {
      await writeFile(description, JSON.stringify(smallApi(), null, 1 + (++reloads % 3)))
      nextEdit += edited
    }
  }
  const quarter = Math.floor(memory.length / 4)
  const early = median(memory.slice(quarter, 2 * quarter))
  const late = median(memory.slice(-quarter))
  log(`${size} s, ${requests} requests, ${reloads} edits; ${early.toFixed(0)} MB, then ${late.toFixed(0)} MB`)
  return late / early
}

/** Each kind of request once. @throws Error for an answer that is not expected */
async function round(url: string, ids: string[], number: number): Promise<number> {
  const send = async (path: string, wanted: number, init: RequestInit = {}) => {
    const response = await fetch(url + path, init)
    const text = await response.text()
    if (response.status !== wanted)
      throw new Error(`${init.method ?? 'GET'} ${path} got ${response.status}: ${text.slice(0, 200)}`)
    return text
  }
  const json = (method: string, body: unknown) => ({
    method,
    body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json' },
  })
  const created = await send('/tasks', 201, json('POST', { title: `Task ${number}`, done: false }))
  ids.push((JSON.parse(created) as { id: string }).id)
  await send(`/tasks/${ids[0]}`, 200)
  await send(`/tasks/${ids[0]}`, 200, json('PATCH', { done: true }))
  await send(`/tasks?limit=${(number % 50) + 1}`, 200)
  await send('/tasks', 400, json('POST', { title: number }))
  await send(`/nowhere/${number}`, 404)
  if (ids.length <= kept) return 6
  await send(`/tasks/${ids.shift()}`, 204, { method: 'DELETE' })
  return 7
}
