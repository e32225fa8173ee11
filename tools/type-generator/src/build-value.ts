import {
  allowsNull,
  type Description,
  flatten,
  type Located,
  type SchemaObject,
  typesOf,
} from '@clientele/description'

/** Deep enough for what people write, and an end for schemas that lead back to themselves. */
const deepest = 8

/**
 * Puts a value together from what the schema says of its parts: an example, a default, a fixed value, or the plainest
 * value of its type. Of the optional properties only those are there that have an example. Whether the value is valid
 * is for the caller to find out.
 */
export function buildValue(description: Description, schema: Located<SchemaObject>, depth = 0): unknown {
  const flat = flatten(description, schema.node)
  const shown = shownValue(flat)
  if (shown !== undefined) return shown
  const [variant] = description
    .parts<SchemaObject>(schema, 'oneOf')
    .concat(description.parts<SchemaObject>(schema, 'anyOf'))
  if (variant && !flat.properties) return buildValue(description, variant, depth + 1)
  const [type = flat.properties ? 'object' : allowsNull(flat) ? 'null' : 'string'] = typesOf(flat)
  if (type === 'object') return buildObject(description, flat, depth)
  return plainest[type]?.(flat)
}

function shownValue(schema: SchemaObject): unknown {
  const { example, examples, default: usual, const: only, enum: values } = schema
  const listed = [examples, values].flatMap((each) => (Array.isArray(each) ? [each[0]] : []))
  return [example, only, ...listed, usual].find((value) => value !== undefined)
}

function buildObject(
  description: Description,
  { properties = {}, required = [] }: SchemaObject,
  depth: number,
) {
  if (depth > deepest) return undefined
  const parts = Object.entries(properties).flatMap(([name, property]) => {
    const located = description.follow<SchemaObject>(property)
    const wanted = required.includes(name) || (located && shownValue(located.node) !== undefined)
    return located && wanted ? [[name, buildValue(description, located, depth + 1)]] : []
  })
  return Object.fromEntries(parts)
}

const plainest: Record<string, (schema: SchemaObject) => unknown> = {
  string: ({ minLength = 0 }) => 'text'.padEnd(minLength as number, 's'),
  integer: ({ minimum = 1 }) => Math.ceil(minimum as number),
  number: ({ minimum = 1 }) => minimum,
  boolean: () => false,
  array: () => [],
  null: () => null,
}
