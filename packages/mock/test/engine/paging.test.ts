import { describe, expect, test } from 'vitest'
import { createMock } from '../../src/index.ts'
import { askingMock } from '../ask.ts'

const item = {
  type: 'object',
  required: ['id'],
  properties: {
    id: { type: 'integer' },
    tags: { type: 'array', items: { type: 'string' } },
    owner: { type: 'object', properties: { name: { type: 'string' } } },
  },
}
const numbers = (...names: string[]) => Object.fromEntries(names.map((name) => [name, { type: 'integer' }]))

function serve(envelope: object, query: string[], schema: object = {}) {
  const parameters = query.map((name) => ({ name, in: 'query', schema: name === 'page' ? schema : {} }))
  const content = { 'application/json': { schema: { type: 'object', ...envelope } } }
  const get = { parameters, responses: { 200: { description: '', content } } }
  const document = { openapi: '3.0.3', info: { title: 'T', version: '1' }, paths: { '/items': { get } } }
  return askingMock(createMock({ documents: [document], count: 25 }))
}

describe('what an envelope says of a page', () => {
  const items = { type: 'array', items: item }

  test.each([
    ['', { page: 1, total_pages: 1, has_more: false, total: 25 }, 25],
    ['?page=2&per_page=10', { page: 2, per_page: 10, total_pages: 3, has_more: true, total: 25 }, 10],
    ['?page=3&per_page=10', { page: 3, per_page: 10, total_pages: 3, has_more: false, total: 25 }, 5],
    ['?page=9&per_page=10', { page: 9, has_more: false, total: 25 }, 0],
  ])('numbers and flags: %s', async (search, want, count) => {
    const properties = {
      items,
      ...numbers('page', 'per_page', 'total_pages', 'total'),
      has_more: { type: 'boolean' },
    }
    const { body } = await serve({ properties }, ['page', 'per_page'])(`GET /items${search}`)
    expect(body).toMatchObject(want)
    expect(body.items).toHaveLength(count)
  })

  test.each([
    [{ minimum: 0 }, '?page=0&size=10', 0, { number: 0, totalPages: 3, first: true, last: false }, 0],
    [{ default: 0 }, '?page=2&size=10', 2, { number: 2, numberOfElements: 5, first: false, last: true }, 20],
    [{ minimum: 0 }, '?page=7&size=10', 7, { number: 7, empty: true, last: true }, 70],
    [{ minimum: 0 }, '?size=10', 0, { number: 0, empty: false }, 0],
    [{ default: 1 }, '?page=2&size=10', 2, { number: 2, first: false }, 10],
  ])(
    'pages that begin at 0 or 1, as the parameter says: %j %s',
    async (schema, search, page, want, first) => {
      const flag = { type: 'boolean' }
      const properties = {
        content: items,
        ...numbers('page', 'number', 'size', 'totalPages', 'numberOfElements'),
        ...{ first: flag, last: flag, empty: flag },
      }
      const ask = serve({ properties }, ['page', 'size'], schema)
      const { body } = await ask(`GET /items${search}`)
      expect(body).toMatchObject({ ...want, page })
      expect(body.content[0]).toEqual((await ask('GET /items')).body.content[first])
    },
  )

  test('links to other pages are empty, so that clients do not follow them forever', async () => {
    const links = {
      type: 'object',
      required: ['next', 'prev'],
      properties: { next: { type: 'string', nullable: true }, prev: { type: 'string' } },
    }
    const envelope = {
      required: ['items', 'nextPage', 'links'],
      properties: { items, nextPage: { type: 'string' }, links },
    }
    const { body } = await serve(envelope, [])('GET /items')
    expect([body.nextPage, body.links]).toEqual(['', { next: null, prev: '' }])
  })

  test('members inside another object', async () => {
    const meta = { type: 'object', required: ['total'], properties: numbers('total', 'offset', 'limit') }
    const { body } = await serve({ required: ['items', 'meta'], properties: { items, meta } }, [
      'offset',
      'limit',
    ])('GET /items?offset=5&limit=4')
    expect(body.meta).toEqual({ total: 25, offset: 5, limit: 4 })
  })
})

test('a parameter named like an object does not filter; one named like a list filters by its items', async () => {
  const ask = serve({ required: ['items'], properties: { items: { type: 'array', items: item } } }, [
    'owner',
    'tags',
  ])
  const all = (await ask('GET /items')).body.items
  expect((await ask('GET /items?owner=mira')).body.items).toHaveLength(25)
  const [tag] = all[0].tags
  const tagged = (await ask(`GET /items?tags=${encodeURIComponent(tag)}`)).body.items
  expect(tagged).toEqual(all.filter(({ tags }: { tags: string[] }) => tags.includes(tag)))
})

describe('errors of descriptions that have their own shape for them', () => {
  const shapes: [string, object, object][] = [
    [
      'a map of lists',
      { errors: { type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } } } },
      { errors: { n: [expect.stringContaining('integer')] } },
    ],
    [
      'a list of objects',
      {
        errors: {
          type: 'array',
          minItems: 1,
          items: { type: 'object', required: ['detail'], properties: { detail: { type: 'string' } } },
        },
      },
      { errors: [{ detail: expect.stringContaining('integer') }] },
    ],
    [
      'a list of words',
      { errors: { type: 'array', minItems: 1, items: { type: 'string' } } },
      { errors: [expect.stringContaining('integer')] },
    ],
    [
      'a status and a message',
      { status: { type: 'integer' }, message: { type: 'string' } },
      { status: 400, message: expect.stringContaining('integer') },
    ],
  ]
  test.each(shapes)('%s', async (_, properties, want) => {
    const error = { type: 'object', required: Object.keys(properties), properties }
    const post = {
      requestBody: {
        content: {
          'application/json': { schema: { type: 'object', properties: { n: { type: 'integer' } } } },
        },
      },
      responses: {
        201: { description: '' },
        400: { description: '', content: { 'application/json': { schema: error } } },
      },
    }
    const document = { openapi: '3.0.3', info: { title: 'T', version: '1' }, paths: { '/items': { post } } }
    const answer = await askingMock(createMock({ documents: [document] }))('POST /items', { n: 'x' })
    expect([answer.status, answer.body]).toEqual([400, want])
  })
})
