import { isObject, type JsonSchema } from '../../json/json.ts'
import type { ResourceKey } from './resource.ts'

const guid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i

/** Names that say "key" when nothing ties a property to the path parameter. */
const keyNames = [
  'id',
  'uuid',
  'guid',
  'key',
  '_id',
  'name',
  'slug',
  'code',
  'number',
  'sku',
  'login',
  'username',
]

interface KeyFacts {
  /** Name of the path parameter. */
  readonly parameter: string
  readonly parameterSchema: JsonSchema | undefined
  /** Example of the path parameter, when it has one. */
  readonly example: unknown
  /** Last literal segment of the collection's path, for example `tasks`. */
  readonly noun: string
  readonly properties: ReadonlyMap<string, JsonSchema>
}

/** Finds the property that holds the key, and how new keys look. Says why. */
export function inferKey(facts: KeyFacts): ResourceKey & { why: string } {
  const [property, why] = keyProperty(facts)
  const schema = (property && facts.properties.get(property)) || facts.parameterSchema
  return { parameter: facts.parameter, property, format: keyFormat(schema, facts), why }
}

function keyProperty({ parameter, noun, properties }: KeyFacts): [string | undefined, string] {
  const names = [...properties].filter(([, schema]) => isScalar(schema)).map(([name]) => name)
  const wanted = plain(parameter)
  const same = names.find((name) => plain(name) === wanted)
  if (same) return [same, `{${parameter}} is the property ${same}`]
  const suffix = names.find((name) => plain(name) !== '' && isSuffix(wanted, plain(name), plain(noun)))
  if (suffix) return [suffix, `{${parameter}} ends in the property ${suffix}`]
  const usual = keyNames.find((name) => names.includes(name))
  if (usual) return [usual, `${usual} is a usual name for a key`]
  const only = names.filter((name) => properties.get(name)?.readOnly === true && isGuid(properties.get(name)))
  if (only.length === 1) return [only[0], `${only[0]} is the only readOnly GUID`]
  return [undefined, 'no property looks like the key; records do not show it']
}

/** `taskid` ends in `id` and starts with (a form of) `tasks`; `customernumber` in `number`. */
function isSuffix(parameter: string, property: string, noun: string): boolean {
  if (!parameter.endsWith(property) || parameter === property) return false
  const stem = parameter.slice(0, -property.length)
  return noun.startsWith(stem) || stem.startsWith(noun) || stem === singular(noun)
}

function singular(noun: string): string {
  if (noun.endsWith('ies')) return `${noun.slice(0, -3)}y`
  return noun.replace(/(ses|xes|ches|shes)$/, (end) => end.slice(0, -2)).replace(/s$/, '')
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}

/** Text or a number: what a segment of a path can be. */
function isScalar(schema: JsonSchema | undefined): boolean {
  if (isObject(schema?.properties)) return false
  const types = [schema?.type].flat()
  return types.some(
    (type) => type === undefined || type === 'string' || type === 'integer' || type === 'number',
  )
}

function isGuid(schema: JsonSchema | undefined): boolean {
  return schema?.format === 'uuid' || examplesOf(schema).some((value) => guid.test(String(value)))
}

function keyFormat(
  schema: JsonSchema | undefined,
  { example, parameterSchema }: KeyFacts,
): ResourceKey['format'] {
  const types = [schema?.type].flat()
  if (types.includes('integer') || types.includes('number')) return 'integer'
  if (isGuid(schema) || isGuid(parameterSchema) || guid.test(String(example))) return 'uuid'
  return 'text'
}

/** Examples that stand on a schema itself. */
export function examplesOf(schema: JsonSchema | undefined): unknown[] {
  const listed = Array.isArray(schema?.examples) ? schema.examples : []
  return schema && 'example' in schema ? [schema.example, ...listed] : [...listed]
}

/** First example of a parameter object: its own, a named one, or its schema's. */
export function parameterExample(parameter: unknown, resolve: (node: unknown) => unknown): unknown {
  if (!isObject(parameter)) return undefined
  if (parameter.example !== undefined) return parameter.example
  for (const named of Object.values(isObject(parameter.examples) ? parameter.examples : {})) {
    const example = resolve(named)
    if (isObject(example) && example.value !== undefined) return example.value
  }
  const schema = resolve(parameter.schema)
  return isObject(schema) ? examplesOf(schema)[0] : undefined
}
