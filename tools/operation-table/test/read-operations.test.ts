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
    given: 'an operationId that is not a name',
    description: withOperations({ operationId: 'things.get' }),
    want: 'things.get: the operationId must be letters and digits; it names the method of the client',
  },
  {
    given: 'an operationId used twice',
    description: withOperations({ operationId: 'getThing' }, { operationId: 'getThing' }),
    want: 'getThing: two operations have this operationId',
  },
  {
    given: 'a list that is divided by bars',
    description: withOperations({
      operationId: 'getThing',
      parameters: [{ name: 'ids', in: 'query', style: 'pipeDelimited', schema: { type: 'array' } }],
    }),
    want: 'getThing: the client cannot write the query parameter ids in the style pipeDelimited',
  },
  {
    given: 'a cookie',
    description: withOperations({
      operationId: 'getThing',
      parameters: [{ name: 'session', in: 'cookie', schema }],
    }),
    want: 'getThing: the client does not send cookies, but session is one',
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
    given: 'a list behind allOf that is divided by spaces',
    description: withOperations({
      operationId: 'getThing',
      parameters: [
        {
          name: 'ids',
          in: 'query',
          style: 'spaceDelimited',
          schema: { allOf: [{ type: ['array', 'null'] }] },
        },
      ],
    }),
    want: 'getThing: the client cannot write the query parameter ids in the style spaceDelimited',
  },
  {
    given: 'an operationId that every client has as a method',
    description: withOperations({ operationId: 'with' }),
    want: 'with: every client has a method of this name',
  },
]

describe('readOperations reports', () => {
  test.for(table)('$given', ({ description, want }) => {
    expect(readOperations(description).problems.join('\n')).toBe(want)
  })
})

test('a parameter of the operation replaces the one of the path item', () => {
  const {
    entries: [entry],
  } = readOperations(
    of({
      '/things': {
        parameters: [{ name: 'id', in: 'query', schema }],
        get: { operationId: 'listThings', parameters: [{ name: 'id', in: 'query', schema }] },
      },
    }),
  )
  expect(entry?.query).toEqual(['id'])
})
