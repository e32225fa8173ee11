import { isObject } from '../json/json.ts'
import { createdName, modifiedName } from '../state/times.ts'

const timeFormats = ['date-time', 'date']

/** Deals the made-up times of a record out anew, so that it was created before it was changed. */
export function orderTimes(value: Record<string, unknown>, properties: Record<string, unknown>): void {
  for (const format of timeFormats) {
    const names = Object.keys(value).filter((name) => {
      const property = properties[name]
      return isObject(property) && property.format === format && typeof value[name] === 'string'
    })
    const modified = names.filter((name) => modifiedName.test(name))
    const created = names.filter((name) => createdName.test(name) && !modified.includes(name))
    const ordered = [...created, ...modified]
    const times = ordered.map((name) => value[name] as string).sort()
    for (const [index, name] of ordered.entries()) value[name] = times[index]
  }
}
