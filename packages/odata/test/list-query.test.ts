import { describe, expect, test } from 'vitest'
import {
  applySelect,
  compileCompute,
  compileFilter,
  compileListQuery,
  compileOrderBy,
  compileSearch,
  cutPage,
  parseSelect,
  type QueryOptionError,
  readOptions,
  recordsOf,
  type Schema,
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
  const context = { schema, now: () => new Date(0) }
  return compileListQuery(readOptions(query), context)
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
    ['name , id', 'name,id'],
    ['NAME', 'name'],
    ['address/city,address/zip', 'address/city,zip'],
    ['address/city,address', 'address'],
    ['address,address/city', 'address'],
    ['@Core.Messages,address/@Core.Source', '@Core.Messages,address/@Core.Source'],
  ])('%s', (text, wanted) => {
    const { selection } = compile({ $select: text })
    expect(selection && selectionText(selection)).toBe(wanted)
  })
  test('keeps what it names, in objects and in their collections', () => {
    const record = { id: 'a', name: 'x', parts: [{ no: 1, size: 2 }, null], '@odata.etag': 'W/"1"' }
    const selection = parseSelect('parts/no') ?? new Map()
    expect(applySelect(record, selection, (name) => name === 'id')).toEqual({
      id: 'a',
      parts: [{ no: 1 }, null],
    })
  })
  test('a property that every object inherits is only kept as itself', () => {
    const selection = parseSelect('constructor,__proto__') ?? new Map()
    expect(applySelect({ id: 'a' }, selection)).toEqual({})
    const kept = applySelect(JSON.parse('{"__proto__":{"admin":true}}'), selection)
    expect(kept.admin).toBeUndefined()
    expect(Object.keys(kept)).toEqual(['__proto__'])
  })
  test('* selects everything', () => {
    expect(compile({ $select: 'id,*' }).selection).toBeUndefined()
  })
})

describe('$search', () => {
  test.each([
    ['nora', 'ad'],
    ['Nora', 'ad'],
    [' "2026-01-01" ', 'abc'],
    ['nora 2026', 'a'],
    ['nora AND NOT 2026', 'd'],
    ['ada OR nora 2025', 'cd'],
    ['(ada OR nora) 2026', 'ac'],
    ['NOT (ada OR nora)', 'be'],
    ["'da'", 'c'],
    ['"NOT"', ''],
    ['10:00', 'a'],
  ])('%s → %s', (search, wanted) => {
    expect(ids(run({ $search: search }).records)).toBe(wanted)
  })
  test('adds to $filter', () => {
    expect(ids(run({ $search: 'nora', $filter: 'size eq 2', $count: 'true' }).records)).toBe('d')
  })
  test('matches by the function that is given', () => {
    const matchesTerm = (record: unknown, term: string) => (record as { id: string }).id === term
    const query = compileListQuery(readOptions({ $search: 'a OR c' }), { schema, matchesTerm })
    expect(ids(cutPage(query, sourceOf(people), 9).records)).toBe('ac')
  })
  test.each([
    ['', 0, 'a word or a phrase'],
    ['(a', 2, "expected ')'"],
    ['a)', 1, "found ')'"],
    ['"a', 0, 'a word or a phrase'],
    [`${'('.repeat(200)}a`, 101, 'nested deeper than 100 levels'],
    [`${'NOT '.repeat(200)}a`, 404, 'nested deeper than 100 levels'],
    ['a '.repeat(300), 400, 'more than 200 words'],
    ['a'.repeat(9000), 8192, 'longer than 8192 characters'],
  ])('%s is refused', (search, position, message) => {
    expect(() => compile({ $search: search })).toThrow(
      expect.objectContaining({
        option: '$search',
        position,
        message: expect.stringContaining(message),
      }) as Error,
    )
  })
})

