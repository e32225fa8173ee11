import {
  allowsNull,
  componentName,
  type Description,
  flatten,
  referencePointer,
  type SchemaObject,
  typesOf,
} from '@clientele/description'
import type { Provenance } from './document.ts'
import { limitsOf } from './limits.ts'

/** A type as text, split around the name of a schema that has its own page. */
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
  /** No page explains the property: its description follows from its name alone. */
  meaningFromName?: boolean
  limits: string[]
  values: EnumValue[]
  example?: unknown
  source?: Provenance
  /** Provenance of single keywords, where it is not that of the property. */
  partSources: PartSource[]
  /** Properties of the object, or of the objects in the array; empty where a schema would contain itself. */
  children: Property[]
}

/** What a page shows beside the name of a property. */
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

/** `required` is for whoever writes the property: callers need not send a read-only one. */
function requirement({ readOnly, writeOnly }: Property): string {
  if (readOnly) return 'always in answers'
  return writeOnly ? 'required in requests' : 'required'
}

/** The name of the component that a schema is, directly or as the only part of an `allOf`. */
export function schemaName(schema: SchemaObject | undefined): string | undefined {
  const pointer = schema?.$ref === undefined ? undefined : referencePointer(schema.$ref)
  if (pointer !== undefined) return componentName(pointer, 'schemas')
  return schema?.allOf?.length === 1 ? schemaName(schema.allOf[0]) : undefined
}

/** Writes the type of a schema, with a link where a page describes it. */
export function typeText(description: Description, schema: SchemaObject): TypeText {
  const name = schemaName(schema)
  if (name && isObject(flatten(description, schema))) return { before: '', schema: name, after: '' }
  const flat = flatten(description, schema)
  const words = typesOf(flat)
  if (!words.includes('array') || !flat.items) return { before: plainType(flat, words), after: '' }
  const item = typeText(description, flat.items)
  return { ...item, before: `array of ${item.before}` }
}

function plainType(schema: SchemaObject, words: string[]): string {
  const type = words.join(' or ') || (schema.properties ? 'object' : schema.enum ? 'enum' : 'any')
  return schema.format ? `${type} · ${schema.format}` : type
}

export function isObject(schema: SchemaObject): boolean {
  return schema.properties !== undefined || typesOf(schema).includes('object')
}

/** All properties of a schema (of its items, where it is an array), with those of nested objects as children. */
export function propertiesOf(
  description: Description,
  schema: SchemaObject,
  seen: readonly string[] = [],
): Property[] {
  const flat = flatten(description, schema)
  const name = schemaName(schema)
  if (name && seen.includes(name)) return []
  const path = name ? [...seen, name] : seen
  if (!flat.properties) return flat.items ? propertiesOf(description, flat.items, path) : []
  return Object.entries(flat.properties).map(([property, child]) =>
    propertyOf(description, property, child, flat.required?.includes(property) ?? false, path),
  )
}

function propertyOf(
  description: Description,
  name: string,
  schema: SchemaObject,
  required: boolean,
  seen: readonly string[],
): Property {
  const flat = flatten(description, schema)
  const example = flat.example ?? flat.examples?.[0]
  // A mark in a component is about the component; a mark beside the reference is about the property.
  const source = schema['x-source'] ?? flat['x-source']
  return {
    name,
    type: typeText(description, schema),
    required,
    nullable: allowsNull(flat),
    readOnly: flat.readOnly ?? false,
    writeOnly: flat.writeOnly ?? false,
    deprecated: flat.deprecated ?? false,
    description: flat.description ?? '',
    ...(flat['x-meaning'] === 'name' && { meaningFromName: true }),
    limits: limitsOf(flat),
    values: enumValues(flat),
    ...(example !== undefined && { example }),
    ...(source && { source }),
    partSources: partSources(flat),
    children: propertiesOf(description, schema, seen),
  }
}

export function enumValues(schema: SchemaObject): EnumValue[] {
  const values = schema.enum ?? (schema.const === undefined ? [] : [schema.const])
  return values
    .filter((value) => value !== null)
    .map((value) => {
      const description = schema['x-enumDescriptions']?.[String(value)]
      const source = schema['x-enum-sources']?.[String(value)]
      return { value: String(value), ...(description && { description }), ...(source && { source }) }
    })
}

/** Words for the keywords whose names say little to a reader. */
const partNames: Record<string, string> = { not: 'at least one' }

/** The marks of single keywords: `x-<keyword>-source`. */
export function partSources(schema: SchemaObject): PartSource[] {
  return Object.entries(schema).flatMap(([key, source]) => {
    const part = /^x-(.+)-source$/.exec(key)?.[1]
    return part ? [{ part: partNames[part] ?? part, source: source as Provenance }] : []
  })
}
