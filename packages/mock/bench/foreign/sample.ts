import { type Description, flatten, type Media, type Operation, typesOf } from '@clientele/description'
import { sample, stringMatching } from 'fast-check'

type Schema = ReturnType<typeof flatten>

/** A request body, and the value that it carries. */
export interface Body {
  readonly mediaType: string
  readonly value: unknown
  readonly media: Media
}

/** The preferred kinds of bodies first. */
const readable = [
  /^application\/(?:[\w.+-]*\+)?json|^\*\/\*/,
  /^application\/x-www-form-urlencoded/,
  /^multipart\/form-data/,
]

/**
 * The bodies that may be sent to an operation: the examples of its description, then the least that its schema asks for
 * and two properties more. Empty where it takes none that is JSON, a form or multipart.
 *
 * @param number makes names unique where values may be chosen
 */
export function bodiesOf(description: Description, operation: Operation, number: number): Body[] {
  const { requestBody } = operation
  const contents = requestBody ? description.content(requestBody) : []
  const media = readable.map((each) => contents.find(({ mediaType }) => each.test(mediaType))).find(Boolean)
  if (!media) return []
  const mediaType = media.mediaType.replace('*/*', 'application/json')
  const sampled = media.schema ? [sampleOf(description, media.schema.node, number)] : []
  const values = [...examplesOf(media, description), ...sampled]
  return values
    .filter((value) => typeof value === 'object' && value !== null)
    .map((value) => ({ mediaType, value, media }))
}

function examplesOf(media: Media, description: Description): unknown[] {
  const named = description.parts<{ value?: unknown }>(media, 'examples').map(({ node }) => node.value)
  return [media.node.example, ...named].filter((value) => value !== undefined)
}

/** A value that a schema accepts, for the schemas that descriptions use. */
export function sampleOf(description: Description, schema: unknown, number: number, depth = 0): unknown {
  const flat = flatten(description, schema as Schema)
  const [fixed] = [
    flat.example,
    (flat.examples as unknown[] | undefined)?.[0],
    flat.default,
    flat.const,
  ].filter((value) => value !== undefined && value !== null)
  if (fixed !== undefined) return fixed
  if (Array.isArray(flat.enum)) return flat.enum.find((value) => value !== null)
  const variant = (flat.oneOf ?? flat.anyOf)?.[0]
  if (variant && !flat.properties) return sampleOf(description, variant, number, depth + 1)
  const [type = flat.properties ? 'object' : 'string'] = typesOf(flat)
  if (type === 'object') return objectOf(description, flat, number, depth)
  if (type === 'array') return arrayOf(description, flat, number, depth)
  if (type === 'boolean') return true
  return type === 'string' ? textOf(flat, number) : numberOf(flat, number)
}

function objectOf(
  description: Description,
  { properties = {}, required = [] }: Schema,
  number: number,
  depth: number,
) {
  const writable = Object.entries(properties).filter(([, schema]) => {
    const { readOnly } = flatten(description, schema as Schema)
    return readOnly !== true
  })
  const extra =
    depth > 0 ? [] : writable.filter(([name, schema]) => isPlain(description, name, schema)).slice(0, 2)
  const chosen = new Map([...extra, ...writable.filter(([name]) => required.includes(name))])
  if (depth > 6) return {}
  return Object.fromEntries(
    [...chosen].map(([name, schema]) => [name, sampleOf(description, schema, number, depth + 1)]),
  )
}

/** Text that a caller may choose freely. */
function isPlain(description: Description, name: string, schema: unknown): boolean {
  const { format, pattern, enum: values, ...flat } = flatten(description, schema as Schema)
  if (/(^|_)(id|url|uri|email|type|kind|sid)$/i.test(name) || /(Id|Url|Uri|Sid)$/.test(name)) return false
  return typesOf(flat)[0] === 'string' && !format && !pattern && !values
}

function arrayOf(description: Description, { items, minItems = 0 }: Schema, number: number, depth: number) {
  const count = Math.min(Math.max(minItems as number, 1), 5)
  return Array.from({ length: count }, (_, index) =>
    sampleOf(description, items ?? {}, number + index, depth + 1),
  )
}

const formats: Record<string, string> = {
  uuid: '5b0f4e0a-7a1c-4f0e-9f7e-0d2f1c3b4a5d',
  date: '2026-11-21',
  'date-time': '2026-11-21T10:00:00Z',
  time: '10:00:00Z',
  email: 'amelia@harbourlane.example',
  uri: 'https://harbourlane.example/',
  url: 'https://harbourlane.example/',
  ipv4: '192.0.2.10',
  hostname: 'harbourlane.example',
  byte: 'aGVsbG8=',
}

function textOf({ format = '', pattern, minLength = 0, maxLength = 1e9 }: Schema, number: number): string {
  if (typeof pattern === 'string') return matching(pattern, number) ?? `sample-${number}`
  const text = formats[format as string] ?? `sample-${number}`
  return text.padEnd(minLength as number, 'x').slice(0, maxLength as number)
}

/** A text that a regular expression matches; undefined for one that fast-check does not read. */
function matching(pattern: string, number: number): string | undefined {
  try {
    return sample(stringMatching(new RegExp(pattern)), { numRuns: 1, seed: number })[0]
  } catch {
    return undefined
  }
}

function numberOf({ minimum = 1, maximum = Number.MAX_SAFE_INTEGER }: Schema, number: number): number {
  return Math.min(Math.max(minimum as number, number), maximum as number)
}
