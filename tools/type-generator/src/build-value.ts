import {
  allowsNull,
  type Description,
  flatten,
  type Located,
  type SchemaObject,
  typesOf,
} from '@clientele/description'

/** Deep enough for real schemas, and a limit for recursive ones. */
const deepest = 8

/**
 * Builds a value from the schemas of its parts: an example, a default, a fixed value, or the plainest value of the
 * type. Optional properties are included only if they have an example. The caller has to check whether the value is
 * valid.
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
