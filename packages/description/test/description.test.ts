import { describe, expect, test } from 'vitest'
import { Description, danglingReferences } from '../src/index.ts'

const of = (parts: object) => new Description({ openapi: '3.1.0', ...parts })

describe('a document that is not OpenAPI 3 is refused', () => {
  test.each([
    { document: { swagger: '2.0' }, want: 'This is Swagger 2.0, not OpenAPI 3.0, 3.1 or 3.2.' },
    { document: { openapi: '4.0.0' }, want: 'This is OpenAPI 4.0.0, not OpenAPI 3.0, 3.1 or 3.2.' },
    {
      document: {},
      want: 'This is an object without "openapi: 3.x", not OpenAPI 3.0, 3.1 or 3.2.',
    },
    { document: [], want: 'This is not an object, not OpenAPI 3.0, 3.1 or 3.2.' },
    { document: null, want: 'This is not an object, not OpenAPI 3.0, 3.1 or 3.2.' },
  ])('$want', ({ document, want }) => {
    expect(() => new Description(document)).toThrow(want)
  })
})

describe('references', () => {
  const description = of({
    components: {
      schemas: {
        Thing: {
          type: 'object',
          description: 'A thing.',
          properties: { owner: { $ref: '#/components/schemas/Person' } },
        },
        Person: { $ref: '#/components/schemas/Human', description: 'Whoever it is.' },
        Human: { type: 'object', description: 'A human.' },
        Loop: { $ref: '#/components/schemas/Back' },
        Back: { $ref: '#/components/schemas/Loop' },
        Self: { $ref: '#/components/schemas/Self' },
        Lost: { $ref: '#/components/schemas/Nobody' },
        Outside: { $ref: 'other.yaml#/Thing' },
        Any: true,
      },
    },
  })

  test('are followed, and every place on the way is kept', () => {
    expect(description.locate('/components/schemas/Thing/properties/owner')).toEqual({
      node: { type: 'object', description: 'Whoever it is.' },
      raw: { $ref: '#/components/schemas/Person' },
      pointer: '/components/schemas/Human',
      chain: [
        '/components/schemas/Thing/properties/owner',
        '/components/schemas/Person',
        '/components/schemas/Human',
      ],
    })
  })

  test('give the object itself if there are no keywords beside them', () => {
    const thing = description.locate('/components/schemas/Thing')
    expect(description.resolve({ $ref: '#/components/schemas/Thing' })).toBe(thing?.node)
  })

  test.each(['Loop', 'Self', 'Lost', 'Outside', 'Any', 'Nobody'])('nothing is found behind %s', (name) => {
    expect(description.locate(`/components/schemas/${name}`)).toBeUndefined()
  })

  test.each([
    { $ref: '#/components/schemas/Lost', want: 'leads nowhere in this description' },
    { $ref: '#/components/schemas/Loop', want: 'leads nowhere in this description' },
    { $ref: 'Thing.yaml', want: 'leaves the description. Bundle the description' },
  ])('$ref cannot be resolved', ({ $ref, want }) => {
    expect(() => description.resolve({ $ref })).toThrow(`Reference "${$ref}" ${want}`)
  })

  test('parts that lead nowhere are left out', () => {
    const schemas = description.parts(description.root, 'components', 'schemas')
    expect(schemas.map(({ name }) => name)).toEqual(['Thing', 'Person', 'Human'])
  })

  test('a map of parts may be a reference itself', () => {
    const other = of({ paths: { $ref: '#/x-paths' }, 'x-paths': { '/a': { get: {} } } })
    expect(other.operations.map(({ pointer }) => pointer)).toEqual(['/x-paths/~1a/get'])
  })

  test('a property called $ref is a property', () => {
    const other = of({ components: { schemas: { Link: { properties: { $ref: { type: 'string' } } } } } })
    const link = other.locate('/components/schemas/Link')
    expect(link && other.parts(link, 'properties').map(({ name }) => name)).toEqual(['$ref'])
  })
})

test('references that lead nowhere are listed once, and data is not taken for them', () => {
  const $ref = '#/nowhere'
  const document = {
    openapi: '3.1.0',
    'x-thing': { $ref: '#/openapi' },
    paths: { '/a': { $ref }, example: { $ref: '#/paths/example' } },
    components: {
      schemas: {
        A: {
          properties: { default: { $ref }, value: { $ref: 'other.yaml' } },
          example: { $ref: '#/a' },
          enum: [{ $ref: '#/b' }],
        },
      },
      examples: { E: { value: { $ref: '#/c' } } },
      requestBodies: { value: { $ref: '#/e' } },
      responses: { R: { content: { 'a/b': { examples: { default: { $ref: '#/d' } } } } } },
    },
  }
  expect(danglingReferences(document)).toEqual(['#/nowhere', 'other.yaml', '#/e', '#/d'])
})

