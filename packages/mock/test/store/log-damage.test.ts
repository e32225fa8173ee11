import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SqliteStore } from '../../src/store/sqlite-store.ts'
import type { Scope } from '../../src/store/store.ts'

const customers: Scope = { api: 'graph-customers', resource: '/Customers', parents: [] }
const header = 32
const frame = 24 + 4096

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clientele-log-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A file and its log as a killed process leaves them: 30 writes of which none was worked into the file. */
function leftByKill(): string {
  const file = join(folder, 'state.db')
  const left = join(folder, 'left.db')
  const store = new SqliteStore(file)
  for (let number = 0; number < 30; number++) store.put(customers, `c${number}`, { note: 'x'.repeat(3000) })
  for (const part of ['', '-wal']) copyFileSync(file + part, left + part)
  store.close()
  return left
}

function changeByte(file: string, at: number): void {
  const bytes = readFileSync(file)
  bytes.writeUInt8(bytes.readUInt8(at) ^ 0xff, at)
  writeFileSync(file, bytes)
}

const damages: [string, (log: string) => void, RegExp][] = [
  [
    'a changed byte in a page',
    (log) => changeByte(log, header + 10 * frame + 2000),
    /page 11 of \d+ is damaged/,
  ],
  [
    'a changed checksum of a page',
    (log) => changeByte(log, header + 4 * frame + 17),
    /page 5 of \d+ is damaged/,
  ],
  ['a page of another round', (log) => changeByte(log, header + 6 * frame + 9), /page 7 of \d+ is damaged/],
  ['a changed byte in its header', (log) => changeByte(log, 14), /its first bytes are damaged/],
  [
    'a header of zeros',
    (log) => writeFileSync(log, readFileSync(log).fill(0, 0, header)),
    /its first bytes are damaged/,
  ],
]

test.each(damages)(
  'a log with %s is reported and kept, and what came before is there',
  (_, damage, message) => {
    const file = leftByKill()
    damage(`${file}-wal`)
    const evidence = readFileSync(`${file}-wal`)
    const reports: string[] = []
    const store = new SqliteStore(file, { report: (text) => reports.push(text) })
    expect(store.count(customers)).toBeLessThan(30)
    store.put(customers, 'new', {})
    store.close()
    const [aside] = readdirSync(folder).filter((name) => name.startsWith('left.db.damaged-'))
    expect(readFileSync(join(folder, String(aside)))).toEqual(evidence)
    expect(reports).toEqual([expect.stringMatching(message)])
    expect(reports[0]).toContain(aside)
  },
)

test.each<[string, (log: string) => void, number]>([
  ['as a killed process leaves it', () => undefined, 30],
  ['whose last write is not whole', (log) => truncateSync(log, readFileSync(log).length - 1000), 29],
  [
    'whose last page is not the one that was written',
    (log) => changeByte(log, readFileSync(log).length - 9),
    29,
  ],
  ['that is empty', (log) => truncateSync(log, 0), 0],
])('a log %s is not damaged', (_, change, records) => {
  const file = leftByKill()
  change(`${file}-wal`)
  const reports: string[] = []
  const store = new SqliteStore(file, { report: (text) => reports.push(text) })
  expect(store.count(customers)).toBe(records)
  store.close()
  expect(reports).toEqual([])
  expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([])
})

test('a file whose damaged log was reported stays locked', () => {
  const file = leftByKill()
  changeByte(`${file}-wal`, header + 10 * frame + 2000)
  const store = new SqliteStore(file, { report: () => undefined })
  expect(() => new SqliteStore(file)).toThrow('Another process uses the state file')
  store.close()
})
