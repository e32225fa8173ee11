import { expect, test } from 'vitest'
import { partsOf, propertiesOf, propertyNames, propertyOf } from '../../src/description/schema-view.ts'

const text = { type: 'string' }
const number = { type: 'integer' }
const inner = { allOf: [{ properties: { c: number } }], properties: { b: text } }
const schema = {
  properties: { a: text, free: true },
  allOf: [inner],
  oneOf: [{ properties: { a: number, d: text } }],
}

test.each<[keywords: Parameters<typeof partsOf>[1], names: string[]]>([
  [undefined, ['a', 'free', 'b', 'c', 'd']],
  [['allOf'], ['a', 'free', 'b', 'c']],
  [
    ['oneOf', 'anyOf'],
    ['a', 'free', 'd'],
  ],
])('properties through %j', (keywords, names) => {
  expect([...propertyNames(schema, keywords)]).toEqual(names)
  expect([...propertiesOf(schema, keywords).keys()]).toEqual(names.filter((name) => name !== 'free'))
})

test('the first part that describes a property wins', () => {
  expect(propertyOf(schema, 'a')).toBe(text)
  expect(propertyOf(schema, 'c')).toBe(number)
  expect(propertyOf(schema, 'constructor')).toBeUndefined()
})

test('a schema that is a part of itself ends', () => {
  const circle: { anyOf: unknown[] } = { anyOf: [text] }
  circle.anyOf.push(circle)
  expect(partsOf(circle)).toEqual([circle, text])
  expect(partsOf(undefined)).toEqual([])
})
