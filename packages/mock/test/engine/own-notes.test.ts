import { expect, test } from 'vitest'
import { createMock } from '../../src/index.ts'

const note = {
  type: 'object',
  properties: {
    id: { type: 'string', readOnly: true },
    text: { type: 'string' },
  },
}
const content = { 'application/json': { schema: note } }
const answers = (status: number) => ({ responses: { [status]: { description: '', content } } })
const document = {
  openapi: '3.1.0',
  info: { title: 'Notes', version: '1' },
  servers: [{ url: 'https://notes.example/api' }],
  paths: {
    '/notes': {
      get: {
        responses: {
          200: {
            description: '',
            content: { 'application/json': { schema: { type: 'array', items: note } } },
          },
        },
      },
      post: { requestBody: { content }, ...answers(201) },
    },
    '/notes/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: answers(200),
      patch: { requestBody: { content }, ...answers(200) },
    },
  },
}

const mock = createMock({ documents: [document] })
const ask = async (method: string, path: string, body?: object) => {
  const headers = { 'content-type': 'application/json' }
  const init = body === undefined ? { method } : { method, headers, body: JSON.stringify(body) }
  const answer = await mock.fetch(`http://mock.test${path}`, init)
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

test('what is readOnly in a body is dropped', async () => {
  const made = await ask('POST', '/api/notes', { id: 'mine', text: 'a' })
  expect(made).toMatchObject({ status: 201, body: { text: 'a' } })
  expect(made.body.id).not.toBe('mine')
  const changed = await ask('PATCH', `/api/notes/${made.body.id}`, { id: 'mine', text: 'b' })
  expect(changed.body).toMatchObject({ id: made.body.id, text: 'b' })
})

test.each(['/apifish/notes', '/ap/notes', '/notes'])('%s is not below the base path /api', async (path) => {
  expect((await ask('GET', path)).status).toBe(404)
})
