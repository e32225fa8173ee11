import { examplesOf } from '../description/resources/key.ts'
import type { JsonSchema } from '../json/json.ts'
import { madeUpText } from '../prism/prism.ts'
import type { Random } from '../random/random.ts'
import { fakerFor, type Generation, suggestText } from './persona.ts'

const day = 86_400_000

/** Text by format, pattern, the name of the property, the schema's own examples: the first that says something. */
export function generateText(schema: JsonSchema, name: string, generation: Generation): string {
  const { format, pattern } = schema
  const byFormat = formats[String(format)]?.(generation)
  if (byFormat !== undefined) return byFormat
  if (typeof pattern === 'string') return fromPattern(pattern, schema, generation)
  const suggested = suggestText(name, generation.noun, generation.persona) ?? exampleText(schema, generation)
  return sized(suggested ?? freeText(name, schema, generation), schema, generation.random)
}

/** A number between the bounds, on the step of `multipleOf`, in the range that its name suggests. */
export function generateNumber(schema: JsonSchema, name: string, generation: Generation): number {
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
  byte: ({ random }) => Buffer.from(random.uuid()).toString('base64'),
}

/** Within the last two years, on a full second. */
function pastTime({ random, now }: Generation): Date {
  const time = now.getTime() - random.between(1, 730) * day - random.between(0, day - 1)
  return new Date(time - (time % 1000))
}

function fromPattern(pattern: string, schema: JsonSchema, { random }: Generation): string {
  const examples = examplesOf(schema).filter((value) => typeof value === 'string')
  if (examples.length > 0) return random.pick(examples)
  try {
    // Unbounded repetitions get long without anchors; what stays in the bounds of the schema is preferred.
    const texts = Array.from({ length: 5 }, () => madeUpText(pattern, random.next))
    return texts.find((text) => sized(text, schema, random) === text) ?? (texts[0] as string)
  } catch {
    return ''
  }
}

function exampleText(schema: JsonSchema, { random }: Generation): string | undefined {
  const examples = examplesOf(schema).filter((value) => typeof value === 'string')
  return examples.length > 0 ? random.pick(examples) : undefined
}

/** Words for anything whose name and schema say nothing. */
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
