import type { Change, Exchange } from '../../exchange/exchange.ts'
import type { JsonObject, JsonValue } from '../../json/json.ts'
import { isSoftDeleted } from './soft-delete.ts'

/** Fills in what the service gives a new record: it is active, and the times that only the service sets are null. */
export function completed({ resource }: Exchange, change: Change): Change {
  if (change.kind !== 'create' || !change.after || !resource) return change
  const given: Record<string, JsonValue> = isSoftDeleted(resource) ? { state: 'active' } : {}
  for (const [name, schema] of resource.properties()) {
    const nullable = Array.isArray(schema.type) && schema.type.includes('null')
    if (schema.readOnly === true && nullable) given[name] = null
  }
  return { ...change, after: { ...given, ...change.after } as JsonObject }
}
