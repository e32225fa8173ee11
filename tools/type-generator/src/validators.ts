import { isObject, type JsonObject } from '@clientele/description'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { NamedType } from './names.ts'

/** Whether a value is valid under a schema of `components.schemas`. */
export type Validate = (schema: string, side: NamedType['side'], value: unknown) => boolean

/**
 * Checks values with the schemas of a description. A request cannot send read-only properties, so they are never
 * required of it.
 *
 * @returns A function that says no to every value of a schema that Ajv cannot compile.
 */
export function validators(document: JsonObject): Validate {
  const sides = { Readable: 'writeOnly', Writable: 'readOnly' } as const
  const compilers = new Map<string, (name: string) => ValidateFunction | undefined>()
  const compilerOf = (side: NamedType['side']) => {
    const known = compilers.get(side)
    if (known) return known
    const ajv = new Ajv2020({ strict: false, logger: false, validateSchema: false })
    ;(addFormats as unknown as { default: typeof addFormats.default }).default(ajv)
    ajv.addSchema({ $id: 'api:', components: relaxed(document.components, sides[side]) } as JsonObject)
    const compile = (name: string) => attempt(() => ajv.compile({ $ref: `api:#/components/schemas/${name}` }))
    compilers.set(side, compile)
    return compile
  }
  return (name, side, value) => compilerOf(side)(name)?.(value) === true
}

/** An invalid schema, such as one whose pattern is not a regular expression, has no valid value. */
function attempt<Value>(work: () => Value): Value | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

/** A copy in which no property with the mark is required. */
function relaxed(node: unknown, mark: 'readOnly' | 'writeOnly'): unknown {
  if (Array.isArray(node)) return node.map((each) => relaxed(each, mark))
  if (!isObject(node)) return node
  const copy = Object.fromEntries(Object.entries(node).map(([name, value]) => [name, relaxed(value, mark)]))
  const { properties, required } = copy
  if (isObject(properties) && Array.isArray(required)) {
    const isMarked = (name: string) => isObject(properties[name]) && properties[name][mark] === true
    copy.required = required.filter((name) => !isMarked(`${name}`))
  }
  return copy
}
