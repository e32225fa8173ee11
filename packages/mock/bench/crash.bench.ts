import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Benchmark } from '@clientele/bench'
import { seededRandom } from '../src/store/random.ts'
import { killAgainAndAgain } from '../test/state/kill-rounds.ts'

const usual = 60

/** `--size` times `kill -9` beside writes with `--state`: what was answered has to be there after the next start. */
const benchmark: Benchmark = {
  name: 'kill -9: answered writes that are lost, undone, or come back',
  unit: 'findings',
  rounds: 1,
  onlyWhenNamed: true,
  async setup({ size = usual, seed = Date.now() % 1_000_000, log }) {
    const folder = await mkdtemp(join(tmpdir(), 'clientele-crash-'))
    log(`${size} kills, seed ${seed}`)
    const measure = async () => {
      const { answered, wrong } = await killAgainAndAgain(join(folder, 'state.db'), size, seededRandom(seed))
      log(`${answered} answered writes`)
      for (const finding of wrong.slice(0, 20)) log(finding)
      return wrong.length
    }
    return {
      contestants: [{ name: 'mock', measure }],
      comparisons: [{ label: 'findings', subject: 'mock', bound: { atMost: 0 } }],
      teardown: () => rm(folder, { recursive: true, force: true }),
    }
  },
}

export default benchmark
