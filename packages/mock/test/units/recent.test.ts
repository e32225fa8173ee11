import { expect, test } from 'vitest'
import { Recent } from '../../src/store/recent.ts'

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
