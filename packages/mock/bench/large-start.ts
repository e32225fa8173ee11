import type { BenchmarkContext, BenchmarkRun, Comparison, Contestant } from '@clientele/bench'
import { writeDescription } from './description-file.ts'
import { largeApi } from './descriptions/large-api.ts'
import { launchMock, launchPrism, launchScalar } from './launches.ts'
import { type Launch, type ServerProcess, startServer } from './server-process.ts'

const path = '/accounts/northwind/repositories120/1201'
const patience = 120_000

/** Starts each server on the description of 1,200 operations, takes one figure, and ends it. */
export async function measureStarts(
  context: BenchmarkContext,
  figure: (server: ServerProcess) => Promise<number> | number,
  comparisons: Comparison[],
): Promise<BenchmarkRun> {
  const description = await writeDescription(largeApi())
  const launches: Record<string, Launch> = {
    mock: launchMock(description.path, path),
    'prism mock -v silent': launchPrism(description.path, path, '-v', 'silent'),
    Scalar: await launchScalar(context, description.path)(path),
  }
  const contestants = Object.entries(launches).map(
    ([name, launch]): Contestant => ({
      name,
      async measure() {
        const server = await startServer({ ...launch, patience })
        try {
          return await figure(server)
        } finally {
          await server.stop()
        }
      },
    }),
  )
  return { contestants, comparisons, teardown: () => description.remove() }
}

/** The path that every start is measured by. */
export const startPath = path
