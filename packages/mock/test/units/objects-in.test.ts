import { expect, test } from 'vitest'
import { objectsIn } from '../../src/json/json.ts'

const shared = { name: 'shared' }
const list = [shared, undefined, null, { name: 'last' }]
const whole: Record<string, unknown> = { name: 'whole', list, again: shared, example: { name: 'example' } }
whole.self = whole

test.each<[skipped: readonly string[], names: unknown[]]>([
  [[], ['whole', undefined, 'shared', 'last', 'example']],
  [
    ['example', 'list'],
    ['whole', 'shared'],
  ],
])('objects without %j, each once and before what is in it', (skipped, names) => {
  const found = [...objectsIn(whole, new Set(skipped))] as { name?: string }[]
  expect(found.map(({ name }) => name)).toEqual(names)
})

test.each([[undefined], [null], ['text'], [1]])('there are none in %j', (value) => {
  expect([...objectsIn(value)]).toEqual([])
})
