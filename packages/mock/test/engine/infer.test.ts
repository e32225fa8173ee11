import { describe, expect, test } from 'vitest'
import { createMock } from '../../src/index.ts'

const json = (schema: unknown) => ({ content: { 'application/json': { schema } } })
const answers = (schema?: unknown) => ({
  responses: { 200: { description: '', ...(schema ? json(schema) : {}) } },
})
const record = (...names: string[]) => ({
  type: 'object',
  properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
})
const listOf = (items: unknown) => ({ type: 'array', items })

/** What is described, and what is read out of it: `kind key list operations` by path. */
const cases: [name: string, paths: Record<string, unknown>, want: Record<string, string>][] = [
  [
    'a collection whose list is a bare array',
    {
      '/a': { get: answers(listOf(record('id'))), post: answers(record('id')) },
      '/a/{id}': { get: answers(record('id')) },
    },
    { '/a': 'collection | {id} = id (text) | bare array | list create read' },
  ],
  [
    'a key that the path names with the noun in front',
    { '/customers/{customerNumber}': { get: answers(record('number', 'name')), delete: answers() } },
    { '/customers': 'collection | {customerNumber} = number (text) | - | read delete' },
  ],
  [
    'an OData key in brackets',
    {
      '/Users': { get: answers({ type: 'object', properties: { value: listOf(record('id')) } }) },
      "/Users('{id}')": { patch: answers(record('id')) },
    },
    { '/Users': 'collection | {id} = id (text) | value | list update' },
  ],
  [
    'an object that is called like the path parameter, which is no key',
    {
      '/items/{category}': {
        get: answers({
          type: 'object',
          properties: { category: record('title'), id: { type: 'string' } },
        }),
        delete: answers(),
      },
    },
    { '/items': 'collection | {category} = id (text) | - | read delete' },
  ],
  [
    'one collection below another',
    {
      '/a/{aId}': { get: answers(record('id')), delete: answers() },
      '/a/{aId}/b': {
        get: answers({
          type: 'object',
          properties: { results: listOf(record('name')), count: { type: 'integer' } },
        }),
      },
      '/a/{aId}/b/{name}': { get: answers(record('name')) },
    },
    {
      '/a': 'collection | {aId} = id (text) | - | read delete',
      '/a/{aId}/b': 'collection | {name} = name (text) | results | list read',
    },
  ],
  [
    'a singleton',
    { '/me': { get: answers(record('a')), patch: answers(record('a')) } },
    { '/me': 'singleton | - | - | read update' },
  ],
  [
    'a singleton that is only changed',
    { '/me': { patch: answers(record('a')) } },
    { '/me': 'singleton | - | - | update' },
  ],
  [
    'a list beside other members',
    {
      '/a': {
        get: answers({
          type: 'object',
          properties: { a: listOf(record('id')), next: { type: 'string' }, tags: listOf({ type: 'string' }) },
        }),
      },
    },
    { '/a': 'collection | - | a | list' },
  ],
  ['an action', { '/a/{id}/archive': { post: answers(record('id')) } }, {}],
  ['an object that nobody changes', { '/status': { get: answers(record('state')) } }, {}],
  ['a single look-up', { '/weather/{city}': { get: answers(record('city')) } }, {}],
  ['a list of words', { '/words': { get: answers(listOf({ type: 'string' })) } }, {}],
  [
    'a record that has a list',
    { '/cart': { get: answers({ type: 'object', properties: { id: {}, lines: listOf(record('id')) } }) } },
    {},
  ],
]

describe('what is inferred', () => {
  test.each(cases)('%s', (_, paths, want) => {
    const mock = createMock({ documents: [{ openapi: '3.0.3', info: { title: 'T', version: '1' }, paths }] })
    const found = mock
      .explain()
      .resources.map(({ path, kind, key, list, operations }) => [
        path,
        [kind, key, list, operations].join(' | '),
      ])
    expect(Object.fromEntries(found)).toEqual(want)
  })
})
