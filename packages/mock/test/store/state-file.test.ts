import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SqliteStore } from '../../src/store/sqlite-store.ts'
import type { Scope } from '../../src/store/store.ts'

const customers: Scope = { api: 'graph-customers', resource: '/Customers', parents: [] }

let folder: string
let file: string
let reports: string[]
const open = () => new SqliteStore(file, { report: (message) => reports.push(message) })

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clientele-state-'))
  file = join(folder, 'state.db')
  reports = []
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function fill(records: number): void {
  const store = open()
  store.transaction(() => {
    for (let number = 0; number < records; number++) {
      store.put(customers, `c${number}`, { displayName: `Contoso ${number}`, note: 'x'.repeat(200) })
    }
  })
  store.close()
}

function sql(statements: string): void {
  const database = new DatabaseSync(file)
  database.exec(statements)
  database.close()
}

describe('a damaged file', () => {
  const damages: [string, () => void][] = [
    ['text in its place', () => writeFileSync(file, 'no database at all\n'.repeat(300))],
    ['zeros in its middle', () => overwrite(4096 * 3, Buffer.alloc(4096 * 2))],
    ['noise in its first page', () => overwrite(100, Buffer.from('noise'.repeat(200)))],
    ['its second half cut off', () => truncateSync(file, Math.floor(statSync(file).size / 8192) * 4096)],
    ['a record that is not JSON', () => sql(`UPDATE records SET value = '{"a":' WHERE key = 'c7'`)],
    ['a record that is not an object', () => sql(`UPDATE records SET value = '[]' WHERE key = 'c7'`)],
    ['a missing table', () => sql('DROP TABLE records')],
  ]

  test.each(damages)('with %s is reported and set aside', (_name, damage) => {
    fill(200)
    damage()
    const evidence = readFileSync(file)
    const store = open()
    expect(store.count(customers)).toBe(0)
    store.put(customers, 'new', {})
    store.close()
    const [aside] = readdirSync(folder).filter((name) => name.startsWith('state.db.damaged-'))
    expect(readFileSync(join(folder, String(aside)))).toEqual(evidence)
    expect(reports).toEqual([expect.stringContaining(`renamed to ${join(folder, String(aside))}`)])
    expect(open().get(customers, 'new')?.version).toBe(1)
  })

  test('that is damaged again is set aside next to the first one', () => {
    for (let time = 0; time < 3; time++) {
      writeFileSync(file, `damage ${time}`.repeat(200))
      open().close()
    }
    expect(readdirSync(folder).filter((name) => name.includes('.damaged-'))).toHaveLength(3)
    expect(reports).toHaveLength(3)
  })

  function overwrite(at: number, bytes: Buffer): void {
    const content = readFileSync(file)
    bytes.copy(content, at)
    writeFileSync(file, content)
  }
})

describe('a file of another program', () => {
  const cases: [string, () => void, string][] = [
    ['of another program', () => sql('CREATE TABLE t (a)'), 'is a database of another program'],
    [
      'of another program with its own mark',
      () => sql('CREATE TABLE t (a); PRAGMA application_id = 252006673'),
      'is a database of another program',
    ],
    ['of a newer version', () => newer(), 'was written by a newer version of the mock (format 99'],
  ]

  test.each(cases)('%s is refused and left alone', (_name, make, message) => {
    make()
    const before = readFileSync(file)
    expect(open).toThrow(message)
    expect(readFileSync(file)).toEqual(before)
    expect(readdirSync(folder)).toEqual(['state.db'])
  })

  function newer(): void {
    fill(1)
    sql('PRAGMA user_version = 99')
  }
})

describe('a file that cannot be', () => {
  test.each([
    ['in a folder that does not exist', ['missing', 'state.db']],
    ['that is a folder', ['.']],
  ])('%s is refused with what to do', (_name, path) => {
    file = join(folder, ...path)
    expect(open).toThrow('Name a file in a folder that exists and can be written.')
  })
})

describe('a second user of the file', () => {
  test('in this process is refused until the first one closes', () => {
    const first = open()
    expect(open).toThrow(`Another process uses the state file ${file}. Stop that one, or name another file.`)
    first.close()
    open().close()
  })

  test('in another process says so and stops', () => {
    const first = open()
    first.put(customers, 'a', {})
    const second = otherProcess()
    expect(second.stderr).toContain('Another process uses the state file')
    expect(second.status).toBe(1)
    first.put(customers, 'b', {})
    first.close()
    expect(otherProcess().status).toBe(0)
  })

  function otherProcess() {
    const store = new URL('../../src/store/sqlite-store.ts', import.meta.url)
    const script = `const { SqliteStore } = await import(${JSON.stringify(String(store))})
      new SqliteStore(${JSON.stringify(file)}).close()`
    return spawnSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' })
  }
})

test('closing leaves one file that any SQLite reads', () => {
  fill(3)
  expect(readdirSync(folder)).toEqual(['state.db'])
  const database = new DatabaseSync(file)
  expect(
    database.prepare(`SELECT value ->> 'displayName' AS name FROM records WHERE key = 'c1'`).get(),
  ).toEqual({
    name: 'Contoso 1',
  })
  database.close()
})

test('a write that the file refuses is not in memory either', () => {
  const store = open()
  store.put(customers, 'a', {})
  // A value that JSON cannot hold fails on its way into the file, after memory has it.
  const impossible = { n: 1n } as never
  expect(() => store.put(customers, 'b', impossible)).toThrow(TypeError)
  expect(store.get(customers, 'b')).toBeUndefined()
  store.put(customers, 'c', {})
  expect([...store.entries(customers)].map(({ key }) => key)).toEqual(['a', 'c'])
  store.close()
  expect(existsSync(`${file}-wal`)).toBe(false)
})
