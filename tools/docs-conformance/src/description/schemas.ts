import {
  componentName,
  type Description,
  isObject,
  joinPointer,
  type Located,
  allowsNull as ownAllowsNull,
  typesOf as ownTypesOf,
  type SchemaObject,
  valueAt,
  variantsOf,
} from '@clientele/description'

export type Schema = Located<SchemaObject>

/** Where a schema has a keyword: beside a reference on the way, or behind it. */
export function placeOf({ document }: Description, { chain, pointer }: Schema, keyword: string): string {
  const places = chain.map((place) => joinPointer(place, keyword))
  return places.find((place) => valueAt(document, place) !== undefined) ?? joinPointer(pointer, keyword)
}

/** A property of the schema, or of one that it is composed of. */
export function propertyOf(description: Description, schema: Schema, name: string): Schema | undefined {
  for (const variant of variantsOf(description, schema)) {
    const property =
      description.part<SchemaObject>(variant, 'properties', name) ??
      patternProperty(description, variant, name)
    if (property) return property
  }
  return undefined
}

function patternProperty(description: Description, schema: Schema, name: string): Schema | undefined {
  const patterns = description.parts<SchemaObject>(schema, 'patternProperties')
  return patterns.find(({ name: pattern }) => fits(name, pattern))
}

/** A pattern that is not a regular expression matches nothing; Redocly reports it. */
function fits(name: string, pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(name)
  } catch {
    return false
  }
}

/** A property whose name differs only in letter case. */
export function nearPropertyOf(description: Description, schema: Schema, name: string): string | undefined {
  return propertyNames(description, schema).find((other) => other.toLowerCase() === name.toLowerCase())
}

export function propertyNames(description: Description, schema: Schema): string[] {
  const variants = variantsOf(description, schema)
  return variants.flatMap((variant) => description.parts(variant, 'properties').map(({ name }) => name))
}

export function itemsOf(description: Description, schema: Schema): Schema | undefined {
  return variantsOf(description, schema)
    .map((variant) => description.part<SchemaObject>(variant, 'items'))
    .find((items) => items !== undefined)
}

/** The schema of the values of a map. */
export function entriesOf(description: Description, schema: Schema): Schema | undefined {
  return variantsOf(description, schema)
    .flatMap((variant) => [
      description.part<SchemaObject>(variant, 'additionalProperties'),
      ...description.parts<SchemaObject>(variant, 'patternProperties'),
    ])
    .find((entries) => entries !== undefined)
}

/** The schema of a type, anywhere inside another schema. */
export function schemaWithin(description: Description, root: Schema, type: string): Schema | undefined {
  const seen = new Set<string>()
  const waiting = [root]
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    if (seen.has(next.pointer)) continue
    seen.add(next.pointer)
    if (hasName(description, next, type)) return next
    for (const variant of variantsOf(description, next)) {
      const below = [itemsOf(description, variant), entriesOf(description, variant)]
      const properties = description.parts<SchemaObject>(variant, 'properties')
      waiting.push(...below.filter((located) => located !== undefined), ...properties)
    }
  }
  return undefined
}

/** The JSON types that the schema allows, without `null`; empty if it allows all. */
export function typesOf(description: Description, schema: Schema): string[] {
  return [...new Set(variantsOf(description, schema).flatMap(({ node }) => ownTypesOf(node)))]
}

export function allowsNull(description: Description, schema: Schema): boolean {
  return variantsOf(description, schema).some(({ node }) => ownAllowsNull(node))
}

/** The `format` of the schema with its pointer. */
export function formatOf(
  description: Description,
  schema: Schema,
): { format: string; pointer: string } | undefined {
  const variant = variantsOf(description, schema).find(({ node }) => typeof node.format === 'string')
  return variant && { format: String(variant.node.format), pointer: placeOf(description, variant, 'format') }
}

