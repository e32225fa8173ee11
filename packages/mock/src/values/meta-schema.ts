import { isObject } from '../json/json.ts'

type Judge = (value: unknown) => boolean

const types = new Set(['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'])

const text: Judge = (value) => typeof value === 'string'
const flag: Judge = (value) => typeof value === 'boolean'
const number: Judge = (value) => typeof value === 'number' && Number.isFinite(value)
const count: Judge = (value) => Number.isSafeInteger(value) && (value as number) >= 0
const anything: Judge = () => true

function isList(value: unknown, item: Judge): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(item)
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(text) && new Set(value).size === value.length
}

/** Only of texts, numbers and the like, because objects would have to be compared with each other. */
function isEnum(value: unknown): boolean {
  return (
    isList(value, (each) => !isObject(each) && !Array.isArray(each)) &&
    new Set(value as []).size === (value as []).length
  )
}

function isType(value: unknown): boolean {
  if (Array.isArray(value))
    return value.length > 0 && isTexts(value) && value.every((each) => types.has(each))
  return types.has(value as string)
}

function isPattern(value: unknown): boolean {
  try {
    return typeof value === 'string' && Boolean(new RegExp(value, 'u'))
  } catch {
    return false
  }
}

/** The values of these keywords that the meta-schemas of every dialect accept. */
const keywords = new Map<string, Judge>([
  ...named(['title', 'description', 'format', '$comment'], text),
  ...named(['contentMediaType', 'contentEncoding'], text),
  ...named(['readOnly', 'writeOnly', 'uniqueItems', 'deprecated'], flag),
  ...named(['minimum', 'maximum'], number),
  ...named(['exclusiveMinimum', 'exclusiveMaximum'], number),
  ...named(['multipleOf'], (value) => number(value) && (value as number) > 0),
  ...named(['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'], count),
  ...named(
    ['items', 'additionalProperties', 'propertyNames', 'contains', 'not', 'if', 'then', 'else'],
    isSound,
  ),
  ...named(['properties'], (value) => isObject(value) && Object.values(value).every(isSound)),
  ...named(['allOf', 'anyOf', 'oneOf'], (value) => isList(value, isSound)),
  ...named(['pattern'], isPattern),
  ...named(['required'], isTexts),
  ...named(['type'], isType),
  ...named(['enum'], isEnum),
  ...named(['examples'], Array.isArray),
  ...named(['const', 'default', 'example'], anything),
])

function named(names: readonly string[], judge: Judge): [string, Judge][] {
  return names.map((name) => [name, judge])
}

/** Keywords of OpenAPI and unknown ones, which no meta-schema has. */
const strange = /^x-|^(?:nullable|discriminator|xml|externalDocs)$/

/** The dialects whose meta-schemas agree on the keywords above. */
const dialects = new Set([
  undefined,
  'http://json-schema.org/draft-07/schema#',
  'http://json-schema.org/draft-07/schema',
  'https://json-schema.org/draft/2019-09/schema',
  'https://json-schema.org/draft/2020-12/schema',
])

/**
 * Whether a schema is certainly valid by the meta-schema of its dialect. False says nothing: it has a rare keyword, or
 * it is wrong. Ajv needs 10 to 25 ms of CPU to compile a meta-schema for each kind of check, and most schemas
 * are as plain as this.
 */
export function isSound(schema: unknown): boolean {
  if (typeof schema === 'boolean') return true
  if (!isObject(schema)) return false
  for (const name in schema) if (!isSoundMember(name, schema[name])) return false
  return true
}

function isSoundMember(name: string, value: unknown): boolean {
  if (name === '$schema') return dialects.has(value as string)
  const judge = keywords.get(name)
  return judge ? judge(value) : strange.test(name)
}
