import { isObject, type JsonSchema } from '../../json/json.ts'
import { type ItemPath, nounOf, singularOf } from '../path-template.ts'
import { examplesOf, hasType, parameterExample, type SchemaView } from '../schema-view.ts'
import type { ResourceSettings } from '../settings.ts'
import { isGuid, type ResourceFacts, type ResourceKey } from './resource.ts'

/** Names that suggest a key by themselves, with their weight. */
const keyNames: Readonly<Record<string, number>> = {
  id: 50,
  uuid: 48,
  guid: 48,
  sid: 48,
  slug: 45,
  login: 44,
  username: 44,
  key: 40,
  name: 40,
  code: 36,
  number: 36,
  sku: 36,
  sha: 30,
  uid: 34,
  email: 20,
  title: 4,
}

/** Whether a property with this name identifies a thing or its kind. */
export function saysWhich(name: string): boolean {
  const folded = foldedName(name)
  return folded === 'type' || folded in keyNames
}

/** Names that `{thingId}` cannot mean: an id is not a name. */
const neverIds = new Set(['name', 'title', 'email', 'login', 'username'])

/** Words for a sign-in name; a parameter and a property may use different ones. */
const accountNames = /^(user|username|login|handle|account|screenname|member|org|owner)$/
/** Whether a parameter is a person or an organization with an account: `{org}`, `{username}`, `{owner}`. */
export function namesAccounts(parameter: string): boolean {
  return accountNames.test(foldedName(parameter))
}

const signInNames = /^(username|login|handle|screenname)$/

/** The lowest score of a key; below it, records do not show their key. */
const enough = 30
/** Another property within this distance of the best one is reported as a doubt. */
const close = 10

interface KeyFacts {
  /** Name of the path parameter. */
  readonly parameter: string
  readonly parameterSchema: JsonSchema | undefined
  /** Example of the path parameter, when it has one. */
  readonly example: unknown
  /** Last literal segment of the collection's path, for example `tasks`. */
  readonly noun: string
  /** Properties of a record by name. */
  readonly properties: ReadonlyMap<string, JsonSchema>
  /** Names of properties that every record has. */
  readonly required: ReadonlySet<string>
  /** Properties of an object that is a property of the record. */
  readonly within: (schema: JsonSchema) => ReadonlyMap<string, JsonSchema>
}

/** The values to compare candidates with, with folded names. */
interface Wanted {
  readonly facts: KeyFacts
  readonly parameter: string
  readonly noun: string
  readonly kind: 'number' | 'text' | undefined
}

/** A property that may hold the key, and its score. */
interface Candidate {
  readonly path: readonly string[]
  readonly schema: JsonSchema
  readonly score: number
}

/** Finds the property that holds the key, and the form of new keys. Gives the reason and the other candidates. */
export function inferKey(facts: KeyFacts): ResourceKey & { why: string } {
  const { parameter, parameterSchema } = facts
  const [best, second] = candidatesOf(facts)
  if (!best) {
    const why = 'no property looks like the key; records do not show it'
    return { parameter, property: undefined, path: [], format: keyFormat(parameterSchema, facts), why }
  }
  const property = best.path.join('.')
  const doubt = second && second.score > best.score - close ? `, unless it is ${second.path.join('.')}` : ''
  const why = `{${parameter}} is the property ${property}${doubt}`
  return { parameter, property, path: best.path, format: keyFormat(best.schema, facts), why }
}

/** The candidates for the key, the most likely first; equal ones in the order of the description. */
function candidatesOf(facts: KeyFacts): Candidate[] {
  const own = [...facts.properties].map(([name, schema]) => ({ path: [name], schema }))
  // Some records keep their name in a separate object, as `metadata.name`.
  const inner = own.flatMap(({ path, schema }) =>
    isScalar(schema) || !/^(meta|metadata|identifier|sys)$/i.test(path[0] as string)
      ? []
      : [...facts.within(schema)].map(([name, each]) => ({ path: [...path, name], schema: each })),
  )
  const wanted = {
    facts,
    parameter: foldedName(facts.parameter),
    noun: foldedName(facts.noun),
    kind: kindOf(facts.parameterSchema),
  }
  return [...own, ...inner]
    .filter(({ schema }) => isScalar(schema))
    .map(({ path, schema }) => ({ path, schema, score: scoreOf(path, schema, wanted) }))
    .filter(({ score }) => score >= enough)
    .toSorted((left, right) => right.score - left.score)
}

function scoreOf(path: readonly string[], schema: JsonSchema, wanted: Wanted): number {
  const name = path.at(-1) as string
  return (
    nameScore(foldedName(name), wanted) +
    typeScore(schema, wanted) +
    exampleScore(schema, wanted.facts) +
    (wanted.facts.required.has(name) ? 4 : 0) +
    (schema.readOnly === true ? 4 : 0) -
    (schema.nullable === true || hasType(schema, 'null') ? 8 : 0) -
    (path.length > 1 ? 12 : 0)
  )
}

function nameScore(name: string, { parameter: wanted, noun }: Wanted): number {
  if (name === wanted) return 100
  if (accountNames.test(wanted) && signInNames.test(name)) return 90
  const usual = wanted.endsWith('id') && neverIds.has(name) ? 0 : (keyNames[name] ?? 0)
  const stem = name !== '' && wanted.endsWith(name) ? wanted.slice(0, -name.length) : undefined
  if (stem !== undefined && isForm(stem, noun)) return 80 + usual / 10
  if (stem !== undefined && usual > 0) return 60 + usual / 10
  // `{group}` may be the property `group_id`, and `{sid}` of a call the property `call_sid`.
  if (name.endsWith(wanted) && usual === 0) return isForm(name.slice(0, -wanted.length), noun) ? 70 : 20
  return usual
}

