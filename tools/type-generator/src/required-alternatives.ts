import { isObject, type JsonObject, walk } from './json.ts'

/**
 * "At least one of these is present" is written as `anyOf` of nothing but `required` beside `properties`.
 * openapi-typescript makes a union with `unknown` of that, which is `unknown` as a whole and checks nothing.
 * Written as `allOf` of the object and of alternatives that carry their properties it becomes an intersection.
 */
export function spellOutRequiredAlternatives(description: JsonObject): void {
  walk(description, (schema) => {
    for (const keyword of ['anyOf', 'oneOf']) spellOut(schema, keyword)
  })
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
