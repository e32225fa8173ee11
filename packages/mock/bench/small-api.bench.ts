import type { Benchmark, BenchmarkContext, Comparison, Contestant } from '@clientele/bench'
import { type DescriptionFile, writeDescription } from './description-file.ts'
import { smallApi } from './descriptions/small-api.ts'
import { launchBare, launchMock, launchPrism, launchScalar } from './launches.ts'
import { type Load, requestsPerSecond } from './load.ts'
import { type ServerProcess, startServer } from './server-process.ts'

const ready = '/tasks'
const get: Load = { method: 'GET', path: '/tasks' }
const post: Load = {
  method: 'POST',
  path: '/tasks',
  body: '{"title":"Write minutes","done":false,"priority":"high"}',
}

/**
 * The mock with its state and its validation on. What POST creates stays, so that lists would grow; each
 * measurement begins anew.
 */
const benchmark: Benchmark = {
  name: 'Small API of 5 operations, with state and validation',
  unit: 'requests/s',
  rounds: 3,
  async setup(context) {
    const description = await writeDescription(smallApi())
    const servers = await startAll(description, context)
    return {
      contestants: [...contestants('GET list', get, servers), ...contestants('POST', post, servers)],
      comparisons: [...comparisons('GET list', 4, 2, 1.5), ...comparisons('POST', 3, 1.5, 2), ...bare()],
      async teardown() {
        await Promise.all([...servers.values()].map((server) => server.stop()))
        await description.remove()
      },
    }
  },
}

export default benchmark

async function startAll(
  { path }: DescriptionFile,
  context: BenchmarkContext,
): Promise<Map<string, ServerProcess>> {
  const own = await startServer(launchMock(path, ready, '--log', 'silent'))
  const list = await (await fetch(`${own.url}/tasks`)).text()
  const created = JSON.stringify(JSON.parse(list)[0])
  const scalar = await launchScalar(context, path)(ready)
  return new Map([
    ['mock --log silent', own],
    ['mock', await startServer(launchMock(path, ready))],
    ['prism mock', await startServer(launchPrism(path, ready))],
    ['prism mock -v silent', await startServer(launchPrism(path, ready, '-v', 'silent'))],
    ['Scalar', await startServer(scalar)],
    ['bare node:http, GET list', await startServer(launchBare(200, list))],
    ['bare node:http, POST', await startServer(launchBare(201, created))],
  ])
}

function contestants(label: string, load: Load, servers: ReadonlyMap<string, ServerProcess>): Contestant[] {
  return [...servers]
    .filter(([name]) => !name.startsWith('bare') || name.endsWith(label))
    .map(([name, { url }]) => ({
      name: `${label}: ${name}`,
      async measure() {
        if (name.startsWith('mock')) await fetch(`${url}/__mock/reset`, { method: 'POST' })
        return requestsPerSecond(url, load)
      },
    }))
}

function comparisons(label: string, asItComes: number, silent: number, scalar: number): Comparison[] {
  const against = (subject: string, peer: string, atLeast: number): Comparison => ({
    label,
    subject: `${label}: ${subject}`,
    peer: `${label}: ${peer}`,
    bound: { atLeast },
  })
  return [
    against('mock', 'prism mock', asItComes),
    against('mock --log silent', 'prism mock -v silent', silent),
    against('mock --log silent', 'Scalar', scalar),
  ]
}

/** No bound was set against a server that does nothing; half of it is the aim for the list. */
function bare(): Comparison[] {
  return [
    {
      label: 'GET list',
      subject: 'GET list: mock --log silent',
      peer: 'GET list: bare node:http, GET list',
      aim: 0.5,
    },
    { label: 'POST', subject: 'POST: mock --log silent', peer: 'POST: bare node:http, POST' },
  ]
}
