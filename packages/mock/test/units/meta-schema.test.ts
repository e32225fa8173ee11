import { createRequire } from 'node:module'
import type { Ajv, Options } from 'ajv'
import { describe, expect, test } from 'vitest'
import { isSound } from '../../src/values/meta-schema.ts'

const require = createRequire(import.meta.url)
const formats = require('ajv-formats').default

/** Values of every kind, among them those that one keyword or another takes. */
const values: readonly unknown[] = [
  ...[true, false, null, 0, 1, -1, 1.5, '1', '', 'text', 'string', 'object', '[', '(?<a>b)', '\\-'],
  ...[[], [1], ['string'], ['string', 'string'], ['a', 'b'], [{}], [true, { type: 'null' }], [null]],
  ...[{}, { a: {} }, { a: { type: 'number' } }, { a: { type: 'wrong' } }, { type: 'string' }],
  ...[{ minimum: '1' }, { properties: { a: { required: ['a', 'a'] } } }, { $ref: '#/definitions/a' }],
]

const names = [
  ...['$schema', '$ref', '$id', '$comment', '$defs', 'definitions', 'title', 'description', 'format', 'type'],
  ...[
    'contentMediaType',
    'contentEncoding',
    'readOnly',
    'writeOnly',
    'uniqueItems',
    'deprecated',
    'nullable',
  ],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'minLength', 'maxLength'],
  ...['minItems', 'maxItems', 'minProperties', 'maxProperties', 'items', 'additionalItems', 'prefixItems'],
  ...['additionalProperties', 'propertyNames', 'contains', 'not', 'if', 'then', 'else', 'properties'],
  ...['patternProperties', 'dependencies', 'dependentSchemas', 'dependentRequired', 'unevaluatedProperties'],
  ...['allOf', 'anyOf', 'oneOf', 'pattern', 'required', 'enum', 'const', 'default', 'example', 'examples'],
  ...['discriminator', 'xml', 'externalDocs', 'x-anything', 'other'],
]

const dialects: Record<string, string> = {
  '7': 'ajv',
  '2019-09': 'ajv/dist/2019',
  '2020-12': 'ajv/dist/2020',
}

function ajvOf(module: string, options: Options): Ajv {
  const ajv: Ajv = new (require(module).default)({ ...options, strict: false, logger: false })
  formats(ajv)
  return ajv
}

describe.each(Object.entries(dialects))('draft %s', (_, module) => {
  test.each([{}, { coerceTypes: true }])('a schema that is sound is valid, with %o', (options) => {
    const ajv = ajvOf(module, options)
    const schemas = names.flatMap((name) => values.map((value) => ({ [name]: value })))
    const sound = schemas.filter(isSound)
    const before = JSON.stringify(sound)
    expect(sound.filter((schema) => !ajv.validateSchema(schema))).toEqual([])
    expect(JSON.stringify(sound)).toBe(before)
    expect(sound.length).toBeGreaterThan(100)
  })
})

test.each<[unknown, boolean]>([
  [
    { type: 'object', required: ['a'], properties: { a: { type: ['string', 'null'], format: 'uuid' } } },
    true,
  ],
  [
    {
      oneOf: [
        { type: 'string', pattern: '^a$' },
        { type: 'integer', minimum: 1 },
      ],
      nullable: true,
    },
    true,
  ],
  [{ $schema: 'http://json-schema.org/draft-07/schema#', items: { enum: [1, 'a'] } }, true],
  [{ properties: { a: { minimum: '1' } } }, false],
  [{ required: true }, false],
  [{ exclusiveMinimum: true }, false],
  [{ $schema: 'http://json-schema.org/draft-04/schema#' }, false],
  [{ patternProperties: { a: {} } }, false],
])('%o is sound: %s', (schema, sound) => {
  expect(isSound(schema)).toBe(sound)
})
