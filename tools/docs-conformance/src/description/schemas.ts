import { type Description, isObject, joinPointer, type Located } from './description.ts'

const COMPOSITIONS = ['allOf', 'anyOf', 'oneOf'] as const

/** The schema and those that it is composed of. */
export function variantsOf(description: Description, schema: Located, seen = new Set<string>()): Located[] {
  if (seen.has(schema.pointer)) return []
  seen.add(schema.pointer)
  const composed = COMPOSITIONS.flatMap((keyword) => description.parts(schema, keyword))
  return [schema, ...composed.flatMap(({ located }) => variantsOf(description, located, seen))]
}

/** A property of the schema, or of one that it is composed of. */
export function propertyOf(description: Description, schema: Located, name: string): Located | undefined {
  for (const variant of variantsOf(description, schema)) {
    const property =
      description.part(variant, 'properties', name) ?? patternProperty(description, variant, name)
    if (property) return property
  }
  return undefined
}

function patternProperty(description: Description, schema: Located, name: string): Located | undefined {
  const patterns = description.parts(schema, 'patternProperties')
  return patterns.find(({ name: pattern }) => fits(name, pattern))?.located
}

/** A pattern that is no regular expression fits nothing; Redocly reports it. */
function fits(name: string, pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(name)
  } catch {
    return false
  }
}

/** A property whose name differs in letter case alone. */
export function nearPropertyOf(description: Description, schema: Located, name: string): string | undefined {
  return propertyNames(description, schema).find((other) => other.toLowerCase() === name.toLowerCase())
}

export function propertyNames(description: Description, schema: Located): string[] {
  const variants = variantsOf(description, schema)
  return variants.flatMap((variant) => description.parts(variant, 'properties').map(({ name }) => name))
}

export function itemsOf(description: Description, schema: Located): Located | undefined {
  return variantsOf(description, schema)
    .map((variant) => description.part(variant, 'items'))
    .find((items) => items !== undefined)
}

/** The schema of the values of a map. */
export function entriesOf(description: Description, schema: Located): Located | undefined {
  return variantsOf(description, schema)
    .flatMap((variant) => [
      description.part(variant, 'additionalProperties'),
      ...description.parts(variant, 'patternProperties').map(({ located }) => located),
    ])
    .find((entries) => entries !== undefined)
}

/** The schema of a type, anywhere inside another schema. */
export function schemaWithin(description: Description, root: Located, type: string): Located | undefined {
  const seen = new Set<string>()
  const waiting = [root]
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    if (seen.has(next.pointer)) continue
    seen.add(next.pointer)
    if (hasName(description, next, type)) return next
    for (const variant of variantsOf(description, next)) {
      const below = [itemsOf(description, variant), entriesOf(description, variant)]
      const properties = description.parts(variant, 'properties').map(({ located }) => located)
      waiting.push(...below.filter((located) => located !== undefined), ...properties)
    }
  }
  return undefined
}

/** The JSON types that the schema allows, without `null`; empty where it allows all. */
export function typesOf(description: Description, schema: Located): string[] {
  const types = variantsOf(description, schema).flatMap(({ node }) => [node.type].flat())
  return [...new Set(types.filter((type): type is string => typeof type === 'string' && type !== 'null'))]
}

export function allowsNull(description: Description, schema: Located): boolean {
  return variantsOf(description, schema).some(({ node }) => {
    const types = [node.type].flat()
    return types.includes('null') || valuesIn(node).includes(null)
  })
}

/** The `format` of the schema with its pointer. */
export function formatOf(
  description: Description,
  schema: Located,
): { format: string; pointer: string } | undefined {
  const [variant] = variantsOf(description, schema).filter(({ node }) => typeof node.format === 'string')
  return variant && { format: String(variant.node.format), pointer: joinPointer(variant.pointer, 'format') }
}

/** The values that `enum` and `const` allow, each with its pointer. */
export function valuesOf(description: Description, schema: Located): { value: unknown; pointer: string }[] {
  return variantsOf(description, schema).flatMap(({ node, pointer }) => {
    const listed = Array.isArray(node.enum) ? node.enum : []
    const values = listed.map((value: unknown, index) => ({
      value,
      pointer: joinPointer(pointer, 'enum', String(index)),
    }))
    return Object.hasOwn(node, 'const')
      ? [...values, { value: node.const, pointer: joinPointer(pointer, 'const') }]
      : values
  })
}

