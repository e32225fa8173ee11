import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Benchmark } from '@clientele/bench'
import { writeDescription } from './description-file.ts'
import { smallApi } from './descriptions/small-api.ts'
import { cpuTime } from './load.ts'

const bin = fileURLToPath(new URL('../bin/clientele-mock.js', import.meta.url))

/** What is left to load or to compile once the command has printed its address. */
const benchmark: Benchmark = {
  name: 'CPU time of the first request after the address is printed, API of 5 operations',
  unit: 'ms',
  async setup() {
    const description = await writeDescription(smallApi())
    const post = { method: 'POST', body: '{"title":"Write minutes","done":false}' }
    const headers = { 'Content-Type': 'application/json' }
    return {
      contestants: [
        { name: 'GET list', measure: () => firstRequest(description.path, {}) },
        { name: 'POST', measure: () => firstRequest(description.path, { ...post, headers }) },
      ],
      comparisons: [
        { label: 'first answer', subject: 'GET list', bound: { atMost: 50 } },
        { label: 'first answer', subject: 'POST', bound: { atMost: 50 } },
      ],
      teardown: () => description.remove(),
    }
  },
}

export default benchmark

async function firstRequest(description: string, init: RequestInit): Promise<number> {
  const server = spawn(process.execPath, [bin, description, '--port', '0', '--log', 'silent'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const pid = server.pid as number
  let said = ''
  try {
    for await (const part of server.stdout) {
      said += part
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0]
      if (url === undefined) continue
      const before = cpuTime(pid)
      const answer = await fetch(`${url}/tasks`, init)
      await answer.arrayBuffer()
      if (!answer.ok) throw new Error(`The mock answered ${answer.status}.`)
      return (cpuTime(pid) - before) / 1000
    }
    throw new Error(`The mock ended before it printed its address: ${said}`)
  } finally {
    const ended = once(server, 'exit')
    server.kill('SIGKILL')
    await ended
  }
}
