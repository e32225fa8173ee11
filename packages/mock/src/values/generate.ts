import { expanded } from '../description/resolver.ts'
import { examplesOf } from '../description/schema-view.ts'
import { isObject, type JsonSchema } from '../json/json.ts'
import { describesShortText } from '../json/pattern.ts'
import { madeUpText } from '../prism/prism.ts'
import type { Random } from '../store/random.ts'
import { fakerFor, type Generation, suggestText } from './persona.ts'
import { orderTimes } from './times.ts'

/** Deeper than this, only required properties are made up, which ends recursive schemas. */
const optionalDepth = 3
const depthLimit = 8

/** Properties of deleted records, left out because lists should not be half full of deleted records. */
const gone = /delet|removed|archived|purged|cancel/i

/** Makes up a value for a schema with inlined references. `name` is the name of its property. */
export function generate(schema: JsonSchema, name: string, generation: Generation, depth = 0): unknown {
  const whole = merged(expanded(schema), generation.random)
  if (whole.const !== undefined) return whole.const
  const shown = generation.asShown ? shownValue(whole) : undefined
  if (shown !== undefined) return shown
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

/** In a new record, times that may be null are null, such as the time of its end. */
function shownValue(schema: JsonSchema): unknown {
  if (schema.default !== undefined) return schema.default
  if (schema.format === 'date-time' && allowsNull(schema)) return null
  return examplesOf(schema).find((example) => typeof example !== 'object' || example === null)
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
    // A remaining reference leads back to this object, or to a large schema, so only required properties are made up.
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

const day = 86_400_000

/** Text by format, pattern, the name of the property or the schema's own examples, whichever applies first. */
function generateText(schema: JsonSchema, name: string, generation: Generation): string {
  const { format, pattern } = schema
  const byFormat = formats[String(format)]?.(generation)
  if (byFormat !== undefined) return byFormat
  if (typeof pattern === 'string') return fromPattern(pattern, schema, generation)
  const suggested = suggestText(name, generation.noun, generation.persona) ?? exampleText(schema, generation)
  return sized(suggested ?? freeText(name, schema, generation), schema, generation.random)
}

/** A number between the bounds, on the step of `multipleOf`, in the range that its name suggests. */
function generateNumber(schema: JsonSchema, name: string, generation: Generation): number {
  const { random } = generation
  const example = examplesOf(schema).filter((value) => typeof value === 'number')
  const whole = schema.type !== 'number'
  const step = typeof schema.multipleOf === 'number' ? schema.multipleOf : whole ? 1 : 0.01
  const low = lowest(schema, step)
  const high = Math.max(low, highest(schema, step, low))
  if (/(time|date|_at|At)$/.test(name) && whole) {
    return clamp(pastTime(generation).getTime() / 1000, low, bounded(schema) ? high : Number.MAX_SAFE_INTEGER)
  }
  if (example.length > 0 && low === 0) return random.pick(example)
  const steps = Math.floor((high - low) / step)
  return Number((low + random.between(0, Math.max(0, steps)) * step).toFixed(10))
}

const formats: Record<string, ((generation: Generation) => string) | undefined> = {
  'date-time': (generation) => pastTime(generation).toISOString(),
  date: (generation) => pastTime(generation).toISOString().slice(0, 10),
  time: (generation) => pastTime(generation).toISOString().slice(11),
  duration: ({ random }) => `PT${random.between(1, 59)}M`,
  uuid: ({ random }) => random.uuid(),
  email: ({ persona }) => persona.email,
  'idn-email': ({ persona }) => persona.email,
  hostname: ({ persona }) => persona.domain,
  uri: ({ persona, random }) => `https://www.${persona.domain}/${random.between(100, 999)}`,
  url: ({ persona, random }) => `https://www.${persona.domain}/${random.between(100, 999)}`,
  'uri-reference': ({ random }) => `/${random.between(100, 999)}`,
  // TEST-NET-1 of RFC 5737 and the documentation prefix of RFC 3849: they lead nowhere.
  ipv4: ({ random }) => `192.0.2.${random.between(1, 254)}`,
  ipv6: ({ random }) => `2001:db8::${random.between(1, 9999).toString(16)}`,
  byte: ({ random }) => btoa(random.uuid()),
}

/** Within the last two years, on a full second. */
function pastTime({ random, now }: Generation): Date {
  const time = now.getTime() - random.between(1, 730) * day - random.between(0, day - 1)
  return new Date(time - (time % 1000))
}

function fromPattern(pattern: string, schema: JsonSchema, { random }: Generation): string {
  const examples = examplesOf(schema).filter((value) => typeof value === 'string')
  if (examples.length > 0) return random.pick(examples)
  if (!describesShortText(pattern)) return ''
  try {
    // Unbounded repetitions get long without anchors; what stays in the bounds of the schema is preferred.
    const texts = Array.from({ length: 5 }, () => madeUpText(pattern, () => random.next()))
    return texts.find((text) => sized(text, schema, random) === text) ?? (texts[0] as string)
  } catch {
    return ''
  }
}

function exampleText(schema: JsonSchema, { random }: Generation): string | undefined {
  const examples = examplesOf(schema).filter((value) => typeof value === 'string')
  return examples.length > 0 ? random.pick(examples) : undefined
}

/** Words for properties whose name and schema give no hint. */
function freeText(name: string, schema: JsonSchema, { random }: Generation): string {
  const faker = fakerFor(random)
  if (/id$/i.test(name)) return random.uuid()
  if (/description|summary|comment|text|body|note|message|content/i.test(name))
    return faker.company.catchPhrase()
  if (/title|subject|label|^name$/i.test(name)) return faker.commerce.productName()
  return typeof schema.maxLength === 'number' && schema.maxLength < 12
    ? faker.word.noun()
    : faker.word.words(2)
}

function sized(text: string, { minLength, maxLength }: JsonSchema, random: Random): string {
  let result = text
  while (typeof minLength === 'number' && result.length < minLength)
    result += fakerFor(random).string.alpha(minLength)
  return typeof maxLength === 'number' ? result.slice(0, maxLength) : result
}

function lowest({ minimum, exclusiveMinimum }: JsonSchema, step: number): number {
  if (typeof exclusiveMinimum === 'number') return Math.floor(exclusiveMinimum / step) * step + step
  const low = typeof minimum === 'number' ? Math.ceil(minimum / step) * step : 0
  return exclusiveMinimum === true && low === minimum ? low + step : low
}

function highest({ maximum, exclusiveMaximum }: JsonSchema, step: number, low: number): number {
  if (typeof exclusiveMaximum === 'number') return Math.ceil(exclusiveMaximum / step) * step - step
  const high = typeof maximum === 'number' ? Math.floor(maximum / step) * step : low + 1000 * step
  return exclusiveMaximum === true && high === maximum ? high - step : high
}

function bounded({ maximum, exclusiveMaximum }: JsonSchema): boolean {
  return typeof maximum === 'number' || typeof exclusiveMaximum === 'number'
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high)
}
