import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { createMock, type DescriptionSource, type Mock } from '../../src/index.ts'

const blog = fileURLToPath(new URL('../descriptions/blog.yaml', import.meta.url))
const mocks: Mock[] = []

function mockOf(document: DescriptionSource): Mock {
  const mock = createMock({ documents: [document], now: () => new Date('2026-12-01T08:00:00Z') })
  mocks.push(mock)
  return mock
}

afterAll(() => Promise.all(mocks.map((mock) => mock.close())))

test('what is done until the mock is ready leaves no trace', async () => {
  const [ready, fresh] = [mockOf(blog), mockOf(blog)]
  await ready.ready()
  expect(ready.requests()).toEqual([])
  expect(ready.snapshot()).toEqual(fresh.snapshot())
  const [path] = Object.keys(paths(blog)).filter((each) => !each.includes('{'))
  const url = `http://mock.example${ready.apis()[0]?.basePaths[0] ?? ''}${path}`
  const answers = await Promise.all([ready, fresh].map(async (mock) => (await mock.fetch(url)).text()))
  expect(answers[0]).toBe(answers[1])
})

test('a description with a schema that cannot be compiled is ready all the same', async () => {
  const schemas: Record<string, unknown> = { s20000: { type: 'string' } }
  for (let index = 0; index < 20_000; index++)
    schemas[`s${index}`] = {
      type: 'object',
      required: ['next'],
      properties: { next: { $ref: `#/components/schemas/s${index + 1}` } },
    }
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/s0' } } }
  const list = { 'application/json': { schema: { type: 'array', items: { type: 'object' } } } }
  const mock = mockOf({
    openapi: '3.0.3',
    info: { title: 'Deep', version: '1' },
    paths: {
      '/things': {
        get: { responses: { 200: { description: 'Things', content: list } } },
        post: { requestBody: { content }, responses: { 201: { description: 'Made', content } } },
      },
    },
    components: { schemas },
  })
  await expect(mock.ready()).resolves.toBeUndefined()
})

test.each([
  ['/few', 1],
  ['/many', 0],
])(
  '%s, if it cannot be checked, is reported at the start %i times: the list with the fewest properties',
  async (refused, want) => {
    const listOf = (path: string, names: readonly string[]) => {
      const field = { type: 'string', ...(path === refused && { minLength: 'one' }) }
      const items = { type: 'object', properties: Object.fromEntries(names.map((name) => [name, field])) }
      const content = { 'application/json': { schema: { type: 'array', items } } }
      return { get: { responses: { 200: { description: 'Records', content } } } }
    }
    const reported: string[] = []
    const document = {
      openapi: '3.0.3',
      info: { title: 'Lists', version: '1' },
      paths: { '/many': listOf('/many', ['a', 'b', 'c']), '/few': listOf('/few', ['a']) },
    }
    const mock = createMock({ documents: [document], report: (message) => reported.push(message) })
    mocks.push(mock)
    await mock.ready()
    expect(reported).toHaveLength(want)
    await mock.fetch(`http://mock.example${refused}`)
    expect(reported.join()).toContain(refused)
  },
)

function paths(file: string): Record<string, unknown> {
  const names = readFileSync(file, 'utf8').matchAll(/^ {2}(\/\S+):$/gm)
  return Object.fromEntries([...names].map(([, name]) => [name, {}]))
}
