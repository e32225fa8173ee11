import { cpuUsage } from 'node:process'
import type { Benchmark, Contestant } from '@clientele/bench'
import { createMock, type Mock } from '../src/index.ts'
import { writeDescription } from './description-file.ts'
import { smallApi } from './descriptions/small-api.ts'

const sessions = 1000
const requests = 20_000
const url = 'http://127.0.0.1/tasks'
const headers = { 'Mock-Session': '' }

/** Microseconds of CPU for each of `times` runs. */
async function cpuOf(times: number, work: (index: number) => unknown): Promise<number> {
  const before = cpuUsage()
  for (let index = 0; index < times; index++) await work(index)
  const { user, system } = cpuUsage(before)
  return (user + system) / times
}

/** A new mock whose lazy parts have been compiled by requests outside of any session. */
async function warmed(): Promise<Mock> {
  const description = await writeDescription(smallApi())
  const mock = createMock({ documents: [description.path] })
  await description.remove()
  for (let index = 0; index < 2000; index++) await ask(mock, 'warm')
  return mock
}

async function ask(mock: Mock, session: string): Promise<void> {
  const answer = await mock.fetch(url, { headers: { ...headers, 'Mock-Session': session } })
  if (answer.status !== 200) throw new Error(`Answered ${answer.status}.`)
  await answer.arrayBuffer()
}

/** One list for each of `among` sessions in turn, which have all begun. */
function listing(among: number): Contestant {
  return {
    name: `list, ${among} ${among === 1 ? 'session' : 'sessions'}`,
    async measure() {
      const mock = await warmed()
      for (let index = 0; index < among; index++) await ask(mock, `s${index}`)
      const cpu = await cpuOf(requests, (index) => ask(mock, `s${index % among}`))
      await mock.close()
      return cpu
    },
  }
}

const beginning: Contestant = {
  name: 'begin a session',
  async measure() {
    const mock = await warmed()
    const cpu = await cpuOf(sessions, (index) => mock.session(`s${index}`).clock)
    await mock.close()
    return cpu
  },
}

const beginningWithList: Contestant = {
  name: 'begin a session, and its first list',
  async measure() {
    const mock = await warmed()
    const cpu = await cpuOf(sessions, (index) => ask(mock, `s${index}`))
    await mock.close()
    return cpu
  },
}

/** What a session costs: in process, so the figures hold no HTTP. */
const benchmark: Benchmark = {
  name: 'Sessions',
  unit: 'µs of CPU',
  setup: async () => ({
    contestants: [beginning, beginningWithList, listing(1), listing(sessions)],
    comparisons: [
      { label: 'begin a session', subject: beginning.name },
      { label: 'begin a session, and its first list', subject: beginningWithList.name },
      {
        label: `a list with ${sessions} sessions`,
        subject: listing(sessions).name,
        peer: listing(1).name,
        bound: { atMost: 1.5 },
        aim: 1.1,
      },
    ],
  }),
}

export default benchmark
