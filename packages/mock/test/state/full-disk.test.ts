import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StatementSync } from 'node:sqlite'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { createMock, type Mock } from '../../src/index.ts'
import { notes } from './command.ts'

const folder = mkdtempSync(join(tmpdir(), 'clientele-full-'))
afterEach(() => vi.restoreAllMocks())
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What SQLite throws when it is out of room (SQLITE_FULL is 13). */
function fillDisk(): void {
  const full = Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 })
  vi.spyOn(StatementSync.prototype, 'run').mockImplementation(() => {
    throw full
  })
}

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

  fillDisk()
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

const four = { state: { count: { notes: { '/notes': 4 } } } }

test.each([
  ['PUT', '/__mock/state', { scenario: 'empty' }, four, 4],
  ['POST', '/__mock/reset', undefined, four, 4],
  // Looking at everything fills what nobody has looked at yet.
  ['GET', '/__mock/state', undefined, {}, 3],
])('%s %s answers 507 too, and the server goes on', async (method, path, body, scenario, records) => {
  const state = join(folder, `control-${method}.db`)
  const mock = createMock({ documents: [notes], state, scenario })
  const { url } = await mock.listen()
  fillDisk()
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) }
  const answer = await fetch(`${url}${path}`, init)
  expect(answer.status).toBe(507)
  expect(await answer.json()).toMatchObject({ title: 'Insufficient Storage' })
  vi.restoreAllMocks()
  expect(await (await fetch(`${url}/notes`)).json()).toHaveLength(records)
  await mock.close()
})

test.each<[string, (mock: Mock) => unknown]>([
  ['reset', (mock) => mock.reset()],
  ['snapshot', (mock) => mock.snapshot()],
  ['restore', (mock) => mock.restore({ format: 1, collections: [] })],
  ['load', (mock) => mock.load('empty')],
])('%s() throws our own error, and the records stay', async (name, act) => {
  const state = join(folder, `${name}.db`)
  const mock = createMock({ documents: [notes], state, ...(name !== 'snapshot' && { scenario: four }) })
  fillDisk()
  expect(() => act(mock)).toThrow(
    expect.objectContaining({
      name: 'StateFileError',
      trouble: 'not written',
      message: expect.stringContaining(`${state} cannot be written (database or disk is full)`),
    }),
  )
  vi.restoreAllMocks()
  const notesKept = mock.snapshot().collections.find(({ resource }) => resource === '/notes')
  expect(notesKept?.records).toHaveLength(name === 'snapshot' ? 3 : 4)
  await mock.close()
})

test('records whose filling was taken back are filled again', async () => {
  const mock = createMock({ documents: [notes], state: join(folder, 'filled.db') })
  const list = () => mock.fetch('http://mock.test/notes')
  fillDisk()
  expect((await list()).status).toBe(507)
  vi.restoreAllMocks()
  expect(await (await list()).json()).toHaveLength(3)
  await mock.close()
})
