import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { createMock } from '../../src/index.ts'
import { askingMock } from '../ask.ts'
import { bundlePath, Judge } from '../conformance/judge.ts'

const answers = (schema: unknown) => ({
  responses: { 200: { description: '', content: { 'application/json': { schema } } } },
})

/** Schemas that are hard to make values for. */
const schemas: Record<string, object> = {
  'a pattern with groups': { type: 'string', pattern: '^(stable|v[0-9]+(\\.[0-9]+)?)$' },
  'a pattern and lengths': { type: 'string', pattern: '^[A-Z]+$', minLength: 2, maxLength: 6 },
  lengths: { type: 'string', minLength: 40, maxLength: 44 },
  'steps between bounds': { type: 'integer', minimum: 7, exclusiveMaximum: 30, multipleOf: 5 },
  'a constant': { const: { a: [1] } },
  'an enum with null': { enum: [null, 'a'] },
  'several of a kind': {
    type: 'array',
    minItems: 3,
    uniqueItems: true,
    items: { enum: ['a', 'b', 'c', 'd'] },
  },
  'parts put together': {
    allOf: [
      { type: 'object', required: ['a'], properties: { a: { type: 'integer' } } },
      { type: 'object', required: ['b'], properties: { b: { type: 'string', format: 'uri' } } },
    ],
    unevaluatedProperties: false,
  },
  'one of several': {
    oneOf: [
      {
        type: 'object',
        required: ['kind', 'size'],
        properties: { kind: { const: 'box' }, size: { type: 'number' } },
        additionalProperties: false,
      },
      {
        type: 'object',
        required: ['kind'],
        properties: { kind: { const: 'bag' } },
        additionalProperties: false,
      },
    ],
  },
  'a map': { type: 'object', required: ['x'], additionalProperties: { type: 'integer', minimum: 1 } },
  formats: {
    type: 'object',
    required: ['a', 'b', 'c', 'd', 'e', 'f'],
    properties: {
      a: { type: 'string', format: 'date-time' },
      b: { type: 'string', format: 'date' },
      c: { type: 'string', format: 'email' },
      d: { type: 'string', format: 'uuid' },
      e: { type: 'string', format: 'ipv6' },
      f: { type: 'string', format: 'duration' },
    },
  },
}

const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats.default(ajv)

describe('values that are made up fit their schema', () => {
  test.each(Object.entries(schemas))('%s', async (_, schema) => {
    const record = {
      type: 'object',
      required: ['id', 'value'],
      properties: { id: { type: 'string' }, value: schema },
    }
    const list = { type: 'array', items: record }
    const paths = { '/records': { get: answers(list) } }
    const document = {
      openapi: '3.1.0',
      jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
      info: { title: 'T', version: '1' },
      paths,
    }
    const { body } = await askingMock(createMock({ documents: [document], count: 20 }))('GET /records')
    const validate = ajv.compile(list)
    expect([validate(body), ajv.errorsText(validate.errors), body.length]).toEqual([true, 'No errors', 20])
  })

  test('a hundred customers of the real description', async () => {
    const api = 'graph-customers'
    const judge = new Judge(api)
    const { body } = await askingMock(createMock({ documents: [bundlePath(api)], count: 100 }))(
      'GET /beta/Customers',
    )
    expect(judge.complaints('/Customers', 'GET', 200, 'application/json', body)).toBeUndefined()
  })
})

describe('records that are made up are believable', () => {
  const documents = ['graph-customers', 'partner-center-users'].map(bundlePath)
  const ask = askingMock(createMock({ documents, count: 40 }))

  test('each has GUIDs of its own where the records of the description have', async () => {
    const { value } = (await ask('GET /beta/Customers')).body
    const different = (name: string) => new Set(value.map((each: Record<string, string>) => each[name])).size
    expect(['id', 'azureTenantId', 'contractId', 'partnerId'].map(different)).toEqual([40, 40, 40, 1])
  })

  test('no records are deleted but those that the description shows', async () => {
    const gone = await ask('GET /beta/Customers?$filter=isDeleted%20or%20deletedDateTime%20ne%20null')
    const shown = await askingMock(createMock({ documents }))(
      'GET /beta/Customers?$filter=isDeleted%20or%20deletedDateTime%20ne%20null',
    )
    expect(gone.body.value).toEqual(shown.body.value)
    const users = await ask('GET /v1/customers/f08db22f-d293-456a-b170-fab23d90fbac/users')
    expect(users.body.totalCount).toBe(39)
  })
})

describe('descriptions that leave things open', () => {
  const serve = (paths: object) =>
    askingMock(createMock({ documents: [{ openapi: '3.1.0', info: { title: 'T', version: '1' }, paths }] }))

  test('an operation without any answer is 204', async () => {
    expect((await serve({ '/a': { post: {} } })('POST /a')).status).toBe(204)
  })

  test('an operation with only an interim answer is 501', async () => {
    expect(
      (await serve({ '/a': { get: { responses: { 100: { description: '' } } } } })('GET /a')).status,
    ).toBe(501)
  })

  test('a singleton inside a wrapper', async () => {
    const me = {
      type: 'object',
      required: ['name'],
      properties: { name: { type: 'string' }, city: { type: 'string' } },
    }
    const whole = {
      type: 'object',
      required: ['data'],
      properties: { data: me },
      additionalProperties: false,
    }
    const content = { 'application/json': { schema: { type: 'object', properties: me.properties } } }
    const ask = serve({
      '/me': { get: answers(whole), patch: { requestBody: { content }, ...answers(whole) } },
    })
    const { name } = (await ask('GET /me')).body.data
    expect((await ask('PATCH /me', { city: 'Oslo' })).body).toEqual({ data: { name, city: 'Oslo' } })
  })
})