/** The values that `enum` and `const` allow, each with its pointer. */
export function valuesOf(description: Description, schema: Schema): { value: unknown; pointer: string }[] {
  return variantsOf(description, schema).flatMap((variant) => {
    const { node } = variant
    const place = placeOf(description, variant, 'enum')
    const listed = Array.isArray(node.enum) ? node.enum : []
    const values = listed.map((value: unknown, index) => ({
      value,
      pointer: joinPointer(place, String(index)),
    }))
    return Object.hasOwn(node, 'const')
      ? [...values, { value: node.const, pointer: placeOf(description, variant, 'const') }]
      : values
  })
}

/** Where a schema refuses undescribed properties. */
export function closersOf(description: Description, schema: Schema): string[] {
  const variants = variantsOf(description, schema)
  if (variants.some(({ node }) => acceptsPlainNames(node))) return []
  return variants.flatMap((variant) =>
    CLOSERS.filter((keyword) => variant.node[keyword] === false).map((keyword) =>
      placeOf(description, variant, keyword),
    ),
  )
}

const CLOSERS = ['additionalProperties', 'unevaluatedProperties'] as const

/** A pattern of property names that matches an invented name opens the schema again. */
function acceptsPlainNames({ patternProperties }: Schema['node']): boolean {
  const patterns = isObject(patternProperties) ? Object.keys(patternProperties) : []
  return patterns.some((pattern) => INVENTED.some((name) => fits(name, pattern)))
}

const INVENTED = ['invented', 'inventedName', 'InventedName', 'invented_name1']

export function requiredOf(description: Description, schema: Schema): string[] {
  return requiredPlaces(description, schema).map(({ name }) => name)
}

/** The names that a schema requires, each with its pointer, without the alternatives of anyOf and oneOf. */
export function requiredPlaces(
  description: Description,
  schema: Schema,
): { name: string; pointer: string }[] {
  return variantsOf(description, schema, ['allOf']).flatMap((variant) => {
    const names: unknown[] = Array.isArray(variant.node.required) ? variant.node.required : []
    const place = placeOf(description, variant, 'required')
    return names.flatMap((name, index) =>
      typeof name === 'string' ? [{ name, pointer: joinPointer(place, String(index)) }] : [],
    )
  })
}

/**
 * The names of a schema: its component, its title, and the `@odata.type` values that it allows,
 * with and without their namespace.
 */
export function namesOf(description: Description, schema: Schema): string[] {
  const composed = ['allOf', 'anyOf', 'oneOf'].flatMap((keyword) =>
    description.parts<SchemaObject>(schema, keyword),
  )
  const chains = [schema, ...composed].flatMap(({ chain }) => chain)
  const components = chains.flatMap((pointer) => componentName(pointer, 'schemas') ?? [])
  const { title } = schema.node
  const typeNames = odataTypesOf(description, schema)
  return [...components, ...(typeof title === 'string' ? [title] : []), ...typeNames]
}

function odataTypesOf(description: Description, schema: Schema): string[] {
  const property = description.part<SchemaObject>(schema, 'properties', '@odata.type')
  if (!property) return []
  return valuesOf(description, property).map(({ value }) => String(value).replace('#', ''))
}

/** Whether a schema has the name of a page's type. The case of the first letter does not matter. */
export function hasName(description: Description, schema: Schema, type: string): boolean {
  const wanted = shortName(type)
  return namesOf(description, schema).some((name) => shortName(name) === wanted)
}

/** `microsoft.graph.Customer` and `customer` become `customer`; type arguments in brackets are dropped. */
export function shortName(type: string): string {
  const last = type.replace(/\[.*$/, '').split('.').at(-1) ?? type
  return last.charAt(0).toLowerCase() + last.slice(1)
}

/** The component schema of a page's type. */
export function schemaNamed(description: Description, type: string): Schema | undefined {
  const components = description.parts<SchemaObject>(description.root, 'components', 'schemas')
  const wanted = shortName(type)
  const byName = components.find(({ name }) => shortName(name) === wanted)
  return byName ?? components.find((component) => hasName(description, component, type))
}