describe('$compute', () => {
  test('gives properties that the other options can use', () => {
    const query = {
      $compute: 'size mul 2 as double,length(name) as letters',
      $filter: 'double gt 2',
      $orderby: 'letters,id desc',
    }
    const compiled = compile({ ...query, $select: 'id,double' })
    const { records } = cutPage(compiled, sourceOf(people), 9)
    expect(ids(records)).toBe('ecda')
    expect(records.map(({ value }) => compiled.compute?.(value).double)).toEqual([4, 4, 4, 6])
    expect(compiled.selection && selectionText(compiled.selection)).toBe('id,double')
  })
  test.each([
    ['size', 4, "'as' and a name"],
    ['size as', 7, "'as' and a name"],
    ['size as 5', 8, 'a name for the computed property'],
    ['size as name', 0, "already a property named 'name'"],
    ['size as a,id as a', 10, "already a property named 'a'"],
    ['nope as a', 0, "named 'nope'"],
    ['size as a;b', 9, "found ';b'"],
  ])('%s is refused', (text, position, message) => {
    expect(() => compile({ $compute: text })).toThrow(
      expect.objectContaining({
        option: '$compute',
        position,
        message: expect.stringContaining(message),
      }) as Error,
    )
  })
})

describe('single options over plain records', () => {
  const products = [
    { name: 'Milk', price: 2.5 },
    { name: 'Tea', price: 4 },
    { name: 'Rice', price: 2.5 },
  ]
  test('$filter', () => {
    expect(products.filter(compileFilter('price lt 3')).map(({ name }) => name)).toEqual(['Milk', 'Rice'])
  })
  test('$orderby', () => {
    const names = products.toSorted(compileOrderBy('price desc,name desc')).map(({ name }) => name)
    expect(names).toEqual(['Tea', 'Rice', 'Milk'])
  })
  test('$search', () => {
    expect(products.filter(compileSearch('tea OR rice')).map(({ name }) => name)).toEqual(['Tea', 'Rice'])
  })
  test('$compute', () => {
    expect(products.map(compileCompute('price mul 2 as double')).map(({ double }) => double)).toEqual([
      5, 8, 5,
    ])
  })
  test('a list, with the options of an address', () => {
    const { searchParams } = new URL(
      'http://host/products?$filter=price lt @p&@p=3&$top=1&$count=true&other=1',
    )
    const query = compileListQuery(readOptions(searchParams), {})
    const { records, total, nextToken } = cutPage(query, recordsOf(products), query.top ?? 100)
    expect(records.map(({ value }) => value.name)).toEqual(['Milk'])
    expect(total).toBe(2)
    searchParams.set('$skiptoken', nextToken ?? '')
    const next = compileListQuery(readOptions(searchParams), {})
    expect(cutPage(next, recordsOf(products), 100).records.map(({ value }) => value.name)).toEqual(['Rice'])
  })
  test('an option or an alias given twice in an address is refused', () => {
    expect(() => readOptions(new URLSearchParams('$top=1&%24top=2'))).toThrow(
      "'$top' is given more than once",
    )
    expect(() => readOptions(new URLSearchParams('@p=1&@p=2'))).toThrow("'@p' is given more than once")
  })
})

describe('refused, naming the option', () => {
  test.each([
    [{ $deltatoken: 'x' }, '$deltatoken', "'$deltatoken' is not supported on this resource"],
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
    [{ $select: 'Model.Vip/id' }, '$select', "'Model.Vip' (position 0) is valid OData, but is not executed"],
    [{ $select: 'id,Model.*' }, '$select', "'Model.*' (position 3) is valid OData, but is not executed"],
    [{ $select: ' id' }, '$select', 'expected a property name'],
    [{ $select: 'id ' }, '$select', "expected ',' or the end"],
    [{ $orderby: ' id' }, '$orderby', "found ' id'"],
  ])('%j', (query, option, message) => {
    expect(() => compile(query as Record<string, string>)).toThrow(
      expect.objectContaining({ option, message: expect.stringContaining(message) }) as QueryOptionError,
    )
  })
})

test.each([{ $search: 'x' }, { search: 'x' }, { SEARCH: 'x' }])(
  '%j is refused where it is not supported',
  (query) => {
    expect(() => readOptions(query as Record<string, string>, new Set(['$top']))).toThrow(
      "The query option '$search' is not supported on this resource. Supported here: $top.",
    )
  },
)

test('parameters without $ that are not an option are left to the API', () => {
  expect(readOptions({ page: '1', id: 'x', 'client-request-id': 'y' }).options.size).toBe(0)
})
