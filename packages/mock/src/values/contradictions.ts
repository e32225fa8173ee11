import { expanded } from '../description/resolver.ts'
import { isObject, type JsonSchema } from '../json/json.ts'

/** How far into a schema contradictions are looked for, and how many are named. */
const depthLimit = 4
const named = 3

/**
 * Properties that one part of `allOf` describes and another forbids by `additionalProperties: false`: no value that has
 * them is valid. They are answered all the same, because the description shows that they are meant.
 */
export function contradictions(schema: JsonSchema): string[] {
  const found = new Set<string>()
  look(schema, 0, found)
  return [...found].map((name) => `one part of allOf describes "${name}", and another forbids it`)
}

function look(schema: JsonSchema, depth: number, found: Set<string>): void {
  if (depth > depthLimit || found.size >= named) return
  const parts = partsOf(schema)
  const properties = new Map(parts.flatMap((part) => Object.entries(propertiesOf(part))))
  for (const part of parts) {
    if (parts.length === 1 || part.additionalProperties !== false || isObject(part.patternProperties))
      continue
    const own = propertiesOf(part)
    for (const name of properties.keys()) if (!(name in own) && found.size < named) found.add(name)
  }
  for (const inner of [...properties.values(), ...parts.map(({ items }) => items)]) {
    if (isObject(inner)) look(expanded(inner), depth + 1, found)
  }
}

function partsOf(schema: JsonSchema): JsonSchema[] {
  const parts = Array.isArray(schema.allOf) ? schema.allOf.filter(isObject).map(expanded) : []
  return [schema, ...parts.flatMap(partsOf)]
}

function propertiesOf({ properties }: JsonSchema): Record<string, unknown> {
  return isObject(properties) ? properties : {}
}
