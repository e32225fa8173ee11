import type { InferredResource } from '../description/resources/inferred-resource.ts'
import type { JsonObject, JsonSchema, JsonValue } from '../json/json.ts'

import { createdName, isTime, modifiedName } from '../values/time-order.ts'

interface TimeProperties {
  readonly created: readonly string[]
  readonly modified: readonly string[]
}

const found = new WeakMap<InferredResource, TimeProperties>()

/** Sets the times of creation and change that the record's schema has and the client did not send. */
export function stamped(
  record: JsonObject,
  sent: JsonObject,
  resource: InferredResource,
  now: Date,
  kind: 'create' | 'update' | 'replace',
): JsonObject {
  const { created, modified } = timeProperties(resource)
  const names = [...(kind === 'create' ? created : []), ...modified].filter(
    (name) => !Object.hasOwn(sent, name),
  )
  if (names.length === 0) return record
  const times: Record<string, JsonValue> = {}
  for (const name of names) times[name] = timeFor(resource.properties().get(name), now)
  return { ...record, ...times }
}

function timeProperties(resource: InferredResource): TimeProperties {
  const known = found.get(resource)
  if (known) return known
  const names = [...resource.properties()]
    .filter(([name, schema]) => isTime(name, schema))
    .map(([name]) => name)
  const modified = names.filter((name) => modifiedName.test(name))
  const created = names.filter((name) => createdName.test(name) && !modified.includes(name))
  const times = { created, modified }
  found.set(resource, times)
  return times
}

function timeFor(schema: JsonSchema | undefined, now: Date): JsonValue {
  if (schema?.format === 'date') return now.toISOString().slice(0, 10)
  if (schema?.format === 'date-time') return now.toISOString()
  return Math.floor(now.getTime() / 1000)
}
