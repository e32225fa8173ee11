import { describe, expect, test } from 'vitest'
import { createMock, type Mock } from '../../src/index.ts'

const text = { type: 'string' }
const parameter = (name: string, schema: unknown) => ({ name, in: 'query', schema })
const records = ['d', 'a', 'c', 'b', 'e'].map((id, index) => ({
  id,
  state: index < 3 ? 'open' : 'closed',
  rank: index,
  created_at: `2026-01-0${index + 1}T00:00:00Z`,
}))

/** An API with one list of five records: `d a c b e`. */
function listing(parameters: unknown[], around: Record<string, unknown> | undefined, headers = {}): Mock {
  const record = {
    type: 'object',
    properties: {
      id: text,
      state: text,
      rank: { type: 'integer' },
      created_at: { type: 'string', format: 'date-time' },
    },
  }
  const array = { type: 'array', items: record }
  const schema = around ? { type: 'object', properties: { data: array, ...around } } : array
  const example = around ? { data: records } : records
  const list = { 200: { description: '', headers, content: { 'application/json': { schema, example } } } }
  const one = { 200: { description: '', content: { 'application/json': { schema: record } } } }
  const id = { name: 'id', in: 'path', required: true, schema: text }
  const paths = {
    '/things': { get: { parameters, responses: list }, post: { responses: one } },
    '/things/{id}': { parameters: [id], get: { responses: one } },
  }
  return createMock({ documents: [{ openapi: '3.0.3', info: { title: 'T', version: '1' }, paths }] })
}

async function get(mock: Mock, query: string) {
  const answer = await mock.fetch(new URL(query, 'http://mock.test/things'))
  const body = await answer.json()
  const shown: { id: string }[] = Array.isArray(body) ? body : body.data
  return { body, link: answer.headers.get('link'), ids: shown.map(({ id }) => id).join('') }
}

const flag = { type: 'boolean' }
const limit = parameter('limit', { type: 'integer', default: 2 })

describe('a client that pages reaches the end and sees every record once', () => {
  test.each<{
    title: string
    parameters: unknown[]
    around?: Record<string, unknown>
    next: (page: never) => string | undefined
  }>([
    {
      title: 'after the last id, while has_more',
      parameters: [limit, parameter('after', text)],
      around: { has_more: flag, first_id: text, last_id: text },
      next: ({ body }: { body: { has_more: boolean; last_id: string } }) =>
        body.has_more ? `?after=${body.last_id}` : undefined,
    },
    {
      title: 'starting_after the key of the last record',
      parameters: [limit, parameter('starting_after', text)],
      around: { has_more: flag },
      next: ({ body }: { body: { has_more: boolean; data: { id: string }[] } }) =>
        body.has_more ? `?starting_after=${body.data.at(-1)?.id}` : undefined,
    },
    {
      title: 'next_cursor',
      parameters: [limit, parameter('cursor', text)],
      around: { next_cursor: { ...text, nullable: true } },
      next: ({ body }: { body: { next_cursor: string | null } }) =>
        body.next_cursor ? `?cursor=${encodeURIComponent(body.next_cursor)}` : undefined,
    },
    {
      title: 'nextPageToken within an object',
      parameters: [limit, parameter('pageToken', text)],
      around: { meta: { type: 'object', properties: { nextPageToken: text } } },
      next: ({ body }: { body: { meta?: { nextPageToken?: string } } }) =>
        body.meta?.nextPageToken ? `?pageToken=${encodeURIComponent(body.meta.nextPageToken)}` : undefined,
    },
    {
      title: 'the address of the next page',
      parameters: [limit, parameter('page', { type: 'integer' })],
      around: { next: { ...text, format: 'uri', nullable: true } },
      next: ({ body }: { body: { next: string | null } }) => body.next ?? undefined,
    },
    {
      title: 'the header Link',
      parameters: [limit, parameter('page', { type: 'integer' })],
      next: ({ link }: { link: string | null }) => /<([^>]+)>; rel="next"/.exec(link ?? '')?.[1],
    },
    {
      title: 'offset and total',
      parameters: [limit, parameter('offset', { type: 'integer' })],
      around: { total: { type: 'integer' }, offset: { type: 'integer' } },
      next: ({ body }: { body: { total: number; offset: number } }) =>
        body.offset + 2 < body.total ? `?offset=${body.offset + 2}` : undefined,
    },
  ])('$title', async ({ parameters, around, next }) => {
    const mock = listing(parameters, around, around ? {} : { Link: { schema: text } })
    const seen: string[] = []
    let query: string | undefined = '?limit=2'
    while (query !== undefined && seen.length < 10) {
      const page = await get(mock, query)
      seen.push(page.ids)
      query = next(page as never)
    }
    expect(seen).toEqual(['da', 'cb', 'e'])
  })

  test('a page before a record', async () => {
    const mock = listing([limit, parameter('ending_before', text)], { has_more: flag })
    expect((await get(mock, '?ending_before=b')).ids).toBe('ac')
  })

  test('a cursor whose record is gone goes on where it was', async () => {
    const mock = listing([limit, parameter('cursor', text)], { next_cursor: text })
    const { body } = await get(mock, '?limit=2')
    mock.restore({
      format: 1,
      collections: mock
        .snapshot()
        .collections.map((each) => ({ ...each, records: each.records.filter(({ key }) => key !== 'a') })),
    })
    expect((await get(mock, `?cursor=${encodeURIComponent(body.next_cursor)}`)).ids).toBe('be')
  })
})

describe('filters and order', () => {
  const states = parameter('state', { type: 'string', enum: ['open', 'closed', 'all'], default: 'open' })
  const sort = parameter('sort', { type: 'string' })
  const order = parameter('order', { type: 'string', enum: ['asc', 'desc'] })
  test.each([
    { query: '', parameters: [states], want: 'dac' },
    { query: '?state=closed', parameters: [states], want: 'be' },
    { query: '?state=all', parameters: [states], want: 'dacbe' },
    { query: '?state=open,closed', parameters: [parameter('state', text)], want: 'dacbe' },
    { query: '?sort=id', parameters: [sort], want: 'abcde' },
    { query: '?sort=-rank', parameters: [sort], want: 'ebcad' },
    { query: '?sort=rank:desc', parameters: [sort], want: 'ebcad' },
    { query: '?sort=state,-id', parameters: [sort], want: 'ebdca' },
    { query: '?sort=created&order=desc', parameters: [sort, order], want: 'ebcad' },
    {
      query: '?sort_by=id&sort_order=desc',
      parameters: [parameter('sort_by', text), parameter('sort_order', text)],
      want: 'edcba',
    },
    { query: '?order=desc', parameters: [order], want: 'ebcad' },
    { query: '?sort=nothing', parameters: [sort], want: 'dacbe' },
  ])('$query', async ({ query, parameters, want }) => {
    expect((await get(listing(parameters, { total: { type: 'integer' } }), query)).ids).toBe(want)
  })
})
