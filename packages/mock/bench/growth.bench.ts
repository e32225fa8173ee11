import { cpuUsage } from 'node:process'
import type { Benchmark, Contestant } from '@clientele/bench'
import { createMock, type Mock } from '../src/index.ts'
import { smallApi } from './descriptions/small-api.ts'

const origin = 'http://tasks.example'
const requests = 4_000
const small = 10
const large = 100_000

interface Work {
  readonly label: string
  readonly request: (index: number) => Request
}

/** The middle one of the records: neither the first that is found nor the last. */
const record = (records: number) => `${origin}/tasks/${idOf(records / 2)}`

const worksOn = (records: number): readonly Work[] => [
  { label: 'GET list, limit=5', request: () => new Request(`${origin}/tasks?limit=5`) },
  { label: 'GET record', request: () => new Request(record(records)) },
  { label: 'PATCH', request: (index) => sending('PATCH', record(records), { title: `Task ${index}` }) },
  { label: 'POST', request: () => sending('POST', `${origin}/tasks`, { title: 'New', done: false }) },
  {
    label: 'POST and list in turn',
    request: (index) =>
      index % 2 === 0
        ? new Request(`${origin}/tasks?limit=5`)
        : sending('POST', `${origin}/tasks`, { title: 'New', done: false }),
  },
]

/** What a request costs when there is more: flat, apart from memory that the processor's caches do not hold. */
const benchmark: Benchmark = {
  name: 'CPU time of one request in process, by records and by operations',
  unit: 'µs',
  async setup() {
    const [few, many] = [small, large].map((count) => filled(count)) as [Filled, Filled]
    const wide = createMock({ documents: [copied(2_000)] })
    const first = '/area1000'
    const list = () => new Request(`${origin}${first}/tasks?limit=5`)
    await wide.ready()
    return {
      contestants: [
        ...worksOn(small).map((work) =>
          contestant(`${work.label}, ${small} records`, few.mock, work, few.restart),
        ),
        ...worksOn(large).map((work) =>
          contestant(`${work.label}, ${large} records`, many.mock, work, many.restart),
        ),
        contestant('GET list, 10,000 operations', wide, { label: '', request: list }),
      ],
      comparisons: [
        ...worksOn(small).map(({ label }) => ({
          label: `${label}: records`,
          subject: `${label}, ${large} records`,
          peer: `${label}, ${small} records`,
          bound: { atMost: 2 },
          aim: 1,
        })),
        {
          label: 'GET list: operations',
          subject: 'GET list, 10,000 operations',
          peer: `GET list, limit=5, ${small} records`,
          bound: { atMost: 1.5 },
          aim: 1,
        },
      ],
      teardown: async () => {
        await Promise.all([few.mock, many.mock, wide].map((mock) => mock.close()))
      },
    }
  },
}

export default benchmark

function contestant(name: string, mock: Mock, { request }: Work, restart?: () => void): Contestant {
  return {
    name,
    measure: () => {
      restart?.()
      return cpuOf(mock, request)
    },
  }
}

async function cpuOf(mock: Mock, request: (index: number) => Request): Promise<number> {
  await ask(mock, request, requests / 2)
  const before = cpuUsage()
  await ask(mock, request, requests)
  const { user, system } = cpuUsage(before)
  return (user + system) / requests
}

async function ask(mock: Mock, request: (index: number) => Request, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    const answer = await mock.fetch(request(index))
    if (!answer.ok) throw new Error(`Answered ${answer.status}: ${await answer.text()}`)
    await answer.text()
  }
}

function sending(method: string, url: string, body: object): Request {
  return new Request(url, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
}

function idOf(index: number): string {
  return `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`
}

interface Filled {
  readonly mock: Mock
  /** Back to the records of the beginning. */
  readonly restart: () => void
}

/** A mock of the small API with so many records. */
function filled(count: number): Filled {
  const mock = createMock({ documents: [smallApi()] })
  const records = Array.from({ length: count }, (_, index) => {
    const id = idOf(index)
    return { key: id, value: { id, title: `Task ${index}`, done: false, createdAt: '2026-11-20T08:00:00Z' } }
  })
  const [{ name = '' } = {}] = mock.apis()
  const snapshot = {
    format: 1,
    collections: [{ api: name, resource: '/tasks', parents: [], records }],
  } as const
  return { mock, restart: () => mock.restore(snapshot) }
}

/** The small API again and again, each time below a path of its own. */
function copied(times: number) {
  const api = smallApi() as unknown as { openapi: string; paths: Record<string, Record<string, object>> }
  const paths = Array.from({ length: times }, (_, index) =>
    Object.entries(api.paths).map(([path, item]) => [`/area${index}${path}`, renamed(item, index)]),
  )
  return { ...api, paths: Object.fromEntries(paths.flat()) }
}

function renamed(item: Record<string, object>, index: number): Record<string, unknown> {
  const fields = Object.entries(item).map(([name, value]) => [
    name,
    'operationId' in value ? { ...value, operationId: `${value.operationId}${index}` } : value,
  ])
  return Object.fromEntries(fields)
}
