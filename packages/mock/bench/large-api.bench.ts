import type { Benchmark } from '@clientele/bench'
import { writeDescription } from './description-file.ts'
import { largeApi } from './descriptions/large-api.ts'
import { smallApi } from './descriptions/small-api.ts'
import { launchMock, launchPrism, launchScalar } from './launches.ts'
import { cpuPerRequest } from './load.ts'
import { type ServerProcess, startServer } from './server-process.ts'

/** In the middle of the description: neither the first path that is tried nor the last one. */
const record = '/accounts/northwind/repositories120/1201'

/** On a small API, one record; Prism takes no other id than one of the right form. */
const smallRecord = '/tasks/8d2f6a1e-4b7c-4d3a-9e5f-0c1b2a3d4e50'

/** Prism takes about 10 ms for each request here: it gets fewer of them. */
const prismRequests = 400

/** What the number of operations costs: one GET on 1,200 operations, and on five. */
const benchmark: Benchmark = {
  name: 'CPU time for one request, API of 1,200 operations (13 MB)',
  unit: 'µs',
  rounds: 3,
  async setup(context) {
    const [large, small] = [await writeDescription(largeApi()), await writeDescription(smallApi())]
    const patience = 120_000
    const mock = await startServer(launchMock(large.path, record, '--log', 'silent'))
    const prism = await startServer({ ...launchPrism(large.path, record, '-v', 'silent'), patience })
    const scalar = await startServer({ ...(await launchScalar(context, large.path)(record)), patience })
    const smallMock = await startServer(launchMock(small.path, smallRecord, '--log', 'silent'))
    const asks = (name: string, server: ServerProcess, path: string, count?: number) => ({
      name,
      measure: () => cpuPerRequest(server, { method: 'GET', path, ...(count !== undefined && { count }) }),
    })
    return {
      contestants: [
        asks('mock', mock, record),
        asks('prism mock -v silent', prism, record, prismRequests),
        asks('Scalar', scalar, record),
        asks('mock on 5 operations', smallMock, smallRecord),
      ],
      comparisons: [
        { label: 'GET record', subject: 'prism mock -v silent', peer: 'mock', bound: { atLeast: 50 } },
        { label: 'GET record', subject: 'Scalar', peer: 'mock', bound: { atLeast: 1 } },
        { label: 'GET record', subject: 'mock on 5 operations', peer: 'mock', aim: 1 },
      ],
      async teardown() {
        await Promise.all([mock, prism, scalar, smallMock].map((server) => server.stop()))
        await Promise.all([large.remove(), small.remove()])
      },
    }
  },
}

export default benchmark
