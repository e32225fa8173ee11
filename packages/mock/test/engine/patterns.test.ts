import { expect, test } from 'vitest'
import { createMock } from '../../src/index.ts'

const patterns = {
  slow: '^(a+)+$',
  short: '^[a-z]{1,8}$',
  repeated: '^(a)\\1$',
}

/** A body with one property for each pattern, and the same patterns for a parameter and for names of properties. */
function description(type: 'object' | 'reference') {
  const schema = {
    type: 'object',
    properties: {
      ...Object.fromEntries(
        Object.entries(patterns).map(([name, pattern]) => [name, { type: 'string', pattern }]),
      ),
      link: { type: 'string', format: 'url' },
      any: { type: 'object', patternProperties: { '^(a+)+$': { type: 'integer' } } },
    },
  }
  const used = type === 'object' ? schema : { $ref: '#/components/schemas/Note' }
  return {
    openapi: '3.1.0',
    info: { title: 'Notes', version: '1' },
    paths: {
      '/notes': {
        post: {
          operationId: 'create',
          parameters: [{ name: 'tag', in: 'query', schema: { type: 'string', pattern: '^(b+)+$' } }],
          requestBody: { content: { 'application/json': { schema: used } } },
          responses: { 201: { description: '', content: { 'application/json': { schema: used } } } },
        },
      },
    },
    components: { schemas: { Note: schema } },
  }
}

/** V8 would take longer than the universe has existed: it tries both ways at each of these characters. */
const endless = `${'a'.repeat(1000)}!`

test.each(['object', 'reference'] as const)(
  'a slow pattern in an %s is enforced, and answers come at once',
  async (type) => {
    const mock = createMock({ documents: [description(type)] })
    const post = async (body: object, tag = 'bb') => {
      const headers = { 'content-type': 'application/json' }
      const init = { method: 'POST', headers, body: JSON.stringify(body) }
      const response = await mock.fetch(`http://mock.test/notes?tag=${encodeURIComponent(tag)}`, init)
      return [response.status, await response.text()]
    }
    expect(await post({ slow: endless.slice(0, -1), short: 'abc' })).toEqual([201, expect.anything()])
    expect(await post({ slow: endless })).toEqual([
      400,
      expect.stringContaining('must match pattern \\"^(a+)+$\\"'),
    ])
    expect(await post({ short: 'toolongtoday' })).toEqual([
      400,
      expect.stringContaining('must match pattern'),
    ])
    expect(await post({}, `${'b'.repeat(1000)}!`)).toEqual([
      400,
      expect.stringContaining('must match pattern'),
    ])
    expect(await post({ any: { [endless]: 'free' } })).toEqual([201, expect.anything()])
    expect(await post({ any: { aaa: 'no integer' } })).toEqual([
      400,
      expect.stringContaining('must be integer'),
    ])
    expect(await post({ link: `http://${':'.repeat(4_000_000)}` })).toEqual([
      400,
      expect.stringContaining('format'),
    ])
    // Accepted, since nothing can judge it in time.
    expect(await post({ repeated: 'ab' })).toEqual([201, expect.anything()])
  },
)

test('a pattern that is not enforced is reported at the start, with the reason', async () => {
  const reports: string[] = []
  const mock = createMock({ documents: [description('object')], report: (message) => reports.push(message) })
  await mock.ready()
  await expect
    .poll(() => reports)
    .toEqual([
      expect.stringContaining('These patterns are not enforced: "^(a)\\1$" (refers back to a group).'),
    ])
  await mock.close()
})

test('a pattern that asks for millions of characters does not fill the memory when a record is made up', async () => {
  const text = { type: 'string', pattern: '^[a-z]{50000000}$' }
  const schema = { type: 'object', properties: { id: { type: 'string' }, text } }
  const document = {
    openapi: '3.1.0',
    info: { title: 'Notes', version: '1' },
    paths: {
      '/notes/{id}': {
        get: {
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
          responses: { 200: { description: '', content: { 'application/json': { schema } } } },
        },
      },
    },
  }
  const mock = createMock({ documents: [document] })
  const response = await mock.fetch('http://mock.test/notes/1')
  expect((await response.text()).length).toBeLessThan(200_000)
  const dynamic = await mock.fetch('http://mock.test/notes/1', { headers: { prefer: 'dynamic=true' } })
  expect(dynamic.status).toBe(200)
  expect((await dynamic.text()).length).toBeLessThan(200_000)
})
