import { Description } from '@clientele/description'
import { describe, expect, test } from 'vitest'
import { readOperations } from '../src/read-operations.ts'

const of = (paths: object) => new Description({ openapi: '3.1.0', paths })

const withOperations = (...operations: object[]) =>
  of(Object.fromEntries(operations.map((get, index) => [`/${index}`, { get }])))

const schema = { type: 'string' }

const table: { given: string; description: Description; want: string }[] = [
  {
    given: 'a query parameter with the name of a path parameter',
    description: withOperations({
      operationId: 'getThing',
      parameters: [
        { name: 'id', in: 'path', schema },
        { name: 'id', in: 'query', schema },
      ],
    }),
    want: 'getThing: two parameters in different places are called id',
  },
  {
    given: 'a parameter with a name of the input',
    description: withOperations({
      operationId: 'getThing',
      parameters: [{ name: 'body', in: 'query', schema }],
    }),
    want: 'getThing: the query parameter body collides with the input of that name',
  },
  {
    given: 'an operation without operationId',
    description: withOperations({}),
    want: 'get /0: the operationId is missing; it names the method of the client',
  },
  {
    given: 'an operationId that is a verb',
    description: withOperations({ operationId: 'PATCH' }),
    want: 'PATCH: the client has a verb of this name',
  },
  {
    given: 'an operationId that is no name',
    description: withOperations({ operationId: 'things.get' }),
    want: 'things.get: the operationId must be letters and digits; it names the method of the client',
  },
  {
    given: 'an operationId used twice',
    description: withOperations({ operationId: 'getThing' }, { operationId: 'getThing' }),
    want: 'getThing: two operations have this operationId',
  },
  {
    given: 'an array that is repeated instead of joined',
    description: withOperations({
      operationId: 'getThing',
      parameters: [{ name: 'ids', in: 'query', schema: { type: 'array' } }],
    }),
    want: 'getThing: the client joins arrays with commas, but ids is not "style: form, explode: false"',
  },
  {
    given: 'a cookie',
    description: withOperations({
      operationId: 'getThing',
      parameters: [{ name: 'session', in: 'cookie', schema }],
    }),
    want: 'getThing: the client sends no cookies, but session is one',
  },
  {
    given: 'several problems',
    description: withOperations({ operationId: 'getThing' }, { operationId: 'getThing' }, {}),
    want: 'get /2: the operationId is missing; it names the method of the client\ngetThing: two operations have this operationId',
  },
  {
    given: 'a reference that leads nowhere',
    description: withOperations({
      operationId: 'getThing',
      parameters: [{ $ref: '#/components/parameters/id' }],
    }),
    want: '#/components/parameters/id leads nowhere',
  },
  {
    given: 'an array behind a reference and allOf',
    description: withOperations({
      operationId: 'getThing',
      parameters: [{ name: 'ids', in: 'query', schema: { allOf: [{ type: ['array', 'null'] }] } }],
    }),
    want: 'getThing: the client joins arrays with commas, but ids is not "style: form, explode: false"',
  },
]

describe('readOperations refuses', () => {
  test.for(table)('$given', ({ description, want }) => {
    expect(() => readOperations(description)).toThrow(new Error(want))
  })
})

test('a parameter of the operation replaces the one of the path item', () => {
  const [entry] = readOperations(
    of({
      '/things': {
        parameters: [{ name: 'id', in: 'query', schema }],
        get: { operationId: 'listThings', parameters: [{ name: 'id', in: 'query', schema }] },
      },
    }),
  )
  expect(entry?.query).toEqual(['id'])
})
