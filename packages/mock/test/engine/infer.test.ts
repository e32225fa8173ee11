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

const takes = (schema: unknown) => ({ requestBody: json(schema) })
const numbered = (...names: string[]) => ({
  type: 'object',
  properties: { id: { type: 'integer' }, ...record(...names).properties },
})
const pet = {
  type: 'object',
  properties: { id: { type: 'integer' }, name: { type: 'string' }, tags: listOf(record('id')) },
}
const pod = { type: 'object', properties: { kind: { type: 'string' }, metadata: record('uid', 'name') } }

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
    'an object that is called like the path parameter, which is not a key',
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
  [
    'a record that holds a list of its own',
    {
      '/pet': { post: answers(pet), put: { ...takes(pet), ...answers(pet) } },
      '/pet/{petId}': { get: answers(pet), post: answers(), delete: answers() },
    },
    { '/pet': 'collection | {petId} = id (integer) | - | create read replace delete' },
  ],
  [
    'a list below a key, which pages',
    {
      '/labels/{label}': {
        get: {
          parameters: [{ name: 'page', in: 'query', schema: { type: 'integer' } }],
          ...answers({ type: 'object', properties: { items: listOf(record('id')) } }),
        },
        delete: answers(),
      },
    },
    { '/labels/{label}': 'collection | - | items | list' },
  ],
  [
    'a record that POST changes, and an action that answers something else',
    {
      '/a': { post: answers(record('id', 'name')) },
      '/a/{id}': { get: answers(record('id', 'name')), post: answers(record('id', 'name')) },
      '/b': { post: answers(record('id', 'name')) },
      '/b/{id}': { get: answers(record('id', 'name')), post: answers(record('queued')) },
    },
    {
      '/a': 'collection | {id} = id (text) | - | create read update',
      '/b': 'collection | {id} = id (text) | - | create read',
    },
  ],
  [
    'a key within the object that names a record',
    {
      '/pods': { post: answers(pod) },
      '/pods/{name}': { get: answers(pod), delete: answers() },
    },
    { '/pods': 'collection | {name} = metadata.name (text) | - | create read delete' },
  ],
  [
    'an ending that the list and the record share',
    {
      '/Calls.json': { get: answers(listOf(record('sid'))), post: answers(record('sid')) },
      '/Calls/{Sid}.json': { get: answers(record('sid')) },
    },
    { '/Calls.json': 'collection | {Sid} = sid (text) | bare array | list create read' },
  ],
  [
    'a slash at the end of the list and of the record',
    {
      '/sites/': { get: answers(listOf(record('id'))), post: answers(record('id')) },
      '/sites/{id}/': { get: answers(record('id')) },
    },
    { '/sites/': 'collection | {id} = id (text) | bare array | list create read' },
  ],
  [
    'a text in the path: the name, not the number',
    {
      '/repos/{owner}/{repo}': {
        parameters: [{ name: 'repo', in: 'path', required: true, schema: { type: 'string' } }],
        get: answers(numbered('name')),
        delete: answers(),
      },
    },
    { '/repos/{owner}': 'collection | {repo} = name (text) | - | read delete' },
  ],
  [
    'the name with which a person signs in',
    {
      '/users/{username}': {
        parameters: [{ name: 'username', in: 'path', required: true, schema: { type: 'string' } }],
        get: answers(numbered('name', 'login')),
        delete: answers(),
      },
    },
    { '/users': 'collection | {username} = login (text) | - | read delete' },
  ],
  [
    'a record inside an object that ends in its name',
    {
      '/clusters': {
        get: answers({
          type: 'object',
          properties: { kubernetes_clusters: listOf(record('id')), meta: record('total') },
        }),
        post: answers({ type: 'object', properties: { kubernetes_cluster: record('id') } }),
      },
      '/clusters/{id}': {
        get: answers({ type: 'object', properties: { kubernetes_cluster: record('id') } }),
      },
    },
    { '/clusters': 'collection | {id} = id (text) | kubernetes_clusters | list create read' },
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
