import type { Api } from '../description/api.ts'
import { type Content, exampleIn } from '../description/operation.ts'
import { expanded } from '../description/resolver.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { isObject, type JsonSchema } from '../json/json.ts'
import { generate } from '../values/generate.ts'
import type { Generation } from '../values/persona.ts'
import { repair } from '../values/repair.ts'

/** How many events are made up if the schema has only one form, and how many forms get an event. */
const madeUp = 3
const forms = 8

/**
 * The whole stream (HTML standard, section 9.2): the events of the description's example, else some made up for its
 * schema, else the answer as one event.
 */
export function eventStreamText(
  { api, operation, prefer }: Exchange,
  status: number,
  content: Content,
  body: unknown,
  generation: Generation,
): string {
  const described = operation.mediaTypeObject(status, content)
  const example = prefer.example === undefined ? exampleIn(described) : body
  if (typeof example === 'string' && isFramed(example)) return ended(example)
  const events = example === undefined ? madeUpEvents(api, described, content, generation) : [example].flat()
  return (events ?? [body]).map(framed).join('')
}

/** `itemSchema` of OpenAPI 3.2 describes one event; before it, `schema` does, or the list of them. */
function madeUpEvents(
  api: Api,
  described: Readonly<Record<string, unknown>> | undefined,
  { schema }: Content,
  generation: Generation,
): unknown[] | undefined {
  const whole = isObject(described?.itemSchema) ? described.itemSchema : schema
  if (!whole) return undefined
  const event = isObject(whole.items) ? expanded(whole.items) : whole
  const variants = [event.oneOf, event.anyOf].flatMap((list) =>
    Array.isArray(list) ? list.filter(isObject) : [],
  )
  const each = variants.length > 0 ? variants.slice(0, forms) : Array.from({ length: madeUp }, () => event)
  return each.map((one: JsonSchema) => {
    const variant = expanded(one)
    return repair(api, variant, generate(variant, '', generation), () => generation)
  })
}

/** Whether a text is a stream already: it has lines such as `data: …`. */
function isFramed(text: string): boolean {
  return /^(?:data|event|id|retry)?:/m.test(text)
}

function ended(text: string): string {
  return `${text.replace(/[\r\n]+$/, '')}\n\n`
}

const fields = ['event', 'id', 'retry', 'data']

function framed(event: unknown): string {
  const named =
    isObject(event) && 'data' in event && Object.keys(event).every((name) => fields.includes(name))
  const members = named
    ? fields.flatMap((name) => (name in event ? [[name, event[name]]] : []))
    : [['data', event]]
  const lines = members.flatMap(([name, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    return text.split(/\r\n|\r|\n/).map((line) => `${name}: ${line}`)
  })
  return `${lines.join('\n')}\n\n`
}
