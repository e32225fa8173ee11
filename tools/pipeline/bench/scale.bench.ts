import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Benchmark, Comparison } from '@clientele/bench'
import { turbo } from '../src/turbo.ts'
import { WorkspaceCopy } from '../src/workspace-copy.ts'
import { plot } from './scale/plot.ts'
import { type Measured, ScaledApi, sizesOf, steps } from './scale/steps.ts'

const sizes = [10, 100, 1_000, 10_000]
const results = new Map<number, Measured>()
const plotFile = join(import.meta.dirname, '../dist/scale.svg')

/** Ten times the operations take at most ten times as long, plus a margin for uneven work. */
const growth = 13

const named = (what: string, size: number) => `${what}, ${size.toLocaleString('en-US')} operations`

/** Each size beside the previous one. */
function comparisons(names: readonly string[]): Comparison[] {
  return names.flatMap((name) =>
    sizes.map((size, index): Comparison => {
      const before = sizes[index - 1]
      const line = { label: name, subject: named(name, size) }
      return before === undefined ? line : { ...line, peer: named(name, before), bound: { atMost: growth } }
    }),
  )
}

/** All steps on a generated description in our own style, from 10 to 10,000 operations. */
const time: Benchmark = {
  name: 'Scale: CPU time of each step by the number of operations',
  unit: 's',
  rounds: 1,
  onlyWhenNamed: true,
  async setup({ log }) {
    const folder = mkdtempSync(join(tmpdir(), 'clientele-scale-'))
    log('copying the repository with its packages, for the site')
    const copy = new WorkspaceCopy('copied')
    await turbo(copy.root, 'run', 'build', '--filter=@clientele/reference^...')
    const measureAll = async (size: number): Promise<Measured> => {
      const api = new ScaledApi(mkdtempSync(join(folder, 'api-')), log)
      const measured = await api.measure(size)
      await api.measureSite(copy)
      results.set(size, measured)
      return measured
    }
    return {
      contestants: sizes.flatMap((size) =>
        steps.map((step) => ({
          name: named(step, size),
          measure: async () => (results.get(size) ?? (await measureAll(size))).seconds[step] as number,
        })),
      ),
      comparisons: comparisons(steps),
      teardown() {
        mkdirSync(join(plotFile, '..'), { recursive: true })
        writeFileSync(
          plotFile,
          plot(sizes, (step, size) => results.get(size)?.seconds[step] ?? Number.POSITIVE_INFINITY),
        )
        log(`plotted in ${plotFile}; removing what was built`)
        copy.remove()
        rmSync(folder, { recursive: true, force: true })
      },
    }
  },
}

/** Measured in the runs of the first benchmark. */
const space: Benchmark = {
  name: 'Scale: memory of the mock and size of the site by the number of operations',
  unit: 'MB',
  rounds: 1,
  onlyWhenNamed: true,
  setup: async () => ({
    contestants: sizes.flatMap((size) =>
      sizesOf.map((what) => ({
        name: named(what, size),
        measure: () => results.get(size)?.megabytes[what] ?? Number.POSITIVE_INFINITY,
      })),
    ),
    comparisons: comparisons(sizesOf),
  }),
}

export default [time, space]
