import { expanded } from '../../description/resolver.ts'
import type { Exchange, QueryValues } from '../../exchange/exchange.ts'
import { isObject, type JsonSchema } from '../../json/json.ts'

const MAX_DEPTH = 32

/** Gives query parameters the spelling of the description. */
export function adaptQuery(exchange: Exchange): void {
  const declared = new Map(exchange.operation.parameters('query').map((name) => [name.toLowerCase(), name]))
  const spelled = Object.create(null) as QueryValues
  for (const [name, value] of Object.entries(exchange.query))
    spelled[declared.get(name.toLowerCase()) ?? name] = value
  exchange.query = spelled
}

/**
 * Gives the properties of a body the spelling of the schema and leaves out those that it does not have: Partner
 * Center reads bodies like that, and its own samples are written in PascalCase.
 */
export function adaptBody(exchange: Exchange): void {
  if (exchange.body === undefined) return
  exchange.body = adapt(exchange.body, exchange.operation.requestContents()[0]?.schema, 0)
}

function adapt(value: unknown, schema: JsonSchema | undefined, depth: number): unknown {
  if (depth > MAX_DEPTH) return value
  if (Array.isArray(value)) return value.map((item) => adapt(item, itemsOf(schema), depth + 1))
  const properties = propertiesOf(schema)
  if (!isObject(value) || properties.size === 0) return value
  const adapted: Record<string, unknown> = {}
  for (const [name, own] of Object.entries(value)) {
    const property = properties.get(name.toLowerCase())
    if (property) adapted[property.name] = adapt(own, property.schema, depth + 1)
  }
  return adapted
}

interface Property {
  name: string
  schema: JsonSchema | undefined
}

/** Properties by their names in lower case, through `allOf`. */
function propertiesOf(reference: JsonSchema | undefined, depth = 0): ReadonlyMap<string, Property> {
  const schema = expanded(reference)
  if (!isObject(schema) || depth > 16) return new Map()
  const parts = Array.isArray(schema.allOf) ? schema.allOf : []
  const inherited = parts.flatMap((part) => [...propertiesOf(part as JsonSchema, depth + 1)])
  const own = isObject(schema.properties) ? Object.entries(schema.properties) : []
  const properties = new Map<string, Property>(inherited)
  for (const [name, property] of own) {
    properties.set(name.toLowerCase(), { name, schema: isObject(property) ? property : undefined })
  }
  return properties
}

function itemsOf(schema: JsonSchema | undefined): JsonSchema | undefined {
  return isObject(schema) && isObject(schema.items) ? schema.items : undefined
}
