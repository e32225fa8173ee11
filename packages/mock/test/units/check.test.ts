import { expect, test } from 'vitest'
import { compileCheck } from '../../src/values/check.ts'

test('errors behind a reference belong to the branch that holds it, which repair goes by', () => {
  const schema = { oneOf: [{ $ref: '#/__bundled__/box' }, { $ref: '#/__bundled__/bag' }] }
  const bundle = { box: { required: ['size'] }, bag: { required: ['handle'] } }
  const errors = compileCheck({ schema, bundle }, { allErrors: true })({})
  const places = errors.map(({ schemaPath }) => schemaPath.split('/').slice(0, 3).join('/'))
  expect(places).toEqual(['#/oneOf/0', '#/oneOf/1', '#/oneOf'])
})
