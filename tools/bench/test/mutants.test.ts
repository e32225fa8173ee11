import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { mutantsIn, telling } from '../src/mutation/mutants.ts'
import { readSeeded } from '../src/mutation/seeded.ts'

const changed = (source: string) =>
  mutantsIn('a.ts', source).map(
    ({ start, end, replacement }) => source.slice(0, start) + replacement + source.slice(end),
  )

test.each([
  ['const a = b && c', ['const a = b || c']],
  ['const a = b /* && */ && (c)', ['const a = b /* && */ || (c)']],
  ['const a = b ?? c', ['const a = b']],
  ['const a = b <= c', ['const a = b < c']],
  ['const a = !b', ['const a = b']],
  ['const a = true', ['const a = false']],
  ['const a = 7', ['const a = (7 + 1)']],
  ['const a = { 7: b, [c]: d }', []],
  ['const a = b ? c : d', ['const a = true ? c : d', 'const a = false ? c : d']],
  ['if (a) b()', ['if (true) b()', 'if (false) b()', 'if (a) ;']],
  ['function f() { return a }', ['function f() { return undefined }']],
  ['a = b', [';']],
  ['type A = 1 | true', []],
  ["import a from 'a'", []],
  ['const a = b as 1', []],
  ['const a = (b && c) as d', ['const a = (b || c) as d']],
  ["const a = 'text'", []],
])('%s', (source, want) => {
  expect(changed(source)).toEqual(want)
})

test('a change knows the innermost function around it', () => {
  const source = 'const a = 1\nfunction f() { return () => 2 }'
  const within = mutantsIn('a.ts', source).map(({ change, within: place }) => [change, place])
  expect(within).toEqual([
    ['1 + 1', undefined],
    ['nothing returned', source.indexOf('function')],
    ['2 + 1', source.indexOf('() =>')],
  ])
})

test('functions tell that they were called, and do what they did', () => {
  const source = 'const f = (a) => a + 1; function g() { return ({ b: f(1) }) }; return [g(), typeof f]'
  const text = telling('a.ts', `export function all() { ${source} }`).replace(
    'export function',
    'return function',
  )
  const places: string[] = []
  Object.assign(globalThis, { __reached: (place: string) => places.push(place) })
  const all = new Function(text)() as () => unknown
  expect(all()).toEqual([{ b: 2 }, 'function'])
  expect(places).toHaveLength(3)
})

test('a seeded change needs a text that is in its file once, and a test', () => {
  const folder = mkdtempSync(join(tmpdir(), 'clientele-seeded-'))
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  write('src/a.ts', 'const a = b && c && d')
  write('test/a.test.ts', '')
  const list = (from: string, path: string) =>
    write(
      'bench/seeded-changes.yaml',
      JSON.stringify([{ change: 'It', file: 'src/a.ts', from, to: '', test: path }]),
    )
  list('b &&', 'test/a.test.ts')
  expect(readSeeded(folder)).toMatchObject([{ start: 10, end: 14, replacement: '', test: 'test/a.test.ts' }])
  list('&&', 'test/b.test.ts')
  expect(() => readSeeded(folder)).toThrow('It: src/a.ts must hold "&&" once\nIt: there is no test/b.test.ts')
  rmSync(folder, { recursive: true })
})
