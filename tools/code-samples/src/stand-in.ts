import { type Description, flatten, type SchemaObject, typesOf } from '@clientele/description'

const formats: Record<string, string> = {
  uuid: '00000000-0000-0000-0000-000000000000',
  date: '2026-03-16',
  'date-time': '2026-03-16T09:30:00Z',
  email: 'amelia@harbourlane.example',
  uri: 'https://harbourlane.example/',
}

/** How many levels of nested objects are written out. */
const deepest = 4

/**
 * A value for a schema: its example, default or first allowed value, else the shortest value of its type. Objects get
 * the required properties, or all if none is required.
 *
 * @param name Used as the text if nothing else is known.
 */
export function standIn(
  description: Description,
  schema: SchemaObject | undefined,
  name: string,
  depth = 0,
): unknown {
  const flat = flatten(description, schema ?? {})
  const known = flat.examples?.[0] ?? flat.example ?? flat.const ?? flat.default ?? flat.enum?.[0]
  if (known !== undefined) return known
  const [type = flat.properties ? 'object' : 'string'] = typesOf(flat)
  if (type === 'object') return depth < deepest ? objectOf(description, flat, depth) : {}
  if (type === 'array') return [standIn(description, flat.items, name, depth + 1)]
  if (type === 'boolean') return true
  if (type === 'integer' || type === 'number') return flat.minimum ?? 1
  return formats[String(flat.format)] ?? name
}

function objectOf(
  description: Description,
  { properties = {}, required }: SchemaObject,
  depth: number,
): object {
  const wanted = Object.entries(properties).filter(([name, property]) => {
    const { readOnly } = flatten(description, property)
    return !readOnly && (!required?.length || required.includes(name))
  })
  return Object.fromEntries(
    wanted.map(([name, property]) => [name, standIn(description, property, name, depth + 1)]),
  )
}
