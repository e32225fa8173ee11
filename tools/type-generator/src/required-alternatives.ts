import { isObject, type JsonObject, walk } from './json.ts'

/**
 * "At least one of these is present" is written as `anyOf` of nothing but `required` beside `properties`, or as
 * `not: { propertyNames: { not: { enum: […] } } }`. openapi-typescript turns the first into a union with `unknown`,
 * which checks
nothing, and ignores the second. As `allOf` of the object and of alternatives with their properties it becomes an intersection.
 */
export function spellOutRequiredAlternatives(description: JsonObject): void {
  walk(description, (schema) => {
    turnAround(schema)
    for (const keyword of ['anyOf', 'oneOf']) spellOut(schema, keyword)
  })
}

/** Not all names are other names, so one of these names is present. */
function turnAround(schema: JsonObject): void {
  const names = at(schema, 'not', 'propertyNames', 'not', 'enum')
  if (schema.anyOf !== undefined || !Array.isArray(names)) return
  schema.anyOf = names.map((name) => ({ required: [name] }))
  delete schema.not
}

/** The value under the keys, if none of the objects on the way has another key. */
function at(schema: JsonObject, first: string, ...keys: string[]): unknown {
  return keys.reduce<unknown>(
    (node, key) => (isObject(node) && Object.keys(node).length === 1 ? node[key] : undefined),
    schema[first],
  )
}

function spellOut(schema: JsonObject, keyword: string): void {
  const { [keyword]: alternatives, properties } = schema
  if (!isObject(properties) || !Array.isArray(alternatives) || !alternatives.every(requiresOnly)) return
  const { description, ...object } = { ...schema }
  delete object[keyword]
  for (const key of Object.keys(schema)) delete schema[key]
  Object.assign(schema, {
    ...(description === undefined ? {} : { description }),
    allOf: [object, { [keyword]: alternatives.map(({ required }) => pick(properties, required)) }],
  })
}

const requiresOnly = (schema: unknown): schema is { required: string[] } =>
  isObject(schema) && Array.isArray(schema.required) && Object.keys(schema).length === 1

const pick = (properties: JsonObject, required: string[]) => ({
  type: 'object',
  required,
  properties: Object.fromEntries(required.map((name) => [name, properties[name] ?? true])),
})
