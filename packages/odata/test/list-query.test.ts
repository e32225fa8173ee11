import { describe, expect, test } from 'vitest'
import {
  compileListQuery,
  cutPage,
  type QueryOptionError,
  readOptions,
  type Schema,
  SchemaReader,
  selectionText,
  type WindowMemory,
} from '../src/index.ts'

const schema: Schema = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    name: { type: ['string', 'null'] },
    size: { type: 'integer' },
    at: { type: 'string', format: 'date-time' },
    secret: { type: 'string', writeOnly: true },
    address: { type: 'object', properties: { city: { type: 'string' }, zip: { type: 'string' } } },
    tags: { type: 'array', items: { type: 'string' } },
  },
}

const SUPPORTED = new Set(['$select', '$filter', '$orderby', '$top', '$skip', '$count', '$skiptoken'])

interface Row {
  sequence: number
  value: Record<string, unknown>
}

const rows = (...values: Record<string, unknown>[]): Row[] =>
  values.map((value, index) => ({ sequence: index + 1, value }))

const people = rows(
  { id: 'a', name: 'Nora', size: 3, at: '2026-01-01T10:00:00+02:00' },
  { id: 'b', name: null, size: 1, at: '2026-01-01T08:30:00Z' },
  { id: 'c', name: 'Ada', size: 2, at: '2026-01-01T08:00:00.250Z' },
  { id: 'd', name: 'Nora', size: 2, at: '2025-12-31T23:59:59Z' },
  { id: 'e', size: 2 },
)

function sourceOf(records: Row[]) {
  return {
    entries: (after = -1) => records.filter(({ sequence }) => sequence > after),
    count: () => records.length,
  }
}

function compile(query: Record<string, string | string[]>) {
  const context = { schema, reader: new SchemaReader(), now: () => new Date(0) }
  return compileListQuery(readOptions(query, SUPPORTED), context)
}

function run(query: Record<string, string>, records = people, size = 100) {
  const compiled = compile(query)
  return cutPage(compiled, sourceOf(records), Math.min(compiled.top ?? size, size))
}

const ids = (records: readonly Row[]) => records.map(({ value }) => value.id).join('')

describe('order', () => {
  test.each([
    ['without $orderby it is the order of insertion', {}, 'abcde'],
    ['null and absent sort lowest', { $orderby: 'name' }, 'becad'],
    [
      'descending turns everything around, ties keep the order of insertion',
      { $orderby: 'name desc' },
      'adcbe',
    ],
    ['later items break ties', { $orderby: 'size desc,name asc' }, 'aecdb'],
    ['instants, not texts', { $orderby: 'at' }, 'edacb'],
    ['expressions', { $orderby: 'length(name) desc, id desc' }, 'daceb'],
    ['$skip and $top after sorting', { $orderby: 'id desc', $skip: '1', $top: '2' }, 'dc'],
    ['$filter before $skip', { $filter: 'size eq 2', $skip: '1' }, 'de'],
  ])('%s', (_name, query, wanted) => {
    expect(ids(run(query).records)).toBe(wanted)
  })
})

describe('$count', () => {
  test.each([
    [{}, undefined],
    [{ $count: 'false' }, undefined],
    [{ $count: 'true' }, 5],
    [{ $count: 'true', $top: '1' }, 5],
    [{ $count: 'true', $filter: 'size eq 2', $skip: '2' }, 3],
    [{ $count: 'true', $filter: 'size eq 2', $orderby: 'id', $top: '0' }, 3],
  ])('%j → %s', (query, wanted) => {
    expect(run(query as Record<string, string>).total).toBe(wanted)
  })
})

