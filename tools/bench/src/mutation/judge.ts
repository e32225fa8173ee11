// The process that runs tests on changed sources: answers each change with whether they noticed it.
import type { Mutant } from './mutants.ts'
import { TestRuns } from './test-runs.ts'

const runs = new TestRuns(process.argv[2] as string)

process.on('message', async ({ mutant, files }: { mutant: Mutant; files: string[] }) => {
  process.send?.(await runs.notices(mutant, files))
})
process.on('disconnect', () => process.exit())
