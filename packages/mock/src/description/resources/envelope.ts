import type { JsonSchema } from '../../json/json.ts'
import type { SchemaView } from '../schema-view.ts'
import type { Envelope } from './resource.ts'

/** The letters of a name in lower case: descriptions write the same word as `page_size`, `pageSize` and `PageSize`. */
export function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, '')
}

/** Names that envelopes give to their records, the most telling first. */
const itemsNames = [
  'value',
  'items',
  'data',
  'results',
  'records',
  'entries',
  'content',
  'elements',
  'list',
  'rows',
]
const totalNames = [
  'count',
  'total',
  'totalcount',
  'totalitems',
  'totalresults',
  'totalrecords',
  'totalelements',
]

/** A list answer's shape, the schema of its records, and why. */
export interface InferredEnvelope extends Envelope {
  readonly recordSchema: JsonSchema
  readonly why: string
}

/**
 * Reads a list answer's schema. Undefined when it is not a list of objects.
 *
 * @param noun last segment of the path, which some APIs use as the name of the items
 * @param certain whether the path is known to be a collection: then any single array of objects will do
 */
export function inferEnvelope(
  view: SchemaView,
  schema: JsonSchema | undefined,
  noun: string,
  certain: boolean,
): InferredEnvelope | undefined {
  const items = view.items(schema)
  if (items) {
    if (!view.isObjectSchema(items)) return undefined
    return { items: undefined, total: undefined, recordSchema: items, why: 'the list is a bare array' }
  }
  const properties = view.properties(schema)
  const arrays = [...properties].filter(([, property]) => view.isObjectSchema(view.items(property)))
  const name = pickItems(
    arrays.map(([property]) => property),
    noun,
    certain,
  )
  if (name === undefined) return undefined
  const total = [...properties].find(([property, described]) =>
    isTotal(property, described, [name, noun]),
  )?.[0]
  const recordSchema = view.items(properties.get(name)) as JsonSchema
  return { items: name, total, recordSchema, why: `the list holds its records in ${name}` }
}

function pickItems(names: readonly string[], noun: string, certain: boolean): string | undefined {
  const known = itemsNames.find((name) => names.includes(name))
  if (known !== undefined) return known
  const own = names.find((name) => name.toLowerCase() === noun.toLowerCase())
  return own ?? (certain && names.length === 1 ? names[0] : undefined)
}

/** `total`, `@odata.count`, or a name made of the items': `articlesCount`, `total_articles`. */
function isTotal(name: string, schema: JsonSchema, items: readonly string[]): boolean {
  if (![schema.type].flat().some((type) => type === 'integer' || type === 'number')) return false
  const plain = lettersOf(name.replace(/^@odata\./i, ''))
  const own = items.map(lettersOf)
  return (
    totalNames.includes(plain) || own.some((each) => plain === `${each}count` || plain === `total${each}`)
  )
}

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
