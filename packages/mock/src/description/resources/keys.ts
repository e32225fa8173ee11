import { isObject, type JsonObject, type JsonValue } from '../../json/json.ts'
import type { Scope } from '../../store/store.ts'
import { examplesOf } from './key.ts'
import type { Resource } from './resource.ts'

const guid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i

export function isGuid(value: unknown): value is string {
  return typeof value === 'string' && value.length === 36 && guid.test(value)
}

/** GUIDs are the same in any letter case; every other key is taken as it is. */
export function normalizeKey(key: string): string {
  return isGuid(key) ? key.toLowerCase() : key
}

/** Where the records of a resource are for the given path parameters. */
export function scopeOf(
  api: string,
  resource: Resource,
  pathParameters: Readonly<Record<string, string>>,
): Scope {
  const parents = resource.parentParameters.map((parameter) => normalizeKey(pathParameters[parameter] ?? ''))
  return { api, resource: resource.name, parents }
}

/** The scope of the records that are the parents of a scope, and the key of the one it belongs to. */
export function parentOf(resource: Resource, scope: Scope): { scope: Scope; key: string } | undefined {
  if (!resource.parent) return undefined
  const parents = scope.parents.slice(0, -1)
  return {
    scope: { api: scope.api, resource: resource.parent.name, parents },
    key: scope.parents.at(-1) as string,
  }
}

/** The key as its property holds it: a number where the schema says so. */
function keyValue(resource: Resource, key: string): JsonValue {
  const { type } = resource.keySchema() ?? {}
  return [type].flat().some((each) => each === 'integer' || each === 'number') ? Number(key) : key
}

/** The key that a record carries; undefined when it carries none. */
export function keyIn({ key }: Resource, record: JsonObject): string | undefined {
  let value: JsonValue | undefined = key && key.path.length > 0 ? record : undefined
  for (const name of key?.path ?? []) value = isObject(value) ? (value[name] as JsonValue) : undefined
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  return value === '' ? undefined : normalizeKey(String(value))
}

/** The record with its key in the property that holds it. */
export function withKey(resource: Resource, record: JsonObject, key: string): JsonObject {
  const path = resource.key?.path ?? []
  if (path.length === 0 || keyIn(resource, record) === key) return record
  return placed(record, path, keyValue(resource, key))
}

function placed(record: JsonObject, [name, ...rest]: readonly string[], value: JsonValue): JsonObject {
  if (name === undefined) return record
  const inner = record[name]
  return {
    ...record,
    [name]: rest.length === 0 ? value : placed(isObject(inner) ? (inner as JsonObject) : {}, rest, value),
  }
}

/** Keys that the description shows and that others can be modelled on. */
export function exampleKeys(resource: Resource): string[] {
  const values = examplesOf(resource.keySchema())
  return values.filter((value) => typeof value === 'string' && /\d/.test(value)) as string[]
}
