import { describe, expect, test } from 'vitest'
import { basePathsOf } from '../../src/description/api.ts'
import { itemPath, parseTemplate } from '../../src/description/path-template.ts'
import { parseQuery, segmentsOf } from '../../src/exchange/exchange.ts'
import { parsePrefer } from '../../src/exchange/message.ts'
import { isProblem } from '../../src/exchange/problem.ts'
import { groupedWarnings } from '../../src/json/mistakes.ts'
import { mergePatch } from '../../src/state/changes.ts'
import { seededRandom } from '../../src/store/random.ts'
import { withoutMarked } from '../../src/values/marked.ts'

describe('Prefer (RFC 7240)', () => {
  test.each([
    [undefined, {}],
    ['code=404', { code: '404' }],
    ['code=200, example="two words"; q=1, dynamic', { code: '200', example: 'two words', dynamic: true }],
    ['Return=minimal,return=representation', { return: 'minimal' }],
    ['odata.maxpagesize=5,,;=x', { 'odata.maxpagesize': '5', x: true }],
    ['say="a \\"quoted\\" word"', { say: 'a "quoted" word' }],
    ['__proto__=1', { ['__proto__']: '1' }],
  ])('%s', (header, want) => {
    expect({ ...parsePrefer(header) }).toEqual(want)
  })
})

describe('queries', () => {
  test.each([
    ['', {}],
    ['a=1&b=&c', { a: '1', b: '', c: '' }],
    ['a=1&a=2&a=3', { a: ['1', '2', '3'] }],
    ['$filter=name%20eq%20%27x%27&q=a+b', { $filter: "name eq 'x'", q: 'a b' }],
    ['a=b=c', { a: 'b=c' }],
  ])('%s', (search, want) => {
    expect({ ...parseQuery(search) }).toEqual(want)
  })

  test.each(['a=%', 'a=%zz', '%C3%28=1'])('%s is refused', (search) => {
    expect(isProblem(parseQuery(search))).toBe(true)
  })
})

describe('paths', () => {
  test.each([
    ['/', ['']],
    ['/a/b', ['a', 'b']],
    ['/a%20b/%C3%A9', ['a b', 'é']],
    ['/a/', ['a', '']],
    ['/.hidden/..a', ['.hidden', '..a']],
  ])('%s', (path, want) => {
    expect(segmentsOf({ path, search: '' })).toEqual(want)
  })

  test.each(['/..', '/a/./b', '/%2e%2E/a', '/a%2Fb', '/%', '/%00', '/a%0d%0ab'])('%s is refused', (path) => {
    expect(isProblem(segmentsOf({ path, search: '' }))).toBe(true)
  })

  test.each<[string, string, string[] | undefined]>([
    ['{from}...{to}', 'main...next', ['main', 'next']],
    ['{from}...{to}', 'a....b', ['a', '.b']],
    ['{from}...{to}', '...b', undefined],
    ['{from}...{to}', 'a...', undefined],
    ["Things('{id}')", "things('x')", ['x']],
    ["Things('{id}')", "things('')", undefined],
    ['{a}{b}', 'xyz', ['x', 'yz']],
    ['{a}{b}', 'x', undefined],
    ['{name}.json', 'a.json.json', ['a.json']],
    ['v{a}-{b}-{c}.json', 'V1-2-3-4.json', ['1', '2', '3-4']],
    ['{a}İ{b}', '1İ2', ['1', '2']],
  ])('%s takes %s apart', (template, text, want) => {
    const [segment] = parseTemplate(`/${template}`, 'any')
    expect(segment?.kind === 'mixed' && segment.valuesIn(text)).toEqual(want)
  })

  test('a segment that nearly matches is parsed without trying every combination', () => {
    const [segment] = parseTemplate('/{a}-{b}-{c}-{d}.json', 'exact')
    expect(segment?.kind === 'mixed' && segment.valuesIn('-'.repeat(16_000))).toBeUndefined()
  })

  test.each([
    ['/things/{id}', '/things', 'id'],
    ["/Things('{key}')", '/Things', 'key'],
    ['/things({id})', '/things', 'id'],
    ['/a/{b}/c/{d}', '/a/{b}/c', 'd'],
  ])('%s addresses a record of %s', (path, collection, parameter) => {
    expect(itemPath(path, new Set([path]))).toEqual({ path, collection, parameter })
  })

  test.each(['/things', '/{id}', '/things/{id}/state', '/things/{a}-{b}'])(
    '%s addresses no record',
    (path) => {
      expect(itemPath(path, new Set([path]))).toBeUndefined()
    },
  )
})

