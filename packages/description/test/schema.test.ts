import { describe, expect, test } from 'vitest'
import {
  allowsNull,
  Description,
  flatten,
  type ParameterObject,
  type SchemaObject,
  serializationOf,
  serverUrl,
  typesOf,
  variantsOf,
  withoutAnnotations,
} from '../src/index.ts'

const description = new Description({
  openapi: '3.1.0',
  components: {
    schemas: {
      Named: { description: 'Has a name.', properties: { name: { type: 'string' } }, required: ['name'] },
      Pet: {
        allOf: [
          { $ref: '#/components/schemas/Named' },
          { properties: { age: { type: 'integer' } }, required: ['age'] },
        ],
        properties: { name: { type: 'string', maxLength: 10 } },
        required: ['name'],
      },
      Kept: { $ref: '#/components/schemas/Pet', description: 'A pet at home.' },
      Node: { type: 'object', allOf: [{ $ref: '#/components/schemas/Node' }], title: 'A node' },
      Noted: { anyOf: [{ $ref: '#/components/schemas/Noted', description: 'again' }, { type: 'null' }] },
    },
  },
})

describe('a schema as one object', () => {
  test.each([
    { given: 'a schema without parts', schema: { type: 'string' }, want: { type: 'string' } },
    {
      given: 'allOf',
      schema: { $ref: '#/components/schemas/Pet' },
      want: {
        description: 'Has a name.',
        properties: { name: { type: 'string', maxLength: 10 }, age: { type: 'integer' } },
        required: ['name', 'age'],
      },
    },
    {
      given: 'a keyword beside the reference',
      schema: { $ref: '#/components/schemas/Kept' },
      want: {
        description: 'A pet at home.',
        properties: { name: { type: 'string', maxLength: 10 }, age: { type: 'integer' } },
        required: ['name', 'age'],
      },
    },
    {
      given: 'a circle',
      schema: { $ref: '#/components/schemas/Node' },
      want: { type: 'object', title: 'A node' },
    },
  ])('$given', ({ schema, want }) => {
    expect(flatten(description, schema as SchemaObject)).toEqual(want)
  })
})

describe('the schemas that a schema is composed of', () => {
  test.each([
    {
      pointer: '/components/schemas/Pet',
      want: ['/components/schemas/Pet', '/components/schemas/Named', '/components/schemas/Pet/allOf/1'],
    },
    { pointer: '/components/schemas/Node', want: ['/components/schemas/Node'] },
    {
      pointer: '/components/schemas/Noted',
      want: ['/components/schemas/Noted', '/components/schemas/Noted', '/components/schemas/Noted/anyOf/1'],
    },
  ])('$pointer', ({ pointer, want }) => {
    const schema = description.locate<SchemaObject>(pointer)
    expect(schema && variantsOf(description, schema).map((variant) => variant.pointer)).toEqual(want)
  })

  test('only those of the keywords that are asked for', () => {
    const schema = description.locate<SchemaObject>('/components/schemas/Noted')
    expect(schema && variantsOf(description, schema, ['allOf'])).toHaveLength(1)
  })
})

test.each([
  { schema: {}, types: [], nullable: false },
  { schema: { type: 'string' }, types: ['string'], nullable: false },
  { schema: { type: 'string', nullable: true }, types: ['string'], nullable: true },
  { schema: { type: ['string', 'null'] }, types: ['string'], nullable: true },
  { schema: { type: 'null' }, types: [], nullable: true },
  { schema: { enum: ['a', null] }, types: [], nullable: true },
  { schema: { const: null }, types: [], nullable: true },
  { schema: JSON.parse('{ "enum": { "a": null } }'), types: [], nullable: false },
])('$schema has the types $types and null: $nullable', ({ schema, types, nullable }) => {
  expect(typesOf(schema)).toEqual(types)
  expect(allowsNull(schema)).toBe(nullable)
})

describe('how a parameter is written', () => {
  const table: [Pick<ParameterObject, 'in' | 'style' | 'explode'>, string, boolean][] = [
    [{ in: 'query' }, 'form', true],
    [{ in: 'query', explode: false }, 'form', false],
    [{ in: 'query', style: 'pipeDelimited' }, 'pipeDelimited', false],
    [{ in: 'path' }, 'simple', false],
    [{ in: 'path', style: 'label', explode: true }, 'label', true],
    [{ in: 'header' }, 'simple', false],
    [{ in: 'cookie' }, 'form', true],
    [{ in: 'cookie', style: 'cookie' }, 'cookie', true],
  ]
  test.each(table)('%o: %s, explode %s', (parameter, style, explode) => {
    expect(serializationOf(parameter)).toEqual({ style, explode })
  })
})

test('the variables of a server get their defaults', () => {
  const variables = { host: { default: 'eu' } }
  expect(serverUrl({ url: 'https://{host}.example/{version}/', variables })).toBe('https://eu.example//')
})

test.each<[what: string, given: unknown, want: unknown]>([
  [
    'what only a reader needs',
    { title: 'A', type: 'string', readOnly: true, 'x-any': 1, example: 'a' },
    { type: 'string' },
  ],
  [
    'everywhere in it',
    { allOf: [{ items: { description: 'A', minimum: 1 } }] },
    { allOf: [{ items: { minimum: 1 } }] },
  ],
  [
    'but no names of properties',
    { properties: { title: { title: 'A', type: 'string' }, properties: { default: 1 } } },
    { properties: { title: { type: 'string' }, properties: {} } },
  ],
  [
    'and no data',
    { enum: [{ title: 'A' }], const: { title: 'A' } },
    { enum: [{ title: 'A' }], const: { title: 'A' } },
  ],
])('withoutAnnotations leaves out %s', (_, given, want) => {
  expect(withoutAnnotations(given)).toEqual(want)
})
