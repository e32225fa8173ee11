import { type Description, resolve, type Schema } from './description.ts'

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

/** The comparable properties of the entities that an answer carries, with their OData types. */
export function readFilterProperties(
  answer: Schema | undefined,
  description: Description,
): Record<string, string> {
  const value = answer?.properties?.value
  const items = value && resolve<Schema>(value, description).items
  const { properties = {} } = items ? resolve<Schema>(items, description) : {}
  const typed = Object.entries(properties)
    .filter(([name]) => !name.startsWith('@'))
    .map(([name, schema]) => [name, edmType(resolve<Schema>(schema, description))] as const)
  return Object.fromEntries(typed.filter((entry): entry is [string, string] => entry[1] !== undefined))
}

function edmType({ type, format }: Schema): string | undefined {
  const [name] = [type].flat().filter((each) => each !== 'null')
  return edmTypes[`${name} ${format}`] ?? edmTypes[`${name}`]
}
