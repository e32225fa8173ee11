import { expect, test } from 'vitest'
import { createMock } from '../../src/index.ts'

/** Headers may hold what a client or a description says, and a line break would begin another header. */
test('a header of an answer holds no line break and no other control character', async () => {
  const example = 'a\r\nSet-Cookie: x=1\u0000\u0007 é\tb \u{1F600}'
  const headers = { 'X-Note': { required: true, schema: { type: 'string' }, example } }
  const mock = createMock({
    documents: [
      {
        openapi: '3.1.0',
        info: { title: 'Notes', version: '1' },
        paths: { '/notes': { get: { responses: { 200: { description: '', headers } } } } },
      },
    ],
  })
  const { url } = await mock.listen()
  for (const answer of [await mock.fetch(`${url}/notes`), await fetch(`${url}/notes`)]) {
    expect(answer.status).toBe(200)
    expect(answer.headers.get('x-note')?.trim()).toBe('aSet-Cookie: x=1 é\tb')
    expect(answer.headers.get('set-cookie')).toBeNull()
  }
  await mock.close()
})