describe('pages', () => {
  const many = rows(
    ...Array.from({ length: 25 }, (_, index) => ({
      id: String(index),
      name: index % 3 ? `n${index % 5}` : null,
    })),
  )

  function walk(query: Record<string, string>, between: (page: number) => void = () => {}) {
    const seen: unknown[] = []
    let token: string | undefined
    for (let page = 1; page < 50; page++) {
      const answer = run({ ...query, ...(token && { $skiptoken: token }) }, many, 4)
      seen.push(...answer.records.map(({ value }) => value.id))
      token = answer.nextToken
      if (token === undefined) return seen
      between(page)
    }
    throw new Error('the walk did not end')
  }

  test.each([
    [{}],
    [{ $orderby: 'name' }],
    [{ $orderby: 'name desc,id' }],
    [{ $filter: "id ne '7'" }],
    [{ $skip: '3' }],
  ])('%j meet every record once, in the order of one big page', (query) => {
    const whole = run(query as Record<string, string>, many, 1000).records.map(({ value }) => value.id)
    expect(walk(query as Record<string, string>)).toEqual(whole)
  })

  test.each([{}, { $orderby: 'name' }])(
    '%j stay stable when records come and go between two of them',
    (query) => {
      const before = run(query as Record<string, string>, many, 1000).records.map(({ value }) => value.id)
      const seen = walk(query as Record<string, string>, (page) => {
        many.unshift({ sequence: -page, value: { id: `new${page}`, name: null } })
        const gone = many.findIndex(({ value }) => value.id === before[page - 1])
        if (gone >= 0) many.splice(gone, 1)
      })
      expect(seen.filter((id) => !String(id).startsWith('new'))).toEqual(before)
      expect(new Set(seen).size).toBe(seen.length)
    },
  )

  test('a walk that reads ahead meets the same records, forwards and from any page again', () => {
    const long = rows(
      ...Array.from({ length: 2345 }, (_, index) => ({ id: String(index), size: (index * 7919) % 1000 })),
    )
    const memory: WindowMemory<Row> = { window: undefined }
    const page = (token?: string) => {
      const query = compile({ $orderby: 'size desc', ...(token !== undefined && { $skiptoken: token }) })
      return cutPage(query, { ...sourceOf(long), memory }, 100)
    }
    const pages = [page()]
    for (let last = pages[0]; last?.nextToken; last = pages.at(-1)) pages.push(page(last.nextToken))
    const whole = run({ $orderby: 'size desc' }, long, 3000).records.map(({ value }) => value.id)
    expect(pages.flatMap(({ records }) => records.map(({ value }) => value.id))).toEqual(whole)
    for (const number of [20, 3, 12, 1]) expect(page(pages[number - 1]?.nextToken)).toEqual(pages[number])
  })

  test('a full last page has no token', () => {
    expect(run({}, people, 5).nextToken).toBeUndefined()
    expect(run({ $orderby: 'id' }, people, 5).nextToken).toBeUndefined()
    expect(run({}, people, 4).nextToken).toBeDefined()
  })

  test('$top=0 is an empty list that ends', () => {
    expect(run({ $top: '0' })).toEqual({ records: [], total: undefined, nextToken: undefined })
  })
})

describe('$select', () => {
  test.each([
    ['id,name', 'id,name'],
    [' name , id ', 'name,id'],
    ['NAME', 'name'],
    ['address/city,address/zip', 'address/city,zip'],
    ['address/city,address', 'address'],
    ['address,address/city', 'address'],
  ])('%s', (text, wanted) => {
    const { selection } = compile({ $select: text })
    expect(selection && selectionText(selection)).toBe(wanted)
  })
  test('* selects everything', () => {
    expect(compile({ $select: 'id,*' }).selection).toBeUndefined()
  })
})

describe('refused, naming the option', () => {
  test.each([
    [{ $search: 'x' }, '$search', "'$search' is not supported on this resource"],
    [{ search: 'x' }, '$search', "'$search' is not supported on this resource"],
    [{ $expand: 'x' }, '$expand', "'$expand' is not supported on this resource"],
    [{ $apply: 'x' }, '$apply', 'is not supported'],
    [{ $nonsense: 'x' }, '$nonsense', 'does not exist'],
    [{ $TOP: '1', top: '2' }, '$top', 'more than once'],
    [{ $top: ['1', '2'] }, '$top', 'more than once'],
    [{ $top: '-1' }, '$top', 'a whole number from 0 on'],
    [{ $top: '1.5' }, '$top', 'a whole number from 0 on'],
    [{ $skip: 'x' }, '$skip', 'a whole number from 0 on'],
    [{ $count: 'yes' }, '$count', 'true or false'],
    [{ $skiptoken: 'x' }, '$skiptoken', 'follow @odata.nextLink'],
    [{ $skiptoken: 'WzEsW10sIngiXQ' }, '$skiptoken', 'follow @odata.nextLink'],
    [{ $orderby: '' }, '$orderby', 'the text ends'],
    [{ $orderby: 'name downwards' }, '$orderby', "found 'downwards'"],
    [{ $orderby: 'name,' }, '$orderby', 'the text ends'],
    [{ $orderby: 'secret' }, '$orderby', "named 'secret'"],
    [{ $orderby: 'address' }, '$orderby', 'sorting by complex'],
    [{ $select: 'nope' }, '$select', "named 'nope'"],
    [{ $select: 'secret' }, '$select', "named 'secret'"],
    [{ $select: '' }, '$select', 'expected a property name'],
    [{ $select: 'name/first' }, '$select', 'has no properties'],
    [{ $select: 'tags($top=1)' }, '$select', 'not executed'],
  ])('%j', (query, option, message) => {
    expect(() => compile(query as Record<string, string>)).toThrow(
      expect.objectContaining({ option, message: expect.stringContaining(message) }) as QueryOptionError,
    )
  })
})

test('parameters without $ that are no option are left to the API', () => {
  expect(readOptions({ page: '1', id: 'x', 'client-request-id': 'y' }, SUPPORTED).options.size).toBe(0)
})
