import { Description, type OpenApiObject, type SchemaObject } from '@clientele/description'
import { describe, expect, test } from 'vitest'
import { errorCatalogue } from '../src/description/error-catalogue.ts'
import { exampleObject } from '../src/description/example-object.ts'
import { limitsOf } from '../src/description/limits.ts'
import { operationModels } from '../src/description/operation.ts'
import { permissionsOf } from '../src/description/permissions.ts'
import { basisMeaning } from '../src/description/provenance.ts'
import { flagsOf, type Property, propertiesOf, typeText } from '../src/description/schema.ts'
import { schemaModels } from '../src/description/schema-model.ts'
import { tryItData } from '../src/try-it/data.ts'

const sibling = { basis: 'sibling', from: 'https://a.example/' } as const
const companion = { basis: 'companion', from: 'a page' } as const

const schemas: Record<string, SchemaObject> = {
  Ship: {
    type: 'object',
    description: 'A ship.',
    required: ['name'],
    properties: {
      name: { type: 'string', maxLength: 40, examples: ['Tern'] },
      sister: { $ref: '#/components/schemas/Ship' },
      port: { $ref: '#/components/schemas/Port', description: 'Where it sleeps.' },
      crew: { type: 'array', items: { $ref: '#/components/schemas/Person' } },
      state: {
        type: ['string', 'null'],
        enum: ['afloat', 'sunk', null],
        'x-enumDescriptions': { afloat: 'Swims.' },
        'x-enum-sources': { sunk: sibling },
        'x-nullable-source': companion,
      },
    },
  },
  Port: {
    type: 'object',
    'x-source': sibling,
    properties: { code: { type: 'string', readOnly: true, example: 'BGO' } },
  },
  Person: {
    allOf: [{ $ref: '#/components/schemas/Named' }],
    required: ['pin'],
    properties: { pin: { type: 'string', writeOnly: true } },
  },
  Named: { type: 'object', required: ['called'], properties: { called: { type: 'string', format: 'uuid' } } },
  Fleet: { type: 'array', items: { $ref: '#/components/schemas/Ship' } },
}

const document: OpenApiObject = {
  openapi: '3.1.0',
  info: { title: 'Ships', version: '1' },
  servers: [{ url: 'https://graph.microsoft.com/beta' }],
  paths: {
    '/ships': {
      post: {
        operationId: 'createShip',
        requestBody: {
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Ship' }, example: {} } },
        },
        responses: {
          '201': {
            description: 'Done.',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Fleet' } } },
          },
        },
      } as never,
    },
  },
  components: { schemas },
}

const description = new Description(document)
const ship = propertiesOf(description, { $ref: '#/components/schemas/Ship' })
const property = (name: string) => ship.find((candidate) => candidate.name === name)

describe('properties of a schema', () => {
  test.each([
    [
      'name',
      {
        required: true,
        limits: ['at most 40 characters'],
        example: 'Tern',
        type: { before: 'string', after: '' },
      },
    ],
    ['sister', { required: false, children: [], type: { before: '', schema: 'Ship', after: '' } }],
    [
      'port',
      { description: 'Where it sleeps.', source: sibling, children: [{ name: 'code', readOnly: true }] },
    ],
    [
      'crew',
      {
        type: { before: 'array of ', schema: 'Person' },
        children: [
          { name: 'called', required: true, type: { before: 'string · uuid' } },
          { name: 'pin', writeOnly: true },
        ],
      },
    ],
    [
      'state',
      {
        nullable: true,
        partSources: [{ part: 'nullable', source: companion }],
        values: [
          { value: 'afloat', description: 'Swims.' },
          { value: 'sunk', source: sibling },
        ],
      },
    ],
  ])('%s', (name, want) => {
    expect(property(name)).toMatchObject(want)
  })

  test.each([
    [{ required: true }, ['required']],
    // The caller never sends it, so it is not required of the caller.
    [{ required: true, readOnly: true }, ['always in answers', 'read-only']],
    [{ required: true, writeOnly: true }, ['required in requests', 'write-only']],
    [{ nullable: true, deprecated: true }, ['nullable', 'deprecated']],
  ])('the flags of %j', (facts, want) => {
    const plain = { required: false, readOnly: false, writeOnly: false, nullable: false, deprecated: false }
    const [name] = ship
    expect(flagsOf({ ...(name as Property), ...plain, ...facts }).map(({ text }) => text)).toEqual(want)
  })

  test('an array type links to what it holds', () => {
    expect(typeText(description, { $ref: '#/components/schemas/Fleet' })).toEqual({
      before: 'array of ',
      schema: 'Ship',
      after: '',
    })
  })

  test('their examples make an example of the whole', () => {
    expect(exampleObject(ship)).toEqual({ name: 'Tern', port: { code: 'BGO' }, state: 'afloat' })
  })
})

