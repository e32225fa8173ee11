import { expanded } from '../description/resolver.ts'
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

function propertyOf(reference: JsonSchema | undefined, name: string): JsonSchema | undefined {
  const schema = expanded(reference)
  if (!schema) return undefined
  if (isObject(schema.properties) && isObject(schema.properties[name])) return schema.properties[name]
  for (const keyword of ['allOf', 'oneOf', 'anyOf']) {
    const parts = Array.isArray(schema[keyword]) ? schema[keyword] : []
    const found = parts.map((part) => (isObject(part) ? propertyOf(part, name) : undefined)).find(Boolean)
    if (found) return found
  }
  return undefined
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
