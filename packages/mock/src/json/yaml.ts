import { isObject } from './json.ts'
import { library } from './runtime.ts'

const yaml = library<typeof import('js-yaml')>(
  () => import('js-yaml'),
  (require) => require('js-yaml'),
)

/** Loads the parser before it is needed. */
export const loadYaml = () => yaml.load()

/**
 * Parses YAML 1.2; the parser is loaded when the first YAML has to be read.
 *
 * @throws Error also when a few lines of aliases expand to gigabytes, or contain themselves.
 */
export function parseYaml(text: string): unknown {
  const value = yaml().load(text)
  if (/(^|[\s[{,])&\S/m.test(text) && sizeOf(value, new Map()) > 100_000 + text.length)
    throw new Error('its aliases stand for too many values')
  return value
}

/** The number of values with all aliases written out; infinite if an alias contains itself. */
function sizeOf(value: unknown, known: Map<object, number>): number {
  if (!isObject(value) && !Array.isArray(value)) return 1
  const size = known.get(value)
  if (size !== undefined) return size
  known.set(value, Number.POSITIVE_INFINITY)
  const whole = Object.values(value).reduce<number>((sum, part) => sum + sizeOf(part, known), 1)
  known.set(value, whole)
  return whole
}
