import { type Description, flatten, type SchemaObject, typesOf } from '@clientele/description'

/** Primitive types of OData 4.01 by `type` and `format` of JSON Schema. */
const edmTypes: Record<string, string> = {
  string: 'Edm.String',
  'string date-time': 'Edm.DateTimeOffset',
  'string date': 'Edm.Date',
  'string uuid': 'Edm.Guid',
  boolean: 'Edm.Boolean',
  number: 'Edm.Double',
  integer: 'Edm.Int64',
  'integer int32': 'Edm.Int32',
  'integer int64': 'Edm.Int64',
}

/** The comparable properties of the entities in an answer, with their OData types. */
export function readFilterProperties(
  answer: SchemaObject | undefined,
  description: Description,
): Record<string, string> {
  const value = answer?.properties?.value
  const items = value && flatten(description, value).items
  const { properties = {} } = items ? flatten(description, items) : {}
  const typed = Object.entries(properties)
    .filter(([name]) => !name.startsWith('@'))
    .map(([name, schema]) => [name, edmType(flatten(description, schema))] as const)
  return Object.fromEntries(typed.filter((entry): entry is [string, string] => entry[1] !== undefined))
}

function edmType(schema: SchemaObject): string | undefined {
  const [name] = typesOf(schema)
  return edmTypes[`${name} ${schema.format}`] ?? edmTypes[`${name}`]
}
