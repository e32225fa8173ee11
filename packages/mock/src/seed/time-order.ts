import { isObject, type JsonSchema } from '../json/json.ts'
import { isTime, modifiedName } from '../state/times.ts'

/** Times that can be compared with each other. */
const kinds: readonly ((schema: JsonSchema) => boolean)[] = [
  ({ format }) => format === 'date-time',
  ({ format }) => format === 'date',
  ({ type }) => [type].flat().includes('integer'),
]

/** Deals the made-up times of a record out anew, so that it was created before it was changed. */
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
