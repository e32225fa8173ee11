import type { JsonSchema } from '../../json/json.ts'
import type { SchemaView } from '../schema-view.ts'

/** Names of wrappers that do not depend on the resource. */
const wrapperNames = ['data', 'item', 'result', 'record', 'entity', 'resource']

/**
 * Finds the property that some APIs put around a single record, as in `{ "article": { … } }`: the only
 * object in the schema, named after the resource or with a usual name.
 */
export function wrapperOf(
  view: SchemaView,
  schema: JsonSchema | undefined,
  noun: string,
): string | undefined {
  const properties = view.properties(schema)
  const objects = [...properties]
    .filter(([, property]) => view.isObjectSchema(property))
    .map(([name]) => name)
  const [only] = objects
  if (objects.length !== 1 || only === undefined || properties.size > 3 || properties.has('id'))
    return undefined
  const name = only.toLowerCase()
  const named =
    name.length > 2 && (noun.toLowerCase().startsWith(name.slice(0, -1)) || name === noun.toLowerCase())
  return named || wrapperNames.includes(name) ? only : undefined
}

/** The schema inside the wrapper, or the schema itself without one. */
export function unwrapSchema(
  view: SchemaView,
  schema: JsonSchema | undefined,
  wrapper: string | undefined,
): JsonSchema | undefined {
  return wrapper === undefined ? schema : (view.properties(schema).get(wrapper) ?? schema)
}