/** `task` and `tasks`, `network` and `virtualnetworks`: a form of the noun, or its end. */
function isForm(stem: string, noun: string): boolean {
  if (stem === '') return false
  return (
    noun.startsWith(stem) ||
    stem.startsWith(noun) ||
    stem === singularOf(noun) ||
    singularOf(noun).endsWith(stem)
  )
}

/** Text in the path is more likely a slug than a number; a number in the path is never text. */
function typeScore(schema: JsonSchema, { kind, facts: { parameterSchema } }: Wanted): number {
  const own = kind && kindOf(schema)
  if (own === undefined) return 0
  if (kind === own) return parameterSchema?.format === 'uuid' && holdsGuids(schema) ? 20 : 8
  return kind === 'number' ? -60 : -16
}

function kindOf(schema: JsonSchema | undefined): 'number' | 'text' | undefined {
  if (hasType(schema, 'integer') || hasType(schema, 'number')) return 'number'
  return hasType(schema, 'string') ? 'text' : undefined
}

function exampleScore(schema: JsonSchema, { example }: KeyFacts): number {
  const shown = examplesOf(schema).map(String)
  if (example !== undefined && shown.includes(String(example))) return 30
  const never = schema.format === 'date-time' || schema.format === 'uri' || Array.isArray(schema.enum)
  if (never) return -40
  return shown.some((value) => /\s|\//.test(value)) ? -14 : 0
}

/** A name in lower case without separators: `page_size`, `pageSize` and `PageSize` are the same word. */
export function foldedName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}

/** Text or a number: what a segment of a path can be. */
function isScalar(schema: JsonSchema | undefined): boolean {
  if (isObject(schema?.properties)) return false
  return schema?.type === undefined || kindOf(schema) !== undefined
}

function holdsGuids(schema: JsonSchema | undefined): boolean {
  return schema?.format === 'uuid' || examplesOf(schema).some(isGuid)
}

function keyFormat(
  schema: JsonSchema | undefined,
  { example, parameterSchema }: KeyFacts,
): ResourceKey['format'] {
  if (kindOf(schema) === 'number') return 'integer'
  if (holdsGuids(schema) || holdsGuids(parameterSchema) || isGuid(example)) return 'uuid'
  return 'text'
}

/** What answers show of the records of a collection. */
type ShownRecords = Pick<ResourceFacts, 'operations' | 'envelope' | 'wrappers' | 'recordSchema'>

/** The key of a collection: inferred from schemas, else from examples, and corrected by the configuration. */
export function keyOf(
  item: ItemPath,
  path: string,
  shown: ShownRecords,
  view: SchemaView,
  { key: correction = {} }: ResourceSettings,
): ResourceKey & { why: string } {
  const { recordSchema, operations } = shown
  const { read, update, replace, delete: remove } = operations
  const operation = read ?? update ?? replace ?? remove
  const parameter = operation?.described.parameters.find(({ node }) => node.name === item.parameter)?.node
  const facts = {
    parameter: item.parameter,
    parameterSchema: view.resolve(parameter?.schema),
    example: parameterExample(parameter, (node) => view.resolve(node)),
    noun: nounOf(path),
    properties: view.properties(recordSchema),
    required: view.required(recordSchema),
    within: (schema: JsonSchema) => view.properties(schema),
  }
  const described = inferKey(facts)
  const inferred =
    described.property === undefined ? (keyInExamples(facts, shown, view) ?? described) : described
  if (Object.keys(correction).length === 0) return inferred
  const { property = inferred.property, ...rest } = correction
  const known = view.properties(recordSchema)
  return {
    ...inferred,
    ...rest,
    property: property ?? undefined,
    path: property == null ? [] : known.has(property) ? [property] : property.split('.'),
    why: 'the configuration says what the key is',
  }
}

/**
 * The key that no schema describes: a property that the examples of records show, else, where the description names no
 * properties at all, one that is called like the parameter.
 */
function keyInExamples(
  facts: KeyFacts,
  { operations, envelope, wrappers }: ShownRecords,
  view: SchemaView,
): (ResourceKey & { why: string }) | undefined {
  const { list, ...single } = operations
  const lists = view.successExamples(list).map((value) => memberOf(value, envelope?.items))
  const records = Object.values(single).flatMap((operation) =>
    view.successExamples(operation).map((value) => memberOf(value, wrappers.get(operation))),
  )
  const properties = new Map<string, JsonSchema>()
  for (const record of [...lists, ...records].flat().filter(isObject)) {
    for (const [name, example] of Object.entries(record)) {
      if (!properties.has(name)) properties.set(name, { type: typeOfExample(example), example })
    }
  }
  const key = inferKey({ ...facts, properties })
  const undescribed = key.property === undefined ? undefined : properties.get(key.property)
  if (undescribed) return { ...key, undescribed, why: `${key.why}, which only examples show` }
  if (facts.properties.size > 0 || properties.size > 0) return undefined
  const { parameter, parameterSchema = {} } = facts
  return {
    ...key,
    property: parameter,
    path: [parameter],
    undescribed: parameterSchema,
    why: `the description names no properties: records show their key as ${parameter}`,
  }
}

function memberOf(value: unknown, name: string | undefined): unknown {
  return name !== undefined && isObject(value) ? value[name] : value
}

function typeOfExample(value: unknown): string {
  if (Number.isInteger(value)) return 'integer'
  return typeof value === 'object' ? 'object' : typeof value
}
