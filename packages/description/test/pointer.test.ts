import { describe, expect, test } from 'vitest'
import { componentName, joinPointer, pointerSteps, referencePointer, valueAt } from '../src/index.ts'

describe('the steps of a pointer', () => {
  test.each([
    { pointer: '', want: [] },
    { pointer: '/', want: [''] },
    { pointer: '/paths/~1things~1{id}/get', want: ['paths', '/things/{id}', 'get'] },
    { pointer: '/a~01b', want: ['a~1b'] },
    { pointer: '/100%25', want: ['100%25'] },
  ])('$pointer', ({ pointer, want }) => {
    expect(pointerSteps(pointer)).toEqual(want)
    expect(joinPointer('', ...want)).toBe(pointer)
  })
})

describe('the pointer of a reference', () => {
  test.each([
    { reference: '#', want: '' },
    { reference: '#/components/schemas/Thing', want: '/components/schemas/Thing' },
    { reference: '#/components/schemas/Caf%C3%A9', want: '/components/schemas/Café' },
    { reference: '#/paths/~1things~1%7Bid%7D', want: '/paths/~1things~1{id}' },
    // Decoded before it is split: an encoded slash separates, an encoded tilde escapes.
    { reference: '#/a%2Fb', want: '/a/b' },
    { reference: '#/a%7E1b', want: '/a~1b' },
    { reference: '#/100%', want: '/100%' },
    { reference: 'Thing.yaml', want: undefined },
    { reference: 'other.yaml#/components/schemas/Thing', want: undefined },
    { reference: '#anchor', want: undefined },
  ])('$reference', ({ reference, want }) => {
    expect(referencePointer(reference)).toBe(want)
  })
})

describe('what stands at a pointer', () => {
  const root = { list: ['first', { name: 'second' }], 'a/b': null, constructorless: {} }
  test.each([
    { pointer: '', want: root },
    { pointer: '/list/0', want: 'first' },
    { pointer: '/list/1/name', want: 'second' },
    { pointer: '/list/length', want: undefined },
    { pointer: '/list/2', want: undefined },
    { pointer: '/list/-', want: undefined },
    { pointer: '/a~1b', want: null },
    { pointer: '/a~1b/c', want: undefined },
    { pointer: '/constructorless/constructor', want: undefined },
    { pointer: '/constructorless/__proto__', want: undefined },
  ])('$pointer', ({ pointer, want }) => {
    expect(valueAt(root, pointer)).toBe(want)
  })
})

test.each([
  { pointer: '/components/schemas/Thing', kind: 'schemas', want: 'Thing' },
  { pointer: '/components/schemas/a~1b', kind: 'schemas', want: 'a/b' },
  { pointer: '/components/schemas/Thing/properties/id', kind: 'schemas', want: undefined },
  { pointer: '/components/responses/Thing', kind: 'schemas', want: undefined },
  { pointer: '', kind: 'schemas', want: undefined },
])('the component of the kind $kind at "$pointer"', ({ pointer, kind, want }) => {
  expect(componentName(pointer, kind)).toBe(want)
})