test.each<[SchemaObject, string[]]>([
  [{ minimum: 0, maximum: 9 }, ['at least 0', 'at most 9']],
  [{ minItems: 1, uniqueItems: true }, ['at least 1 item', 'no item twice']],
  [{ minProperties: 1, maxLength: 2 }, ['at most 2 characters', 'at least 1 property']],
  [{ not: { propertyNames: { not: { enum: ['a', 'b'] } } } }, ['at least one of `a`, `b`']],
  [{ pattern: '^a$', default: 'a' }, ['pattern `^a$`', 'default `"a"`']],
  [{}, []],
])('limits of %j', (schema, want) => {
  expect(limitsOf(schema)).toEqual(want)
})

test('the form knows the type of a parameter whose schema is a reference', () => {
  const parameters = [{ name: 'deck', in: 'query', schema: { $ref: '#/components/schemas/Deck' } }]
  const decks = {
    ...document,
    paths: { '/decks': { get: { operationId: 'listDecks', parameters, responses: {} } } },
    components: { schemas: { Deck: { type: 'integer' } } },
  } as OpenApiObject
  const [operation] = operationModels({ api: 'decks', document: decks })
  expect(operation && tryItData(operation).parameters).toMatchObject([{ name: 'deck', type: 'number' }])
})

test('a schema knows who sends it and who answers with it', () => {
  const api = { api: 'ships', document }
  const models = schemaModels(api, operationModels(api))
  const uses = Object.fromEntries(
    models.map(({ name, sentBy, answeredBy }) => [name, [sentBy.length, answeredBy.length]]),
  )
  expect(uses).toEqual({ Ship: [1, 1], Port: [1, 1], Person: [1, 1], Named: [0, 0], Fleet: [0, 1] })
})

test('the errors of APIs on one server stand once', () => {
  const coded = (code: string) => ({
    ...document,
    info: { ...document.info, title: `Microsoft Graph ${code}` },
    'x-error-codes': [
      { status: 400, code, meaning: 'm' },
      { status: 400, code: 'shared', meaning: 'm' },
    ],
  })
  const [group, ...others] = errorCatalogue([
    { api: 'a', document: coded('one') },
    { api: 'b', document: coded('two') },
  ])
  expect(others).toEqual([])
  expect(group).toMatchObject({ title: 'Microsoft Graph', apis: ['a', 'b'] })
  expect(group?.codes.map(({ code }) => code)).toEqual(['one', 'shared', 'two'])
})

test('a mark says what it means and where the fact comes from', () => {
  expect(basisMeaning(companion)).toBe(
    'Not on the documentation page itself, but documented on another page for exactly this resource. Source: a page',
  )
})

test.each([
  [{ type: 'http', scheme: 'bearer', description: 'A token.' }, '`Authorization: Bearer` A token.'],
  [{ type: 'apiKey', in: 'header', name: 'X-Api-Key' }, '`X-Api-Key` (header)'],
  [{ type: 'apiKey', in: 'query', name: 'key', description: 'A key.' }, '`key` (query) A key.'],
  [{ type: 'oauth2', description: 'A token.' }, '`oauth2` A token.'],
] as const)('%j is shown as %s', (scheme, want) => {
  const described = new Description({
    openapi: '3.1.0',
    info: { title: 'T', version: '1' },
    servers: [{ url: 'https://a.example' }],
    security: [{ one: [] }],
    paths: { '/a': { get: { responses: { 204: { description: 'd' } } } } },
    components: { securitySchemes: { one: scheme } },
  } as never)
  const [operation] = described.operations
  expect(operation && permissionsOf(described, operation).credentials).toEqual([want])
})
