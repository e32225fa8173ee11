import type { Resource } from '../description/resources/resource.ts'
import { isObject, type JsonObject, type JsonSchema, type JsonValue } from '../json/json.ts'
import { onceFor } from '../json/kept.ts'

const createdName = /creat(ed|ion)|insert(ed|ion)|^added/i
const modifiedName = /modif|updat|changed/i
/** A name may match both: `lastRefreshOfCreation` is rare, `createdBy` is not a time. */
const timeName = /(at|on|time|date|utc|timestamp|stamp|d)$/i

/** Times that can be compared with each other. */
const kinds: readonly ((schema: JsonSchema) => boolean)[] = [
  ({ format }) => format === 'date-time',
  ({ format }) => format === 'date',
  ({ type }) => [type].flat().includes('integer'),
]

/** Reorders the made-up times of a record, so that it was created before it was changed. */
export function orderTimes(
  value: Record<string, unknown>,
  properties: Readonly<Record<string, unknown>>,
): void {
  for (const isKind of kinds) {
    const names = Object.keys(value).filter((name) => {
      const schema = properties[name]
      return isObject(schema) && isTime(name, schema) && isKind(schema) && value[name] !== null
    })
    const modified = names.filter((name) => modifiedName.test(name))
    const ordered = [...names.filter((name) => !modified.includes(name)), ...modified]
    const times = ordered.map((name) => value[name] as string | number).sort(ascending)
    for (const [index, name] of ordered.entries()) value[name] = times[index]
  }
}

function ascending(one: string | number, other: string | number): number {
  return one < other ? -1 : Number(one > other)
}

/** Whether a property is the time of its record's creation or change. */
function isTime(name: string, { type, format }: JsonSchema): boolean {
  if (!createdName.test(name) && !modifiedName.test(name)) return false
  if (format === 'date-time' || format === 'date') return true
  return [type].flat().includes('integer') && timeName.test(name)
}

interface TimeProperties {
  /** Those of the creation first. */
  readonly all: readonly string[]
  readonly modified: readonly string[]
}

/** Sets the times of creation and change that the record's schema has and the client did not send. */
export function stamped(
  record: JsonObject,
  sent: JsonObject,
  resource: Resource,
  now: Date,
  kind: 'create' | 'update' | 'replace',
): JsonObject {
  const { all, modified } = timeProperties(resource)
  const names = (kind === 'create' ? all : modified).filter((name) => !Object.hasOwn(sent, name))
  if (names.length === 0) return record
  const times: Record<string, JsonValue> = {}
  const text = now.toISOString()
  for (const name of names) times[name] = timeFor(resource.properties().get(name), now, text)
  return { ...record, ...times }
}

/** Saves looking through the names of the properties at each write: 0.5 µs for six of them. */
const timeProperties = onceFor((resource: Resource): TimeProperties => {
  const names = [...resource.properties()]
    .filter(([name, schema]) => isTime(name, schema))
    .map(([name]) => name)
  const modified = names.filter((name) => modifiedName.test(name))
  const created = names.filter((name) => createdName.test(name) && !modified.includes(name))
  return { all: [...created, ...modified], modified }
})

function timeFor(schema: JsonSchema | undefined, now: Date, text: string): JsonValue {
  if (schema?.format === 'date') return text.slice(0, 10)
  if (schema?.format === 'date-time') return text
  return Math.floor(now.getTime() / 1000)
}
