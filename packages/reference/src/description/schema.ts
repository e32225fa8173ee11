import { dereference } from '@clientele/code-samples'
import type { DescriptionDocument, Provenance, Schema } from './document.ts'
import { limitsOf } from './limits.ts'

/** How a type is written: plain text around the name of a schema that has its own page. */
export interface TypeText {
  before: string
  /** Name of a schema under `components/schemas`. */
  schema?: string
  after: string
}

export interface EnumValue {
  value: string
  description?: string
  source?: Provenance
}

/** Where one keyword of a property comes from. */
export interface PartSource {
  /** The keyword, for example `format`. */
  part: string
  source: Provenance
}

/** One property as a page shows it. */
export interface Property {
  name: string
  type: TypeText
  required: boolean
  nullable: boolean
  readOnly: boolean
  writeOnly: boolean
  deprecated: boolean
  description: string
  limits: string[]
  values: EnumValue[]
  example?: unknown
  source?: Provenance
  /** Provenance of single keywords, where it is not that of the property. */
  partSources: PartSource[]
  /** Properties of the object, or of the objects in the array; empty where the chain would go round. */
  children: Property[]
}

/** What stands beside the name of a property. */
export interface Flag {
  kind: 'required' | 'read-only' | 'write-only' | 'nullable' | 'deprecated'
  text: string
}

/** The flags of a property in words. */
export function flagsOf(property: Property): Flag[] {
  const { required, readOnly, writeOnly, nullable, deprecated } = property
  return [
    ...(required ? [{ kind: 'required', text: requirement(property) } as const] : []),
    ...(readOnly ? [named('read-only')] : []),
    ...(writeOnly ? [named('write-only')] : []),
    ...(nullable ? [named('nullable')] : []),
    ...(deprecated ? [named('deprecated')] : []),
  ]
}

const named = (kind: Flag['kind']): Flag => ({ kind, text: kind })

/** `required` binds whoever may write the property: of a read-only one the caller owes nothing. */
function requirement({ readOnly, writeOnly }: Property): string {
  if (readOnly) return 'always in answers'
  return writeOnly ? 'required in requests' : 'required'
}

const componentPrefix = '#/components/schemas/'

/** The name of the component that a schema is, directly or as the only part of an `allOf`. */
export function componentName(schema: Schema | undefined): string | undefined {
  if (schema?.$ref?.startsWith(componentPrefix)) return schema.$ref.slice(componentPrefix.length)
  return schema?.allOf?.length === 1 ? componentName(schema.allOf[0]) : undefined
}

/** Follows the reference of a schema and merges its `allOf` parts; keywords beside a `$ref` win. */
export function flatten(document: DescriptionDocument, schema: Schema): Schema {
  const { $ref, allOf, ...own } = schema
  const parts = [...($ref ? [dereference<Schema>(document, { $ref })] : []), ...(allOf ?? [])]
  return parts.map((part) => flatten(document, part)).reduceRight(merge, own)
}

function merge(target: Schema, part: Schema): Schema {
  return {
    ...part,
    ...target,
    ...((part.properties || target.properties) && {
      properties: { ...part.properties, ...target.properties },
    }),
    ...((part.required || target.required) && {
      required: [...new Set([...(part.required ?? []), ...(target.required ?? [])])],
    }),
  }
}

/** Writes the type of a schema, with a link where a page describes it. */
export function typeText(document: DescriptionDocument, schema: Schema): TypeText {
  const name = componentName(schema)
  if (name && isObject(flatten(document, schema))) return { before: '', schema: name, after: '' }
  const flat = flatten(document, schema)
  const words = typeNames(flat)
  if (!words.includes('array') || !flat.items) return { before: plainType(flat, words), after: '' }
  const item = typeText(document, flat.items)
  return { ...item, before: `array of ${item.before}` }
}

function typeNames(schema: Schema): string[] {
  return [schema.type ?? []].flat().filter((type) => type !== 'null')
}

function plainType(schema: Schema, words: string[]): string {
  const type = words.join(' or ') || (schema.properties ? 'object' : schema.enum ? 'enum' : 'any')
  return schema.format ? `${type} · ${schema.format}` : type
}

export function isObject(schema: Schema): boolean {
  return schema.properties !== undefined || typeNames(schema).includes('object')
}

/** All properties of a schema (of its items, where it is an array), with those of nested objects as children. */
export function propertiesOf(
  document: DescriptionDocument,
  schema: Schema,
  seen: readonly string[] = [],
): Property[] {
  const flat = flatten(document, schema)
  const name = componentName(schema)
  if (name && seen.includes(name)) return []
  const path = name ? [...seen, name] : seen
  if (!flat.properties) return flat.items ? propertiesOf(document, flat.items, path) : []
  return Object.entries(flat.properties).map(([property, child]) =>
    propertyOf(document, property, child, flat.required?.includes(property) ?? false, path),
  )
}

function propertyOf(
  document: DescriptionDocument,
  name: string,
  schema: Schema,
  required: boolean,
  seen: readonly string[],
): Property {
  const flat = flatten(document, schema)
  const example = flat.example ?? flat.examples?.[0]
  // A mark on a component speaks for the component; beside the reference it speaks for the property.
  const source = schema['x-source'] ?? flat['x-source']
  return {
    name,
    type: typeText(document, schema),
    required,
    nullable: [flat.type].flat().includes('null'),
    readOnly: flat.readOnly ?? false,
    writeOnly: flat.writeOnly ?? false,
    deprecated: flat.deprecated ?? false,
    description: flat.description ?? '',
    limits: limitsOf(flat),
    values: enumValues(flat),
    ...(example !== undefined && { example }),
    ...(source && { source }),
    partSources: partSources(flat),
    children: propertiesOf(document, schema, seen),
  }
}

export function enumValues(schema: Schema): EnumValue[] {
  const values = schema.enum ?? (schema.const === undefined ? [] : [schema.const])
  return values
    .filter((value) => value !== null)
    .map((value) => {
      const description = schema['x-enumDescriptions']?.[String(value)]
      const source = schema['x-enum-sources']?.[String(value)]
      return { value: String(value), ...(description && { description }), ...(source && { source }) }
    })
}

/** What a keyword says, where its name alone says nothing to a reader. */
const partNames: Record<string, string> = { not: 'at least one' }

/** The marks of single keywords: `x-<keyword>-source`. */
export function partSources(schema: Schema): PartSource[] {
  return Object.entries(schema).flatMap(([key, source]) => {
    const part = /^x-(.+)-source$/.exec(key)?.[1]
    return part ? [{ part: partNames[part] ?? part, source: source as Provenance }] : []
  })
}
