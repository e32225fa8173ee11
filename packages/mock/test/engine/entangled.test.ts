import { expect, test } from 'vitest'
import { createMock } from '../../src/index.ts'

const names = Array.from({ length: 7 }, (_, index) => `Part${index}`)
const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` })

/** Seven schemas that all contain each other, so that writing them out would not end. */
const schemas = Object.fromEntries(
  names.map((own, index) => [
    own,
    {
      type: 'object',
      required: ['id', 'size', ...(index < 3 ? [`its${names[index + 1]}`] : [])],
      properties: {
        id: { type: 'string' },
        size: { type: 'integer' },
        secret: { type: 'string', writeOnly: true },
        ...Object.fromEntries(
          names.filter((name) => name !== own).map((name) => [`its${name}`, reference(name)]),
        ),
      },
    },
  ]),
)
const json = { 'application/json': { schema: reference('Part0') } }
const one = { 200: { description: '', content: json } }
const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } }
const list = { 'application/json': { schema: { type: 'array', items: reference('Part0') } } }
const document = {
  openapi: '3.0.3',
  info: { title: 'Entangled', version: '1' },
  paths: {
    '/parts': {
      get: { responses: { 200: { description: '', content: list } } },
      post: { requestBody: { content: json }, responses: one },
    },
    '/parts/{id}': {
      parameters: [id],
      get: { responses: one },
      patch: { requestBody: { content: json }, responses: one },
    },
  },
  components: { schemas },
}

test('schemas that all refer to each other are served: made up, checked and stored as far as they are used', async () => {
  const mock = createMock({ documents: [document] })
  const send = async (method: string, path: string, body?: unknown) => {
    const init = {
      method,
      headers: { 'Content-Type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }
    const answer = await mock.fetch(`http://mock.test${path}`, init)
    return { status: answer.status, body: await answer.json() }
  }
  const part3 = { id: 'd', size: 4 }
  const whole = {
    id: 'a',
    size: 1,
    itsPart1: { id: 'b', size: 2, itsPart2: { id: 'c', size: 3, itsPart3: part3 } },
  }

  const listed = await send('GET', '/parts')
  expect(listed.body[0]).toMatchObject({ itsPart1: { itsPart2: { itsPart3: { size: expect.any(Number) } } } })

  expect(await send('POST', '/parts', whole)).toEqual({ status: 200, body: whole })
  const deep = structuredClone(whole)
  deep.itsPart1.itsPart2.itsPart3.size = 'large' as never
  const refused = await send('POST', '/parts', { ...deep, id: 'z' })
  expect(refused.status).toBe(400)
  expect(refused.body.detail).toContain('itsPart1.itsPart2.itsPart3.size')

  const secret = { ...part3, secret: 'hidden' }
  const changed = await send('PATCH', '/parts/a', {
    ...whole,
    itsPart1: { ...whole.itsPart1, itsPart3: secret },
  })
  expect(changed.body.itsPart1.itsPart3).toEqual(part3)
})
