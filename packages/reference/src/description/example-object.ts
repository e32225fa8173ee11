import type { Property } from './schema.ts'

/** An object made of the properties' own examples; a property without one is left out. */
export function exampleObject(properties: readonly Property[]): Record<string, unknown> {
  return Object.fromEntries(
    properties.flatMap((property) => {
      const value = exampleOf(property)
      return value === undefined ? [] : [[property.name, value]]
    }),
  )
}

function exampleOf({ example, children, values, type }: Property): unknown {
  if (example !== undefined) return example
  if (children.length === 0) return values[0]?.value
  const object = exampleObject(children)
  if (Object.keys(object).length === 0) return undefined
  return type.before.startsWith('array') ? [object] : object
}
