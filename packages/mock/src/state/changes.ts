import type { Resource } from '../description/resources/resource.ts'
import { propertyOf } from '../description/schema-view.ts'
import { isObject, type JsonObject, type JsonSchema, type JsonValue } from '../json/json.ts'

/**
 * Applies a JSON merge patch (RFC 7396): objects merge, everything else replaces, null removes, except
 * that a property that may be null is set to null, so that clients see what they cleared.
 */
export function mergePatch(
  before: JsonObject,
  patch: JsonObject,
  schema: JsonSchema | undefined,
): JsonObject {
  const after: Record<string, JsonValue> = { ...before }
  for (const [name, value] of Object.entries(patch)) {
    const described = propertyOf(schema, name)
    if (value === null && !allowsNull(described)) delete after[name]
    else set(after, name, mergeMember(before[name], value, described))
  }
  return after
}

function mergeMember(
  before: JsonValue | undefined,
  value: JsonValue,
  schema: JsonSchema | undefined,
): JsonValue {
  if (!isObject(value)) return value
  return mergePatch(isObject(before) ? (before as JsonObject) : {}, value as JsonObject, schema)
}

function set(target: Record<string, JsonValue>, name: string, value: JsonValue): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true })
}

/** `type: [string, 'null']` of 3.1, `nullable` of 3.0, or one of several schemas that is null's. */
function allowsNull(schema: JsonSchema | undefined): boolean {
  if (!schema) return false
  if (schema.nullable === true || [schema.type].flat().includes('null')) return true
  return ['oneOf', 'anyOf'].some((keyword) => {
    const parts = schema[keyword]
    return Array.isArray(parts) && parts.some((part) => isObject(part) && allowsNull(part))
  })
}

/** Properties that name a thing for people, the clearest first; numbers and other texts are ids. */
const names = ['login', 'username', 'name', 'slug', 'key', 'title', 'email', 'gid', 'uuid', 'sid', 'id']

/** The records for things that a client names by texts or numbers: `bug` is `{ "name": "bug" }`. */
export function namedRecords(
  values: readonly JsonValue[],
  known: ReadonlyMap<string, JsonSchema>,
): JsonObject[] {
  return values.flatMap((value) => {
    if (isObject(value)) return [value as JsonObject]
    const name = nameFor(value, known)
    return name === undefined ? [] : [{ [name]: value }]
  })
}

function nameFor(value: JsonValue, known: ReadonlyMap<string, JsonSchema>): string | undefined {
  const kind =
    typeof value === 'number' ? /^(integer|number)$/ : typeof value === 'string' ? /^string$/ : /^$/
  return names.find((name) => [known.get(name)?.type].flat().some((type) => kind.test(String(type))))
}

/** The lists of a record after members were added to one or removed from it. */
export function withMembers(
  resource: Resource,
  record: JsonObject,
  property: string,
  sent: JsonValue | undefined,
  change: 'add' | 'remove',
): JsonObject {
  const before = Array.isArray(record[property]) ? (record[property] as JsonValue[]) : []
  const known = resource.propertiesOfItems(property)
  const scalar = known.size === 0
  const values = (sent === undefined ? [] : [sent].flat()) as JsonValue[]
  const members: JsonValue[] = scalar ? values : namedRecords(values, known)
  const same = (one: JsonValue) => (other: JsonValue) => nameOf(one) === nameOf(other)
  if (change === 'remove')
    return { ...record, [property]: before.filter((member) => !members.some(same(member))) }
  const all = [...before, ...members]
  return { ...record, [property]: all.filter((member, index) => all.findIndex(same(member)) === index) }
}

/** What identifies a member: itself, or its clearest property. */
function nameOf(member: JsonValue): string {
  const own = isObject(member) ? names.map((name) => member[name]).find((each) => each !== undefined) : member
  return JSON.stringify(own ?? member)
}
