import type { Description } from './description.ts'
import type { SchemaObject } from './openapi.ts'
import type { Located } from './pointer.ts'

const compositions = ['allOf', 'anyOf', 'oneOf'] as const

/**
 * A schema and the schemas that it is composed of, each once.
 *
 * @param keywords The keywords to follow. With `allOf` alone, the result is what every value must satisfy.
 */
export function variantsOf(
  description: Description,
  schema: Located<SchemaObject>,
  keywords: readonly (typeof compositions)[number][] = compositions,
): Located<SchemaObject>[] {
  const found: Located<SchemaObject>[] = []
  // An object with keywords beside its reference is built anew each time, so only its pointer can end a circle.
  const seen = new Set<unknown>()
  const collect = (variant: Located<SchemaObject>): void => {
    const [place] = variant.chain
    if (seen.has(variant.node) || seen.has(place)) return
    seen.add(variant.node).add(place)
    found.push(variant)
    for (const keyword of keywords) description.parts<SchemaObject>(variant, keyword).forEach(collect)
  }
  collect(schema)
  return found
}

/**
 * Follows the reference of a schema and merges its `allOf` into one object. `properties` and `required` are combined. For
 * every other keyword, the schema's own value wins over those of its parts, and later parts win over earlier ones. A part
 * that leads back to the schema is left out.
 */
export function flatten(
  description: Description,
  schema: SchemaObject,
  seen: readonly string[] = [],
): SchemaObject {
  const { allOf, $ref, ...own } = schema
  const parts = Array.isArray(allOf) ? [...allOf] : []
  const way = $ref === undefined ? seen : [...seen, $ref]
  if ($ref !== undefined && !seen.includes($ref)) parts.unshift(description.resolve<SchemaObject>({ $ref }))
  return parts.map((part) => flatten(description, part, way)).reduceRight(merge, own)
}

function merge(target: SchemaObject, part: SchemaObject): SchemaObject {
  const { properties = part.properties, required = part.required } = target
  return {
    ...part,
    ...target,
    ...(properties && { properties: { ...part.properties, ...properties } }),
    ...(required && { required: [...new Set([...(part.required ?? []), ...required])] }),
  }
}

/** The JSON types that the schema itself names, without `null`; empty when it names none. */
export function typesOf({ type }: SchemaObject): string[] {
  return [type ?? []].flat().filter((name) => name !== 'null')
}

/** Whether the schema itself allows null, by a type or value of OpenAPI 3.1 or by `nullable` of 3.0. */
export function allowsNull({ type, nullable, enum: values, const: value }: SchemaObject): boolean {
  const listed: unknown[] = Array.isArray(values) ? values : []
  return nullable === true || [type].flat().includes('null') || value === null || listed.includes(null)
}

/** Keywords that do not affect whether a value is valid, once the dialect is known. */
const annotations =
  /^(description|title|examples?|default|externalDocs|xml|deprecated|readOnly|writeOnly|\$comment|\$schema|x-.*)$/

/** Keywords whose values are maps from free names, in which no key is a keyword. */
const mapsOfSchemas = ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']

/**
 * Copies a schema without its dialect and without what only people read. The copy accepts the same values and is a fraction
 * of the size.
 *
 * @param schema A schema of any dialect; with `isMap`, a map from names to schemas.
 * @param isMap Default: false.
 * @example
 * withoutAnnotations({ type: 'string', title: 'Name' }) // { type: 'string' }
 */
export function withoutAnnotations(schema: unknown, isMap = false): unknown {
  if (Array.isArray(schema)) return schema.map((each) => withoutAnnotations(each))
  if (typeof schema !== 'object' || schema === null) return schema
  const kept = Object.entries(schema).filter(([name]) => isMap || !annotations.test(name))
  return Object.fromEntries(
    kept.map(([name, value]) => {
      const isData = !isMap && (name === 'enum' || name === 'const')
      return [name, isData ? value : withoutAnnotations(value, !isMap && mapsOfSchemas.includes(name))]
    }),
  )
}
