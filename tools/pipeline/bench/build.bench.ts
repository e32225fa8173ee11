import type { Benchmark } from '@clientele/bench'
import { summarizedRun, turbo } from '../src/turbo.ts'
import { WorkspaceCopy } from '../src/workspace-copy.ts'

/**
 * The whole build in a copy of the repository: cold (nothing cached) and warm (everything cached), without `npm ci`.
 */
const build: Benchmark = {
  name: 'whole build',
  unit: 'ms',
  rounds: 3,
  setup: async ({ log }) => {
    log('copying the repository with its packages')
    const copy = new WorkspaceCopy('copied')
    let steps = await measureSteps(copy).catch((error: unknown) => {
      copy.remove()
      throw error
    })
    log(`${steps.size} steps`)
    return {
      contestants: [
        { name: 'cold', measure: () => timed(() => turbo(copy.root, 'run', 'build', '--force')) },
        { name: 'warm', measure: () => timed(() => turbo(copy.root, 'run', 'build')) },
        {
          name: 'sum of the steps',
          measure: async () => {
            steps = await measureSteps(copy)
            return [...steps.values()].reduce((sum, step) => sum + step, 0)
          },
        },
        // Of the run that was just measured.
        ...[...steps.keys()].map((name) => ({ name, measure: () => steps.get(name) as number })),
      ],
      comparisons: [
        { label: 'cold', subject: 'cold' },
        { label: 'warm', subject: 'warm', bound: { atMost: 1000 } },
        { label: 'warm / cold', subject: 'warm', peer: 'cold' },
        ...[...steps.keys()].map((name) => ({
          label: `share of ${name}`,
          subject: name,
          peer: 'sum of the steps',
        })),
      ],
      teardown: () => copy.remove(),
    }
  },
}

export default build

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** Time of each step of one cold run, one step at a time so that none waits for another's processor. */
async function measureSteps(copy: WorkspaceCopy): Promise<Map<string, number>> {
  const { tasks } = await summarizedRun({}, copy.root, 'build', '--force', '--concurrency=1')
  return new Map(
    tasks.flatMap(({ taskId, execution }) =>
      execution ? [[taskId, execution.endTime - execution.startTime] as const] : [],
    ),
  )
}
