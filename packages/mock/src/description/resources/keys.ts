import type { JsonObject, JsonValue } from '../../json/json.ts'
import type { InferredResource } from './inferred-resource.ts'
import { examplesOf } from './key.ts'
import { normalizeKey } from './scope.ts'

/** The key as its property holds it: a number where the schema says so. */
export function keyValue(resource: InferredResource, key: string): JsonValue {
  const property = resource.key?.property
  const type = property === undefined ? undefined : resource.properties().get(property)?.type
  return [type].flat().some((each) => each === 'integer' || each === 'number') ? Number(key) : key
}

/** The key that a record carries; undefined when it carries none. */
export function keyIn(resource: InferredResource, record: JsonObject): string | undefined {
  const property = resource.key?.property
  const value = property === undefined ? undefined : record[property]
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  return value === '' ? undefined : normalizeKey(String(value))
}

/** The record with its key in the property that holds it. */
export function withKey(resource: InferredResource, record: JsonObject, key: string): JsonObject {
  const property = resource.key?.property
  if (property === undefined || keyIn(resource, record) === key) return record
  return { ...record, [property]: keyValue(resource, key) }
}

/** Keys that the description shows and that others can be modelled on. */
export function exampleKeys(resource: InferredResource): string[] {
  const property = resource.key?.property
  const schema = property === undefined ? undefined : resource.properties().get(property)
  return examplesOf(schema).filter((value) => typeof value === 'string' && /\d/.test(value)) as string[]
}
