import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { thorough } from '@clientele/vitest-config'
import { afterAll, expect, test } from 'vitest'
import { seededRandom } from '../../src/store/random.ts'
import { SqliteStore } from '../../src/store/sqlite-store.ts'
import type { Scope } from '../../src/store/store.ts'

const folder = mkdtempSync(join(tmpdir(), 'clientele-checkpoint-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const scope: Scope = { api: 'notes', resource: '/notes', parents: [] }
const keys = 40
const kills = thorough ? 25 : 5
const store = new URL('../../src/store/sqlite-store.ts', import.meta.url)

/**
 * Writes as fast as it can and says each write when it is done. Records are so large that the log is worked
 * into the file every few hundred writes: that moment, too, must be one to die in.
 */
const writer = `
  const { writeSync } = await import('node:fs')
  const { SqliteStore } = await import(${JSON.stringify(String(store))})
  const store = new SqliteStore(process.argv[1])
  const text = 'x'.repeat(100_000)
  for (let number = Number(process.argv[2]); ; number++) {
    store.put(${JSON.stringify(scope)}, 'k' + number % ${keys}, { number, text })
    writeSync(1, number + '\\n')
  }
`

test('a process that dies while the log is worked into the file loses nothing', async () => {
  const file = join(folder, 'state.db')
  const random = seededRandom(1)
  const unsaid = new Set<number>()
  let next = 0
  for (let kill = 0; kill < kills; kill++) {
    const last = await writeAndDie(file, next, random.between(40, 400))
    const reports: string[] = []
    const found = new SqliteStore(file, { report: (message) => reports.push(message) })
    const numbers = [...found.entries(scope)].map(({ value }) => value.number as number)
    found.close()
    expect(reports).toEqual([])
    // Each key was written last by one of the last rounds; the very last write may not have been said.
    const want = Array.from({ length: Math.min(keys, last + 1) }, (_, index) => last - index)
    for (const number of want.filter((each) => !unsaid.has(each))) {
      const kept = numbers.find((each) => each % keys === number % keys)
      expect([number, last + 1].includes(kept as number), `write ${number} of ${last}`).toBe(true)
    }
    unsaid.add(last + 1)
    next = last + 2
  }
  expect(next).toBeGreaterThan(keys)
})

/** Kills it after some writes, in the middle of whatever it does then. Returns the last write that it said. */
function writeAndDie(file: string, first: number, writes: number): Promise<number> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', writer, file, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
    if (said.split('\n').length > writes) child.kill('SIGKILL')
  })
  return new Promise((resolve) => {
    child.on('close', () => resolve(Number(said.slice(0, said.lastIndexOf('\n')).split('\n').at(-1))))
  })
}
