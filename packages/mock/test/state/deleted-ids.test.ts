import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createMock } from '../../src/index.ts'
import { askingMock } from '../ask.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clientele-deleted-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Things whose ids are of one kind. */
function things(id: object) {
  const properties = { id: { ...id, readOnly: true }, text: { type: 'string' } }
  const body = { content: { 'application/json': { schema: { type: 'object', properties } } } }
  const list = {
    content: { 'application/json': { schema: { type: 'array', items: { type: 'object', properties } } } },
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Things', version: '1' },
    paths: {
      '/things': {
        get: { responses: { 200: { description: 'All', ...list } } },
        post: { requestBody: body, responses: { 201: { description: 'Made', ...body } } },
      },
      '/things/{id}': {
        parameters: [{ name: 'id', in: 'path', required: true, schema: id }],
        get: { responses: { 200: { description: 'One', ...body } } },
        delete: { responses: { 204: { description: 'Gone' } } },
      },
    },
  }
}

test.each([
  ['a GUID', { type: 'string', format: 'uuid' }],
  ['a number', { type: 'integer' }],
])('%s that was deleted does not come back after a restart', async (_, id) => {
  const given: string[] = []
  for (let run = 0; run < 3; run++) {
    const mock = createMock({ documents: [things(id)], state: join(folder, 'state.db') })
    const ask = askingMock(mock)
    for (let number = 0; number < 2; number++) {
      const made = await ask('POST /things', { text: 'new' })
      given.push(made.location)
      expect((await ask(`DELETE ${made.location}`)).status).toBe(204)
    }
    await mock.close()
  }
  expect(new Set(given).size).toBe(6)
})

test('after a reset the same requests get the same ids again', async () => {
  for (const id of [{ type: 'string', format: 'uuid' }, { type: 'integer' }]) {
    const mock = createMock({ documents: [things(id)] })
    const ask = askingMock(mock)
    const first = await ask('POST /things', { text: 'new' })
    await ask(`DELETE ${first.location}`)
    mock.reset()
    expect((await ask('POST /things', { text: 'new' })).location).toBe(first.location)
  }
})