describe('base paths from servers', () => {
  test.each([
    [undefined, ['']],
    [[], ['']],
    [[{ url: 'https://api.example/v1/' }], ['/v1']],
    [
      [{ url: '/relative' }, { url: 'https://b.example' }, { url: 'https://c.example/relative' }],
      ['/relative', ''],
    ],
    [
      [
        {
          url: 'https://{region}.example/{version}',
          variables: { region: { default: 'eu' }, version: { default: 'v2' } },
        },
      ],
      ['/v2'],
    ],
    [[{ url: 'http://[' }], ['']],
  ])('%j', (servers, want) => {
    expect(basePathsOf(servers)).toEqual(want)
  })
})

describe('merge patch (RFC 7396)', () => {
  const schema = {
    properties: { may: { type: ['string', 'null'] }, in: { properties: { may: { nullable: true } } } },
  }
  test.each([
    [{ a: 1 }, { b: 2 }, { a: 1, b: 2 }],
    [{ a: 1 }, { a: null }, {}],
    [{ may: 'x' }, { may: null }, { may: null }],
    [{ in: { may: 'x', b: 1 } }, { in: { may: null, b: null } }, { in: { may: null } }],
    [{ a: { b: 1, c: 2 } }, { a: { b: 3 } }, { a: { b: 3, c: 2 } }],
    [{ a: [1, 2] }, { a: [3] }, { a: [3] }],
    [{ a: 'text' }, { a: { b: 1 } }, { a: { b: 1 } }],
  ])('%j with %j', (before, patch, want) => {
    expect(mergePatch(before, patch, schema)).toEqual(want)
  })
})

describe('marked properties', () => {
  const schema = {
    allOf: [{ properties: { id: { readOnly: true }, kept: {} } }],
    properties: { list: { items: { properties: { id: { readOnly: true } } } }, secret: { writeOnly: true } },
  }
  test('are removed wherever they are; a value without any comes back unchanged', () => {
    const value = { id: 1, kept: 2, secret: 3, list: [{ id: 4, name: 5 }] }
    expect(withoutMarked(value, schema, 'readOnly')).toEqual({ kept: 2, secret: 3, list: [{ name: 5 }] })
    expect(withoutMarked(value, schema, 'writeOnly')).toEqual({ id: 1, kept: 2, list: [{ id: 4, name: 5 }] })
    const unmarked = { properties: { a: {} } }
    expect(withoutMarked(value, unmarked, 'readOnly')).toBe(value)
  })
})

describe('chance that repeats', () => {
  test('the same seed, the same sequence; forks do not disturb each other', () => {
    const draw = (seed: number, purpose: string) => seededRandom(seed).fork(purpose).uuid()
    expect(draw(1, 'a')).toBe(draw(1, 'a'))
    expect(new Set([draw(1, 'a'), draw(1, 'b'), draw(2, 'a')]).size).toBe(3)
    expect(draw(1, 'a')).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
  })
})

describe('warnings', () => {
  test('of one wording are counted after the third', () => {
    const missing = ['a', 'b', 'c', 'd', 'e'].map(
      (name) => `file:///x/${name}.yaml cannot be read: there is no such file.`,
    )
    expect(groupedWarnings([...missing, 'One of its own.'])).toEqual([
      'file:///x/a.yaml cannot be read: there is no such file.',
      'file:///x/b.yaml cannot be read: there is no such file.',
      'file:///x/c.yaml cannot be read: there is no such file. (and 2 more like it)',
      'One of its own.',
    ])
  })

  test('take 20 lines at most', () => {
    const letters = [...'abcdefghijklmnopqrstuvwxyz']
    const lines = groupedWarnings(letters.map((letter) => `Warning ${letter}.`))
    expect(lines).toHaveLength(20)
    expect(lines.at(-1)).toBe('7 other warnings are left out.')
  })
})
