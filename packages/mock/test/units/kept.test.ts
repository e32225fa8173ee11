import { expect, test } from 'vitest'
import { onceFor, Recent } from '../../src/json/kept.ts'

test('the results that came last are kept, the oldest one makes room', () => {
  const recent = new Recent<string, number>(2)
  expect(recent.keep('one', 1)).toBe(1)
  recent.keep('two', 2)
  recent.keep('three', 3)
  expect(['one', 'two', 'three'].map((name) => recent.get(name))).toEqual([undefined, 2, 3])
})

test('a result that is kept anew counts as the last one', () => {
  const recent = new Recent<string, number>(2)
  for (const [name, result] of [
    ['one', 1],
    ['two', 2],
    ['one', 3],
    ['three', 4],
  ] as const)
    recent.keep(name, result)
  expect(['one', 'two', 'three'].map((name) => recent.get(name))).toEqual([3, undefined, 4])
})

test('work is done once for each object, whatever the context', () => {
  const seen: string[] = []
  const lengthOf = onceFor((list: readonly string[], context: string) => {
    seen.push(context)
    return list.length
  })
  const [one, other] = [['a'], ['a', 'b']]
  const given: [readonly string[], string][] = [
    [one, 'first'],
    [other, 'second'],
    [one, 'third'],
  ]
  expect(given.map(([list, context]) => lengthOf(list, context))).toEqual([1, 2, 1])
  expect(seen).toEqual(['first', 'second'])
})

test('work that failed is done again', () => {
  let fails = true
  const work = onceFor((key: object) => {
    if (fails) throw new Error('not yet')
    return Object.keys(key).length
  })
  const key = { a: 1 }
  expect(() => work(key)).toThrow('not yet')
  fails = false
  expect(work(key)).toBe(1)
})
