import { expanded } from '../description/resolver.ts'
import { isObject, type JsonSchema } from '../json/json.ts'
import type { Random } from '../random/random.ts'
import type { Generation } from './persona.ts'
import { generateNumber, generateText } from './scalars.ts'
import { orderTimes } from './times.ts'

/** Deeper than this, only what is required is made up; a schema that contains itself ends here. */
const optionalDepth = 3
const depthLimit = 8

/** Properties of deleted records: nobody needs a list in which half of the records are deleted. */
const gone = /delet|removed|archived|purged|cancel/i

/** Makes up a value for a schema whose references are inlined. `name` is that of the property it is for. */
export function generate(schema: JsonSchema, name: string, generation: Generation, depth = 0): unknown {
  const whole = merged(expanded(schema), generation.random)
  if (whole.const !== undefined) return whole.const
  if (Array.isArray(whole.enum)) return pickEnum(whole.enum, generation.random)
  if (gone.test(name)) {
    if (allowsNull(whole)) return null
    if (typeOf(whole) === 'boolean') return false
  }
  switch (typeOf(whole)) {
    case 'object':
      return generateObject(whole, generation, depth)
    case 'array':
      return generateArray(whole, name, generation, depth)
    case 'boolean':
      return generation.random.next() < 0.5
    case 'integer':
    case 'number':
      return generateNumber(whole, name, generation)
    case 'null':
      return null
    default:
      return generateText(whole, name, generation)
  }
}

/** The schema with `allOf` merged in and one of `oneOf`/`anyOf` chosen. */
export function merged(schema: JsonSchema, random: Random): JsonSchema {
  const { allOf, oneOf, anyOf, ...own } = schema
  const choice = [oneOf, anyOf].flatMap((options) => {
    const usable = Array.isArray(options)
      ? options.filter((option) => isObject(option) && option.type !== 'null')
      : []
    return usable.length > 0 ? [random.pick(usable) as JsonSchema] : []
  })
  const parts = [...(Array.isArray(allOf) ? allOf.filter(isObject) : []), ...choice]
  return parts.map((part) => merged(expanded(part), random)).reduce(mergeTwo, own as JsonSchema)
}

function mergeTwo(one: JsonSchema, other: JsonSchema): JsonSchema {
  const properties = { ...(one.properties as object), ...(other.properties as object) }
  const required = [...((one.required as string[]) ?? []), ...((other.required as string[]) ?? [])]
  return {
    ...one,
    ...other,
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(required.length > 0 && { required }),
  }
}

function typeOf(schema: JsonSchema): string {
  const types = [schema.type].flat().filter((type) => type !== undefined) as string[]
  const named = types.find((type) => type !== 'null') ?? types[0]
  if (named !== undefined) return named
  if (isObject(schema.properties)) return 'object'
  return schema.items === undefined ? 'string' : 'array'
}

function allowsNull({ type, nullable }: JsonSchema): boolean {
  return nullable === true || [type].flat().includes('null')
}

/** OpenAPI 3.0 writes a nullable enum with null in it; a real value is more useful. */
function pickEnum(values: readonly unknown[], random: Random): unknown {
  if (values.includes('active') && values.includes('inactive')) return 'active'
  const telling = values.filter((value) => value !== null)
  return telling.length > 0 ? random.pick(telling) : null
}

function generateObject(schema: JsonSchema, generation: Generation, depth: number): Record<string, unknown> {
  const required = new Set(Array.isArray(schema.required) ? schema.required : [])
  const value: Record<string, unknown> = {}
  const properties = isObject(schema.properties) ? schema.properties : {}
  for (const [name, property] of Object.entries(properties)) {
    if (!isObject(property) || property.writeOnly === true) continue
    if (!required.has(name) && (depth >= optionalDepth || property.deprecated === true)) continue
    // A reference that is left leads back to this object, or to a large schema: only what is required is made up.
    if (depth >= depthLimit || (typeof property.$ref === 'string' && !required.has(name))) continue
    value[name] = generate(property, name, generation, depth + 1)
  }
  orderTimes(value, properties)
  for (const name of required) {
    if (!(String(name) in value) && depth < depthLimit)
      value[String(name)] = freeMember(schema, String(name), generation, depth)
  }
  return value
}

/** A required property that `properties` does not describe. */
function freeMember(schema: JsonSchema, name: string, generation: Generation, depth: number): unknown {
  if (isObject(schema.properties) && name in schema.properties) return undefined
  const described = isObject(schema.additionalProperties) ? schema.additionalProperties : { type: 'string' }
  return generate(described, name, generation, depth + 1)
}

function generateArray(schema: JsonSchema, name: string, generation: Generation, depth: number): unknown[] {
  const { minItems = 0, maxItems = Math.max(2, Number(minItems)) } = schema as {
    minItems?: number
    maxItems?: number
  }
  const least = Math.min(Math.max(minItems, depth >= optionalDepth ? 0 : 1), maxItems)
  const wanted = generation.random.between(least, Math.max(least, Math.min(maxItems, 2)))
  const items = isObject(schema.items) ? schema.items : {}
  if (typeof items.$ref === 'string' || depth >= depthLimit) return []
  const values: unknown[] = []
  for (let attempt = 0; values.length < wanted && attempt < wanted * 10; attempt++) {
    const value = generate(items, name, generation, depth + 1)
    if (
      schema.uniqueItems === true &&
      values.some((other) => JSON.stringify(other) === JSON.stringify(value))
    )
      continue
    values.push(value)
  }
  return values
}
