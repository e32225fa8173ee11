import { fileURLToPath } from 'node:url'
import type { Benchmark, Comparison, Contestant } from '@clientele/bench'
import { writeDescription } from './description-file.ts'
import { smallApi } from './descriptions/small-api.ts'
import { launchBare, launchMock, launchPrism } from './launches.ts'
import { cpuPerRequest, type Load } from './load.ts'
import { type ServerProcess, startServer } from './server-process.ts'

const customers = fileURLToPath(new URL('../../../specs/dist/graph-customers.yaml', import.meta.url))
const query = '$filter=isOnBoardedToMTM eq true&$orderby=displayName desc&$top=2'
const record = '/tasks/8d2f6a1e-4b7c-4d3a-9e5f-0c1b2a3d4e50'

/** Prism needs as many as the others before its figure stays the same; it has fewer that count, since they take longer. */
const warmUp = 5000

interface Work {
  readonly label: string
  readonly load: Load
  /** The share of an empty server's cost: the bound, and what to work towards. */
  readonly ofBare: { readonly atLeast: number; readonly aim: number }
  /** How many times the cost Prism must have at least; undefined where Prism cannot do the work. */
  readonly prism?: number
  readonly api: 'tasks' | 'customers'
  readonly status: number
}

const works: readonly Work[] = [
  {
    label: 'GET list, 4 kB',
    api: 'tasks',
    load: { method: 'GET', path: '/tasks' },
    ofBare: { atLeast: 0.4, aim: 0.5 },
    prism: 8,
    status: 200,
  },
  {
    label: 'GET list with $filter, $orderby, $top=2',
    api: 'customers',
    load: { method: 'GET', path: `/beta/Customers?${query.replaceAll(' ', '%20')}` },
    ofBare: { atLeast: 0.3, aim: 0.4 },
    status: 200,
  },
  {
    label: 'GET record',
    api: 'tasks',
    load: { method: 'GET', path: record },
    ofBare: { atLeast: 0.4, aim: 0.5 },
    prism: 8,
    status: 200,
  },
  {
    label: 'PATCH',
    api: 'tasks',
    load: { method: 'PATCH', path: record, body: '{"done":true,"priority":"high"}' },
    ofBare: { atLeast: 0.25, aim: 0.35 },
    status: 200,
  },
  {
    label: 'POST',
    api: 'tasks',
    load: {
      method: 'POST',
      path: '/tasks',
      body: '{"title":"Write minutes","done":false,"priority":"high"}',
    },
    ofBare: { atLeast: 0.25, aim: 0.35 },
    prism: 5,
    status: 201,
  },
]

/**
 * What one answered request costs the server, with state, validation, request log and request ids on.
 * The empty server reads the same request and sends the same bytes.
 */
const benchmark: Benchmark = {
  name: 'CPU time of the server for one request',
  unit: 'µs',
  async setup() {
    const description = await writeDescription(smallApi())
    const own = {
      tasks: await startServer(launchMock(description.path, '/tasks', '--log', 'silent')),
      customers: await startServer(
        launchMock(customers, '/__mock/clock', '--log', 'silent', '--count', '20'),
      ),
    }
    const prism = await startServer(launchPrism(description.path, '/tasks', '-v', 'silent'))
    const bare: ServerProcess[] = []
    for (const work of works) bare.push(await startBare(work, own[work.api]))
    return {
      contestants: works.flatMap((work, index): Contestant[] => [
        { name: `${work.label}: mock`, measure: () => fromStart(own[work.api], work.load) },
        {
          name: `${work.label}: empty`,
          measure: () => cpuPerRequest(bare[index] as ServerProcess, work.load),
        },
        ...(work.prism === undefined
          ? []
          : [
              {
                name: `${work.label}: prism`,
                measure: () => cpuPerRequest(prism, { ...work.load, count: 4000, warmUp }),
              },
            ]),
      ]),
      comparisons: works.flatMap(comparisons),
      async teardown() {
        await Promise.all([own.tasks, own.customers, prism, ...bare].map((server) => server.stop()))
        await description.remove()
      },
    }
  },
}

export default benchmark

function comparisons({ label, ofBare: { atLeast, aim }, prism }: Work): Comparison[] {
  const empty = { label: `${label}: empty server`, subject: `${label}: empty`, peer: `${label}: mock` }
  const toPrism = { label: `${label}: Prism silent`, subject: `${label}: prism`, peer: `${label}: mock` }
  return [
    { ...empty, bound: { atLeast }, aim },
    ...(prism === undefined ? [] : [{ ...toPrism, bound: { atLeast: prism } }]),
  ]
}

/** What POST creates stays, so that lists would grow: each measurement begins anew. */
async function fromStart(server: ServerProcess, load: Load): Promise<number> {
  await fetch(`${server.url}/__mock/reset`, { method: 'POST' })
  return cpuPerRequest(server, load)
}

async function startBare({ load, status }: Work, own: ServerProcess): Promise<ServerProcess> {
  const { method, path, body } = load
  const headers = {
    Authorization: 'Bearer any',
    ...(body !== undefined && { 'Content-Type': 'application/json' }),
  }
  const answer = await fetch(`${own.url}${path}`, { method, headers, ...(body !== undefined && { body }) })
  const text = await answer.text()
  if (answer.status !== status) throw new Error(`${method} ${path} was answered ${answer.status}: ${text}`)
  // POST changed what a list shows; the records of the next work are those of the start again.
  await fetch(`${own.url}/__mock/reset`, { method: 'POST' })
  return startServer(launchBare(status, text))
}
