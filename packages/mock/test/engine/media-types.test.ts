import { describe, expect, test } from 'vitest'
import { createMock } from '../../src/index.ts'
import { askingMock } from '../ask.ts'

const binary = { type: 'string', format: 'binary' }
const upload = { type: 'object', required: ['file'], properties: { file: binary } }
const document = {
  openapi: '3.0.3',
  info: { title: 'Files', version: '1' },
  paths: {
    '/photo': {
      put: {
        parameters: [{ name: 'X-Size', in: 'header', required: true, schema: { type: 'integer' } }],
        requestBody: {
          required: true,
          content: { 'image/png': { schema: binary }, 'multipart/form-data': { schema: upload } },
        },
        responses: { 204: { description: 'Taken.' } },
      },
    },
    '/note': {
      post: {
        requestBody: {
          required: true,
          content: { 'text/plain': { schema: { type: 'string', maxLength: 5 } } },
        },
        responses: { 204: { description: 'Taken.' } },
      },
    },
    '/report': {
      get: {
        responses: {
          200: {
            description: 'A report.',
            content: {
              'text/csv': { schema: { type: 'string' }, example: 'a,b\n1,2\n' },
              'application/json': {
                schema: { type: 'object', required: ['a'], properties: { a: { type: 'integer' } } },
                example: { a: 1 },
              },
            },
          },
        },
      },
    },
  },
}
const photo = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\nPNG\r\n--x--'
const ask = askingMock(createMock({ documents: [document] }))

describe('bodies that a description names in other media types', () => {
  test.each([
    ['PUT /photo', 'image/png', '\u0089PNG', { 'x-size': '4' }, 204],
    ['PUT /photo', 'multipart/form-data; boundary=x', photo, { 'x-size': '4' }, 204],
    ['PUT /photo', 'multipart/form-data; boundary=x', '--x--', { 'x-size': '4' }, 400],
    ['PUT /photo', 'image/png', '\u0089PNG', {}, 400],
    ['PUT /photo', 'image/png', '', { 'x-size': '4' }, 400],
    ['PUT /photo', 'image/gif', 'GIF', { 'x-size': '4' }, 415],
    ['POST /note', 'text/plain', 'short', {}, 204],
    ['POST /note', 'text/plain; charset=iso-8859-1', 'short', {}, 204],
    ['POST /note', 'text/plain', 'too long', {}, 400],
    ['POST /note', 'text/plain; charset=nobodys', 'short', {}, 400],
  ])('%s %s %j %j: %i', async (line, type, body, headers, want) => {
    expect((await ask(line, body, { ...headers, 'content-type': type })).status).toBe(want)
  })

  test.each([
    ['text/csv', 'text/csv', 'a,b\n1,2\n'],
    ['application/json', 'application/json', '{"a":1}'],
    ['*/*', 'text/csv', 'a,b\n1,2\n'],
  ])('an answer as %s', async (accept, type, want) => {
    const { headers, text } = await ask('GET /report', undefined, { accept })
    expect([headers.get('content-type'), text]).toEqual([type, want])
  })
})
