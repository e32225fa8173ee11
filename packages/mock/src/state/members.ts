import type { Resource } from '../description/resources/resource.ts'
import { isObject, type JsonObject, type JsonSchema, type JsonValue } from '../json/json.ts'

/** Properties that name a thing to people, the most telling first; for numbers and other texts there is the id. */
const names = ['login', 'username', 'name', 'slug', 'key', 'title', 'email', 'gid', 'uuid', 'sid', 'id']

/** The records that stand for what a client names by texts or numbers: `bug` is `{ "name": "bug" }`. */
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

/** The lists of a record after members were added to one, or taken out of it. */
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

/** What tells a member from others: itself, or its most telling property. */
function nameOf(member: JsonValue): string {
  const own = isObject(member) ? names.map((name) => member[name]).find((each) => each !== undefined) : member
  return JSON.stringify(own ?? member)
}
