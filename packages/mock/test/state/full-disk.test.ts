import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StatementSync } from 'node:sqlite'
import { afterEach, expect, test, vi } from 'vitest'
import { createMock } from '../../src/index.ts'
import { notes } from './command.ts'

const folder = mkdtempSync(join(tmpdir(), 'clientele-full-'))
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true, force: true })
})

test('a write that the disk has no room for answers 507, and nothing is changed', async () => {
  const state = join(folder, 'state.db')
  const mock = createMock({ documents: [notes], state, scenario: 'empty' })
  const headers = { 'Content-Type': 'application/json' }
  const post = (text: string) =>
    mock.fetch('http://mock.test/notes', { method: 'POST', headers, body: JSON.stringify({ text }) })
  const texts = async () => {
    const list = (await (await mock.fetch('http://mock.test/notes')).json()) as { text: string }[]
    return list.map(({ text }) => text)
  }
  expect((await post('before')).status).toBe(201)

  // What SQLite throws when it is out of room (SQLITE_FULL is 13).
  const full = Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 })
  vi.spyOn(StatementSync.prototype, 'run').mockImplementation(() => {
    throw full
  })
  const refused = await post('refused')
  expect(refused.status).toBe(507)
  expect(await texts()).toEqual(['before'])
  expect(mock.requests().find(({ status }) => status === 507)?.why).toContain(
    'state file: database or disk is full',
  )

  vi.restoreAllMocks()
  expect((await post('after')).status).toBe(201)
  await mock.close()
  const again = createMock({ documents: [notes], state })
  const kept = again.snapshot().collections.find(({ resource }) => resource === '/notes')
  expect(kept?.records.map(({ value }) => value.text)).toEqual(['before', 'after'])
  await again.close()
})
