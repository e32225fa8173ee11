import { expanded } from '../description/resolver.ts'
import { saysWhich } from '../description/resources/key.ts'
import { partsOf } from '../description/schema-view.ts'
import { isObject, type JsonSchema } from '../json/json.ts'

/** What to drop from a value: a whole property, or something inside it. */
interface Drops {
  readonly names: ReadonlySet<string>
  readonly inside: ReadonlyMap<string, Drops>
  /** For arrays: what to drop from each item. */
  readonly items: Drops | undefined
}

type Marker = 'readOnly' | 'writeOnly'

/** Saves looking through the whole schema for each record: 5 µs of a POST. Also ends recursive schemas. */
const compiled: Record<Marker, WeakMap<JsonSchema, Drops | null>> = {
  readOnly: new WeakMap(),
  writeOnly: new WeakMap(),
}

/**
 * A value without the properties that its schema marks: clients may send back what they read (readOnly), and answers
 * must not show what clients can only write (writeOnly).
 *
 * @returns the same object if nothing was marked.
 */
export function withoutMarked<T>(value: T, schema: JsonSchema | undefined, marker: Marker): T {
  if (!schema) return value
  const drops = dropsOf(schema, marker)
  return drops ? (strip(value, drops) as T) : value
}

/**
 * Restores references: an object inside a record may refer to another record by an id that is readOnly there.
 *
 * @param kept the body without what is readOnly
 * @param wrapper property around the record in the body; what the record itself lost stays away
 */
export function withReferences(sent: unknown, kept: unknown, wrapper: string | undefined): unknown {
  if (sent === kept) return kept
  if (Array.isArray(sent) && Array.isArray(kept))
    return kept.map((item, index) => withReferences(sent[index], item, wrapper))
  if (!isObject(sent) || !isObject(kept)) return kept
  if (isTypedReference(sent)) return sent
  const members = Object.entries(kept).map(([name, value]) => [
    name,
    name === wrapper ? withReferences(sent[name], value, undefined) : referring(sent[name], value),
  ])
  return Object.fromEntries(members)
}

/** Only an id and a type: the whole record refers to an existing one, which is added this way. */
function isTypedReference(sent: Record<string, unknown>): boolean {
  const names = Object.keys(sent)
  return names.length > 1 && names.includes('type') && names.every(saysWhich)
}

function referring(sent: unknown, kept: unknown): unknown {
  if (sent === kept) return kept
  if (Array.isArray(sent) && Array.isArray(kept))
    return kept.map((item, index) => referring(sent[index], item))
  if (!isObject(sent) || !isObject(kept)) return kept
  const members = Object.entries(sent).flatMap(([name, value]): [string, unknown][] => {
    if (name in kept) return [[name, referring(value, kept[name])]]
    return saysWhich(name) ? [[name, value]] : []
  })
  return Object.fromEntries(members)
}

/**
 * A schema that does not require what another part of it marks: `allOf` and `oneOf` may require a property in one place
 * and mark it in another.
 *
 * @param schema The translated form of `described`.
 * @returns undefined when nothing is marked.
 */
export function notRequiringMarked(
  schema: JsonSchema,
  described: JsonSchema | undefined,
  marker: Marker,
): JsonSchema | undefined {
  const drops = described && dropsOf(described, marker)
  return drops ? notRequiring(schema, drops) : undefined
}

function notRequiring(schema: JsonSchema, drops: Drops): JsonSchema {
  const copy: Record<string, unknown> = { ...schema }
  if (Array.isArray(schema.required)) copy.required = schema.required.filter((name) => !drops.names.has(name))
  for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
    const parts = schema[keyword]
    if (Array.isArray(parts))
      copy[keyword] = parts.map((part) => (isObject(part) ? notRequiring(part, drops) : part))
  }
  const { properties } = schema
  if (isObject(properties)) {
    const below = [...drops.inside].flatMap(([name, inside]): [string, JsonSchema][] => {
      const property = properties[name]
      return isObject(property) ? [[name, notRequiring(property, inside)]] : []
    })
    copy.properties = { ...properties, ...Object.fromEntries(below) }
  }
  if (drops.items && isObject(schema.items)) copy.items = notRequiring(schema.items, drops.items)
  return copy
}

function dropsOf(schema: JsonSchema, marker: Marker): Drops | null {
  const known = compiled[marker].get(schema)
  if (known !== undefined) return known
  // Set before descending, to end recursive schemas.
  compiled[marker].set(schema, null)
  const drops = compileDrops(schema, marker)
  compiled[marker].set(schema, drops)
  return drops
}

function compileDrops(schema: JsonSchema, marker: Marker): Drops | null {
  const names = new Set<string>()
  const unmarked = new Set<string>()
  const inside = new Map<string, Drops>()
  let items: Drops | undefined
  for (const part of partsOf(schema)) {
    for (const [name, property] of Object.entries(isObject(part.properties) ? part.properties : {})) {
      if (!isObject(property)) continue
      if (isMarked(property, marker)) names.add(name)
      else if (Object.keys(property).length > 0) unmarked.add(name)
      const below = dropsOf(expanded(property), marker)
      if (below) inside.set(name, below)
    }
    if (isObject(part.items)) items = dropsOf(expanded(part.items), marker) ?? items
  }
  // A part that describes a property anew, without the mark, makes it writable again.
  for (const name of unmarked) names.delete(name)
  return names.size > 0 || inside.size > 0 || items ? { names, inside, items } : null
}

/** When a reference with a mark next to it was inlined, the mark may be inside `allOf`. */
function isMarked(schema: JsonSchema, marker: Marker): boolean {
  if (schema[marker] === true) return true
  return Array.isArray(schema.allOf) && schema.allOf.some((part) => isObject(part) && part[marker] === true)
}

function strip(value: unknown, drops: Drops): unknown {
  if (Array.isArray(value))
    return drops.items ? value.map((item) => strip(item, drops.items as Drops)) : value
  if (!isObject(value) || !hasAny(value, drops)) return value
  const kept: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(value)) {
    if (drops.names.has(name)) continue
    const below = drops.inside.get(name)
    kept[name] = below ? strip(member, below) : member
  }
  return kept
}

/** Whether something of a value may have to go. */
function hasAny(value: Record<string, unknown>, { names, inside }: Drops): boolean {
  for (const name in value) if (names.has(name) || inside.has(name)) return true
  return false
}