function valuesIn(node: Located['node']): unknown[] {
  return Array.isArray(node.enum) ? node.enum : []
}

/** Whether other properties than the described ones are refused. */
export function isClosed(description: Description, schema: Located): boolean {
  return closersOf(description, schema).length > 0
}

/** Where a schema refuses other properties than the described ones. */
export function closersOf(description: Description, schema: Located): string[] {
  const variants = variantsOf(description, schema)
  if (variants.some(({ node }) => acceptsPlainNames(node))) return []
  return variants.flatMap(({ node, pointer }) =>
    CLOSERS.filter((keyword) => node[keyword] === false).map((keyword) => joinPointer(pointer, keyword)),
  )
}

const CLOSERS = ['additionalProperties', 'unevaluatedProperties']

/** A pattern of property names that an invented name fits opens the schema again. */
function acceptsPlainNames({ patternProperties }: Located['node']): boolean {
  const patterns = isObject(patternProperties) ? Object.keys(patternProperties) : []
  return patterns.some((pattern) => INVENTED.some((name) => fits(name, pattern)))
}

const INVENTED = ['invented', 'inventedName', 'InventedName', 'invented_name1']

export function requiredOf(description: Description, schema: Located): string[] {
  return requiredPlaces(description, schema).map(({ name }) => name)
}

/** The names that a schema requires, each with its pointer. */
export function requiredPlaces(
  description: Description,
  schema: Located,
): { name: string; pointer: string }[] {
  return allOfOnly(description, schema).flatMap(({ node, pointer }) => {
    const names: unknown[] = Array.isArray(node.required) ? node.required : []
    return names.flatMap((name, index) =>
      typeof name === 'string' ? [{ name, pointer: joinPointer(pointer, 'required', String(index)) }] : [],
    )
  })
}

/** What every value must satisfy: the alternatives of anyOf and oneOf are left out. */
function allOfOnly(description: Description, schema: Located): Located[] {
  return [
    schema,
    ...description.parts(schema, 'allOf').flatMap(({ located }) => allOfOnly(description, located)),
  ]
}

/**
 * The names under which a schema goes: its component, its title, and the `@odata.type` values that it allows,
 * with and without their namespace.
 */
export function namesOf(description: Description, schema: Located): string[] {
  const composed = COMPOSITIONS.flatMap((keyword) => description.parts(schema, keyword))
  const chains = [schema, ...composed.map(({ located }) => located)].flatMap(({ chain }) => chain)
  const components = chains.flatMap((pointer) => /^\/components\/schemas\/([^/]+)$/.exec(pointer)?.[1] ?? [])
  const { title } = schema.node
  const typeNames = odataTypesOf(description, schema)
  return [...components, ...(typeof title === 'string' ? [title] : []), ...typeNames]
}

function odataTypesOf(description: Description, schema: Located): string[] {
  const property = description.part(schema, 'properties', '@odata.type')
  if (!property || !isObject(property.node)) return []
  return valuesOf(description, property).map(({ value }) => String(value).replace('#', ''))
}

/** Whether a schema goes by the name of a page's type. The case of the first letter is no difference. */
export function hasName(description: Description, schema: Located, type: string): boolean {
  const wanted = shortName(type)
  return namesOf(description, schema).some((name) => shortName(name) === wanted)
}

/** `microsoft.graph.Customer` and `customer` become `customer`; type arguments in brackets are dropped. */
export function shortName(type: string): string {
  const last = type.replace(/\[.*$/, '').split('.').at(-1) ?? type
  return last.charAt(0).toLowerCase() + last.slice(1)
}

/** The component schema of a page's type. */
export function schemaNamed(description: Description, type: string): Located | undefined {
  const root = description.locate('')
  if (!root) return undefined
  const components = description.parts(root, 'components', 'schemas')
  const wanted = shortName(type)
  const byName = components.find(({ name }) => shortName(name) === wanted)
  return (byName ?? components.find(({ located }) => hasName(description, located, type)))?.located
}