describe('operations', () => {
  test('are listed in the order of the description', () => {
    const description = of({
      paths: {
        '/b': { post: {}, get: { operationId: 'getB' }, 'x-note': {}, parameters: [], trace: null },
        'x-other': { get: {} },
        '/broken': null,
        c: { get: {} },
        '/a': { $ref: '#/components/pathItems/A' },
      },
      components: { pathItems: { A: { delete: {} } } },
    })
    expect(description.operations.map(({ id, pointer }) => ({ id, pointer }))).toEqual([
      { id: 'POST /b', pointer: '/paths/~1b/post' },
      { id: 'getB', pointer: '/paths/~1b/get' },
      { id: 'DELETE /a', pointer: '/components/pathItems/A/delete' },
    ])
    expect(description.leftOut).toEqual(['/paths/~1b/trace', '/paths/~1broken', '/paths/c'])
  })

  test('have the methods of OpenAPI 3.2', () => {
    const { operations } = new Description({
      openapi: '3.2.0',
      paths: { '/a': { query: {}, additionalOperations: { COPY: {} } } },
    })
    expect(operations.map(({ method, pointer }) => ({ method, pointer }))).toEqual([
      { method: 'query', pointer: '/paths/~1a/query' },
      { method: 'COPY', pointer: '/paths/~1a/additionalOperations/COPY' },
    ])
  })

  test('have the parameters of their path item, except those that they replace', () => {
    const [operation] = of({
      paths: {
        '/things/{id}': {
          parameters: [
            { name: 'id', in: 'path', description: 'shared' },
            { $ref: '#/components/parameters/Trace' },
            { name: 'id', in: 'query' },
          ],
          get: { parameters: [{ name: 'id', in: 'path', description: 'own' }] },
        },
      },
      components: { parameters: { Trace: { name: 'trace', in: 'header' } } },
    }).operations
    expect(operation?.parameters.map(({ node, chain }) => [node.in, node.name, chain])).toEqual([
      ['path', 'id', ['/paths/~1things~1{id}/get/parameters/0']],
      ['header', 'trace', ['/paths/~1things~1{id}/parameters/1', '/components/parameters/Trace']],
      ['query', 'id', ['/paths/~1things~1{id}/parameters/2']],
    ])
  })

  const url = (name: string) => ({ servers: [{ url: `https://${name}.example` }] })
  test.each([
    { given: 'the operation', root: url('root'), item: url('item'), operation: url('own'), want: 'own' },
    {
      given: 'the path item',
      root: url('root'),
      item: url('item'),
      operation: { servers: [] },
      want: 'item',
    },
    { given: 'the description', root: url('root'), item: {}, operation: {}, want: 'root' },
  ])('have the servers of $given', ({ root, item, operation, want }) => {
    const [found] = of({ ...root, paths: { '/a': { ...item, get: operation } } }).operations
    expect(found?.servers).toEqual(url(want).servers)
  })

  test('have the server / where no level names one', () => {
    expect(of({ paths: { '/a': { get: {} } } }).operations[0]?.servers).toEqual([{ url: '/' }])
  })

  test.each([
    { own: undefined, want: [{ token: [] }] },
    { own: [{ key: ['read'] }], want: [{ key: ['read'] }] },
    { own: [], want: [] },
    { own: [null, { key: [] }], want: [{ key: [] }] },
    { own: 'token', want: [] },
  ])('have the security $want', ({ own, want }) => {
    const operation = own ? { security: own } : {}
    const [found] = of({ security: [{ token: [] }], paths: { '/a': { get: operation } } }).operations
    expect(found?.security).toEqual(want)
  })

  test('have bodies, headers and schemas with the places where they stand', () => {
    const description = of({
      paths: {
        '/a': {
          put: {
            requestBody: { $ref: '#/components/requestBodies/A' },
            responses: {
              200: {
                headers: { ETag: { $ref: '#/components/headers/ETag' } },
                content: { 'text/plain': {} },
              },
              'x-note': {},
            },
          },
        },
      },
      components: {
        requestBodies: {
          A: { content: { 'application/json': { schema: { $ref: '#/components/schemas/A' } } } },
        },
        headers: { ETag: { schema: { type: 'string' } } },
        schemas: { A: { type: 'object' } },
      },
    })
    const [operation] = description.operations
    const [body] = operation?.requestBody ? description.content(operation.requestBody) : []
    expect(body?.mediaType).toBe('application/json')
    expect(body?.schema?.chain).toEqual([
      '/components/requestBodies/A/content/application~1json/schema',
      '/components/schemas/A',
    ])
    const [response, ...others] = operation?.responses ?? []
    expect(others).toEqual([])
    const [header] = response ? description.headers(response) : []
    expect([response?.name, header?.name, header?.pointer]).toEqual([
      '200',
      'ETag',
      '/components/headers/ETag',
    ])
    expect(header && description.schemaOf(header)?.pointer).toBe('/components/headers/ETag/schema')
    expect(response && description.content(response)[0]?.schema).toBeUndefined()
  })

  test('a parameter with content has the schema of its content', () => {
    const description = of({
      paths: {
        '/a': {
          get: {
            parameters: [
              { name: 'f', in: 'query', content: { 'application/json': { schema: { type: 'object' } } } },
            ],
          },
        },
      },
    })
    const [parameter] = description.operations[0]?.parameters ?? []
    expect(parameter && description.schemaOf(parameter)?.pointer).toBe(
      '/paths/~1a/get/parameters/0/content/application~1json/schema',
    )
  })
})
