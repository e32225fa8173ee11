import { expect, test } from 'vitest'
import { withValue } from '../src/try-it/body-fields.ts'

test.each<[string, unknown, string[], unknown, unknown]>([
  ['a property is added', {}, ['name'], 'Tern', { name: 'Tern' }],
  [
    'a property is changed, the others stay',
    { name: 'Tern', seats: 2 },
    ['seats'],
    3,
    { name: 'Tern', seats: 3 },
  ],
  ['an object is made for a nested one', {}, ['port', 'code'], 'BGO', { port: { code: 'BGO' } }],
  ['an emptied property goes', { name: 'Tern', seats: 2 }, ['seats'], undefined, { name: 'Tern' }],
  ['an emptied object goes with it', { port: { code: 'BGO' } }, ['port', 'code'], undefined, {}],
  [
    'an object stays while it has something',
    { port: { a: 1, b: 2 } },
    ['port', 'a'],
    undefined,
    { port: { b: 2 } },
  ],
  ['what is not an object gives way', 'text', ['name'], 'Tern', { name: 'Tern' }],
])('%s', (_, body, path, value, want) => {
  const before = structuredClone(body)
  expect(withValue(body, path, value)).toEqual(want)
  expect(body).toEqual(before)
})
