import { isObject } from './json.ts'
import { placeOf, type Steps } from './settings.ts'

/**
 * How a value differs from a wanted one, place by place; empty when it matches. Objects may have more properties; lists
 * have the same length.
 *
 * @param what Names the value, for example `body`.
 */
export function differences(what: string, value: unknown, wanted: unknown, steps: Steps = []): string[] {
  if (Array.isArray(wanted) && Array.isArray(value) && wanted.length === value.length)
    return wanted.flatMap((each, index) => differences(what, value[index], each, [...steps, index]))
  if (isObject(wanted) && isObject(value))
    return Object.entries(wanted).flatMap(([name, each]) =>
      differences(what, Object.hasOwn(value, name) ? value[name] : undefined, each, [...steps, name]),
    )
  if (value === wanted) return []
  return [`${placeOf([what, ...steps])} was ${shown(value)}, not ${shown(wanted)}`]
}

/** How much of a value an error shows, in characters. */
const shownLength = 80

/** A value in an error. */
export function shown(value: unknown): string {
  if (value === undefined) return 'missing'
  const text = JSON.stringify(value)
  return text.length > shownLength ? `${text.slice(0, shownLength)}…` : text
}
