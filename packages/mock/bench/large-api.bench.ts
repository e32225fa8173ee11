import type { Benchmark, Contestant } from '@clientele/bench'
import { writeDescription } from './description-file.ts'
import { largeApi } from './descriptions/large-api.ts'
import { smallApi } from './descriptions/small-api.ts'
import { launchMock, launchPrism, launchScalar } from './launches.ts'
import { requestsPerSecond } from './load.ts'
import { type ServerProcess, startServer } from './server-process.ts'

/** In the middle of the description: neither the first path that is tried nor the last one. */
const record = '/accounts/northwind/repositories120/1201'

/** On a small API, one record; Prism takes no other id than one of the right form. */
const smallRecord = '/tasks/8d2f6a1e-4b7c-4d3a-9e5f-0c1b2a3d4e50'

/** What the number of operations costs: one GET on 1,200 operations, and on five. */
const benchmark: Benchmark = {
  name: 'API of 1,200 operations (13 MB)',
  unit: 'requests/s',
  rounds: 3,
  async setup(context) {
    const [large, small] = [await writeDescription(largeApi()), await writeDescription(smallApi())]
    const servers: [string, string, ServerProcess][] = [
      ['mock', record, await startServer(launchMock(large.path, record, '--log', 'silent'))],
      [
        'prism mock -v silent',
        record,
        await startServer({ ...launchPrism(large.path, record, '-v', 'silent'), patience: 120_000 }),
      ],
      [
        'Scalar',
        record,
        await startServer({ ...(await launchScalar(context, large.path)(record)), patience: 120_000 }),
      ],
      [
        'mock on 5 operations',
        smallRecord,
        await startServer(launchMock(small.path, smallRecord, '--log', 'silent')),
      ],
    ]
    return {
      contestants: servers.map(
        ([name, path, { url }]): Contestant => ({
          name: `GET record: ${name}`,
          measure: () => requestsPerSecond(url, { method: 'GET', path }),
        }),
      ),
      comparisons: [
        {
          label: 'GET record',
          subject: 'GET record: mock',
          peer: 'GET record: prism mock -v silent',
          bound: { atLeast: 50 },
        },
        {
          label: 'GET record',
          subject: 'GET record: mock',
          peer: 'GET record: Scalar',
          bound: { atLeast: 1 },
        },
        {
          label: 'GET record',
          subject: 'GET record: mock',
          peer: 'GET record: mock on 5 operations',
          aim: 1,
        },
      ],
      async teardown() {
        await Promise.all(servers.map(([, , server]) => server.stop()))
        await Promise.all([large.remove(), small.remove()])
      },
    }
  },
}

export default benchmark
