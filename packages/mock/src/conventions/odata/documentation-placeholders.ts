import type { ParameterObject } from '@clientele/description'
import { expanded } from '../../description/resolver.ts'
import type { Exchange } from '../../exchange/exchange.ts'
import { isObject, type JsonSchema } from '../../json/json.ts'

/**
 * The words that Graph's documentation pages write in place of values. A developer who pastes a sample unchanged gets
 * the documented answer: where the schema does not allow the word, the property's example is used.
 */
const PLACEHOLDER =
  /^(?:String(?: \((?:identifier|timestamp|duration|time of day)\))?|Integer|Boolean|Guid|Double|Number|Binary|Date|DateTimeOffset|Timestamp)$/

export function fillPlaceholders(exchange: Exchange): void {
  fillKey(exchange)
  fillBody(exchange)
}

/** `GET /Customers/{CustomersId}`, sent as the page prints it, asks for the record of the parameter's example. */
function fillKey(exchange: Exchange): void {
  const parameter = exchange.resource?.key?.parameter
  if (parameter === undefined || exchange.key !== `{${parameter}}`) return
  const example = pathParameterExample(exchange, parameter)
  if (example === undefined) return
  exchange.key = example
  exchange.why.push(`{${parameter}} taken for ${example}`)
}

function pathParameterExample({ operation }: Exchange, name: string): string | undefined {
  const { parameters } = operation.described
  const found = parameters.find(({ node }) => node.in === 'path' && node.name === name)
  return found && firstExample(found.node)
}

function firstExample({ example, examples }: ParameterObject): string | undefined {
  const [named] = isObject(examples) ? Object.values(examples) : []
  const value = example ?? (isObject(named) ? named.value : undefined)
  return typeof value === 'string' ? value : undefined
}

function fillBody(exchange: Exchange): void {
  if (!isObject(exchange.body)) return
  const schema = exchange.operation.requestContents()[0]?.schema
  const filled = fill(exchange.body, schema, 0)
  if (filled === exchange.body) return
  exchange.body = filled
  exchange.why.push('words of the documentation replaced by examples')
}

/** Returns the same object when nothing had to be replaced. */
function fill(
  body: Record<string, unknown>,
  schema: JsonSchema | undefined,
  depth: number,
): Record<string, unknown> {
  let filled = body
  for (const [name, value] of Object.entries(body)) {
    const property = propertyOf(schema, name)
    if (!property) continue
    const better =
      isObject(value) && depth < 16 ? fill(value, property, depth + 1) : replacement(value, property)
    if (better === value) continue
    if (filled === body) filled = { ...body }
    filled[name] = better
  }
  return filled
}

function replacement(value: unknown, schema: JsonSchema): unknown {
  if (typeof value !== 'string' || !PLACEHOLDER.test(value) || allowsAnyText(schema)) return value
  const [first] = Array.isArray(schema.examples) ? schema.examples : []
  return schema.example ?? first ?? value
}

function allowsAnyText({ type, format, enum: members, pattern }: JsonSchema): boolean {
  const text = type === 'string' || (Array.isArray(type) && type.includes('string')) || type === undefined
  return text && format === undefined && members === undefined && pattern === undefined
}

function propertyOf(reference: JsonSchema | undefined, name: string): JsonSchema | undefined {
  const schema = expanded(reference)
  if (!isObject(schema)) return undefined
  const properties = schema.properties
  const own = isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined
  if (isObject(own)) return own
  const parts = Array.isArray(schema.allOf) ? schema.allOf : []
  return parts.map((part) => propertyOf(part as JsonSchema, name)).find((found) => found !== undefined)
}
