import type { JsonSchema } from '../../json/json.ts'
import { singularOf } from '../path-template.ts'
import type { SchemaView } from '../schema-view.ts'
import { foldedName } from './key.ts'
import type { Envelope } from './resource.ts'

/** Names of the records in envelopes, the clearest first. */
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

/** What is known about a list before its schema is read. */
interface ListFacts {
  /** Last segment of the path, which some APIs use as the name of the items. */
  readonly noun: string
  /** Whether the path is known to be a collection, so that any single array of objects will do. */
  readonly certain: boolean
  /** The answer of reading one record. */
  readonly single: JsonSchema | undefined
}

/** Reads a list answer's schema. Undefined when it is not a list of objects. */
export function inferEnvelope(
  view: SchemaView,
  schema: JsonSchema | undefined,
  facts: ListFacts,
): InferredEnvelope | undefined {
  const items = view.items(schema)
  if (items) {
    if (!view.isObjectSchema(items)) return undefined
    return { items: undefined, total: undefined, recordSchema: items, why: 'the list is a bare array' }
  }
  const properties = view.properties(schema)
  const name = pickItems(view, properties, facts)
  if (name === undefined) return undefined
  const total = [...properties].find(([property, described]) =>
    isTotal(property, described, [name, facts.noun]),
  )?.[0]
  const recordSchema = view.items(properties.get(name)) as JsonSchema
  return { items: name, total, recordSchema, why: `the list holds its records in ${name}` }
}

/** An object that holds an array of objects under a usual name, or a bare array. */
export function isUsualList(view: SchemaView, schema: JsonSchema | undefined): boolean {
  const properties = view.properties(schema)
  return itemsNames.some((name) => view.isObjectSchema(view.items(properties.get(name))))
}

/** The properties of the record count most; then a usual name, then the noun of the path, then being the only array. */
function pickItems(
  view: SchemaView,
  properties: ReadonlyMap<string, JsonSchema>,
  { noun, certain, single }: ListFacts,
): string | undefined {
  const arrays = [...properties].filter(([, property]) => view.isObjectSchema(view.items(property)))
  const names = arrays.map(([name]) => name)
  const records = [single, ...(single ? view.properties(single).values() : [])]
  const same = arrays.find(([, property]) => records.includes(view.items(property)))?.[0]
  const wanted = foldedName(noun)
  const own =
    names.find((name) => foldedName(name) === wanted) ??
    names.find((name) => wanted.length > 2 && foldedName(name).endsWith(wanted))
  const known = itemsNames.find((name) => names.includes(name))
  return same ?? known ?? own ?? (certain && names.length === 1 ? names[0] : undefined)
}

/** `total`, `@odata.count`, or a name made of the items': `articlesCount`, `total_articles`. */
function isTotal(name: string, schema: JsonSchema, items: readonly string[]): boolean {
  if (![schema.type].flat().some((type) => type === 'integer' || type === 'number')) return false
  const plain = foldedName(name.replace(/^@odata\./i, ''))
  const own = items.map(foldedName)
  return (
    totalNames.includes(plain) || own.some((each) => plain === `${each}count` || plain === `total${each}`)
  )
}

/** Names of wrappers that do not depend on the resource. */
const wrapperNames = ['data', 'item', 'result', 'record', 'entity', 'resource']

/**
 * Finds the property that some APIs put around a single record, as in `{ "article": { … } }`: an object with the schema
 * of the list's records, one named after the resource, or the only one with a usual name.
 *
 * @param record schema of the records in the list
 */
export function wrapperOf(
  view: SchemaView,
  schema: JsonSchema | undefined,
  noun: string,
  record: JsonSchema | undefined,
): string | undefined {
  const properties = view.properties(schema)
  if (properties.has('id') || (record !== undefined && schema === record)) return undefined
  const objects = [...properties].filter(([, property]) => view.isObjectSchema(property))
  const same = record && objects.find(([, property]) => property === record)
  if (same) return same[0]
  const names = objects.map(([name]) => name)
  const [only] = names
  const singular = singularOf(foldedName(noun))
  const named = names.find((name) => singular.length > 2 && foldedName(name) === singular)
  const ending = names.find((name) => singular.length > 2 && foldedName(name).endsWith(singular))
  if (properties.size > 3 || names.length > 2) return undefined
  return (
    named ??
    ending ??
    (names.length === 1 && wrapperNames.includes(foldedName(only as string)) ? only : undefined)
  )
}

/** Some APIs answer one record in a list, like several: `{ "articles": [{ … }] }`. Finds the property of the list. */
export function listWrapperOf(
  view: SchemaView,
  schema: JsonSchema | undefined,
  record: JsonSchema | undefined,
): string | undefined {
  const properties = view.properties(schema)
  if (record === undefined || properties.has('id') || schema === record) return undefined
  return [...properties].find(([, property]) => view.items(property) === record)?.[0]
}

/** The schema of one record: inside the wrapper, if there is one, and inside the list, if that holds one. */
export function unwrapSchema(
  view: SchemaView,
  schema: JsonSchema | undefined,
  wrapper: string | undefined,
): JsonSchema | undefined {
  const inner = wrapper === undefined ? schema : (view.properties(schema).get(wrapper) ?? schema)
  return view.items(inner) ?? inner
}
