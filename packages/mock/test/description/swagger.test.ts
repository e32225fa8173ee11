import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createMock, MockConfigurationError } from '../../src/index.ts'
import { askingMock } from '../ask.ts'

const pet = { $ref: '#/definitions/Pet' }
const swagger = {
  swagger: '2.0',
  info: { title: 'Pets', version: '1' },
  host: 'api.example.com',
  basePath: '/v1',
  consumes: ['application/json'],
  produces: ['application/json'],
  securityDefinitions: { key: { type: 'apiKey', in: 'header', name: 'X-Api-Key' } },
  security: [{ key: [] }],
  definitions: {
    Pet: {
      type: 'object',
      required: ['name'],
      properties: {
        id: { type: 'integer', readOnly: true },
        name: { type: 'string' },
        owner: { type: 'string', 'x-nullable': true },
      },
    },
  },
  parameters: { Pet: { in: 'body', name: 'pet', required: true, schema: pet } },
  responses: {
    Missing: {
      description: 'No such pet.',
      schema: { type: 'object', properties: { message: { type: 'string' } } },
    },
  },
  paths: {
    '/pets': {
      get: {
        parameters: [{ in: 'query', name: 'limit', type: 'integer', maximum: 50 }],
        responses: { 200: { description: 'All.', schema: { type: 'array', items: pet } } },
      },
      post: {
        parameters: [{ $ref: '#/parameters/Pet' }],
        responses: { 201: { description: 'Made.', schema: pet } },
      },
    },
    '/pets/{id}': {
      parameters: [{ in: 'path', name: 'id', required: true, type: 'integer' }],
      get: { responses: { 200: { description: 'One.', schema: pet }, 404: { $ref: '#/responses/Missing' } } },
    },
  },
}

test('a description in Swagger 2.0 is served like one in OpenAPI 3', async () => {
  const before = structuredClone(swagger)
  const ask = askingMock(createMock({ documents: [swagger] }))
  const made = await ask('POST /v1/pets', { name: 'Rex', owner: null })
  expect([made.status, made.body]).toEqual([201, { id: expect.any(Number), name: 'Rex', owner: null }])
  expect((await ask(`GET /v1/pets/${made.body.id}`)).body).toEqual(made.body)
  expect((await ask('POST /v1/pets', {})).status).toBe(400)
  expect((await ask('POST /v1/pets')).status).toBe(400)
  expect((await ask('GET /v1/pets?limit=51')).status).toBe(400)
  const missing = await ask('GET /v1/pets/999999')
  expect([missing.status, Object.keys(missing.body)]).toEqual([404, ['message']])
  expect((await ask('GET /v1/pets', undefined, { 'x-api-key': '' })).status).toBe(401)
  expect(swagger).toEqual(before)
})

test('a file in Swagger 2.0 may refer to other files', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'clientele-mock-'))
  const { Pet } = swagger.definitions
  writeFileSync(join(folder, 'pet.json'), JSON.stringify({ Pet }))
  const file = join(folder, 'pets.json')
  writeFileSync(file, JSON.stringify({ ...swagger, definitions: { Pet: { $ref: 'pet.json#/Pet' } } }))
  const ask = askingMock(createMock({ documents: [file] }))
  expect((await ask('POST /v1/pets', { name: 'Rex' })).body).toMatchObject({ name: 'Rex' })
})

test('one that cannot be converted says so', () => {
  const broken = { ...swagger, paths: { '/a': { get: { parameters: 'x', responses: {} } } } }
  const make = () => createMock({ documents: [broken] })
  expect(make).toThrow(MockConfigurationError)
  expect(make).toThrow('Pets: This Swagger 2.0 description cannot be converted to OpenAPI 3 (')
})
