import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { thorough } from '@clientele/vitest-config'
import { afterAll, expect, test } from 'vitest'
import { seededRandom } from '../../src/store/random.ts'
import { killAgainAndAgain } from './kill-rounds.ts'

const kills = thorough ? 200 : 20
/** Processes that are killed side by side, each with a file of its own. */
const lanes = 4

const folder = mkdtempSync(join(tmpdir(), 'clientele-kill-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test(`every answered write is there after the process was killed ${kills} times`, async () => {
  const random = seededRandom(20261120)
  const runs = Array.from({ length: lanes }, (_, lane) =>
    killAgainAndAgain(join(folder, `lane-${lane}.db`), kills / lanes, random.fork(`lane ${lane}`)),
  )
  for (const { wrong, answered } of await Promise.all(runs)) {
    expect(wrong).toEqual([])
    expect(answered).toBeGreaterThanOrEqual(kills / lanes)
  }
})
