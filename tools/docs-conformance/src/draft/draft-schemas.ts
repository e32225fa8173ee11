import {
  isObject,
  isReference,
  type JsonObject,
  pointerSteps,
  referencePointer,
} from '@clientele/description'
import { jsonTypeOf } from '../description/page-types.ts'
import { shortName } from '../description/schemas.ts'
import type { Limit, PropertyMark, TypeWord } from '../facts/fact.ts'
import { itemTypeOf, valueTypeOf } from '../markdown-page/type-words.ts'
import { capital, wordsOfName } from './operation-id.ts'

/** The schemas of a draft: one component for each named type, added when the type is first named. */
export class DraftSchemas {
  readonly components: Record<string, JsonObject> = {}

  /** The component of a named type. Later facts decide its kind: properties make it an object, values an enum. */
  named(type: TypeWord): JsonObject {
    const name = componentName(type)
    const known = Object.hasOwn(this.components, name) ? this.components[name] : undefined
    if (known) return known
    const schema: JsonObject = { description: `${capital(wordsOfName(name))}.` }
    this.components[name] = schema
    return schema
  }

  /** The component of one message, with the name of its type as the title if the component has another name. */
  own(name: string, title: string | undefined): JsonObject {
    const schema = this.named(name)
    schema.type = 'object'
    if (title && componentName(title) !== componentName(name)) schema.title = title
    return { $ref: `#/components/schemas/${componentName(name)}` }
  }

  /** Types that no page describes further are objects. */
  finish(): void {
    for (const schema of Object.values(this.components)) {
      if (schema.type === undefined && !schema.allOf && !schema.anyOf) schema.type = 'object'
    }
  }

  /** The schema of a type word: inline for JSON types, a reference for named ones. */
  schemaOf(type: TypeWord | undefined): JsonObject {
    if (type === undefined) return {}
    const item = itemTypeOf(type)
    if (item !== undefined) return { type: 'array', items: this.schemaOf(item) }
    const value = valueTypeOf(type)
    if (value !== undefined) return { type: 'object', additionalProperties: this.schemaOf(value) }
    if (type === 'Null') return { type: ['string', 'null'] }
    const json = jsonTypeOf(type)
    if (!json) return this.#reference(type)
    // An integer of an example may be any number.
    const [first] = json.types
    return { ...(first && { type: first }), ...(json.format && { format: json.format }) }
  }

  /** The schema itself, behind a reference. */
  resolve(schema: JsonObject): JsonObject {
    if (!isReference(schema)) return schema
    const name = pointerSteps(referencePointer(schema.$ref) ?? '').at(-1) ?? ''
    return this.components[name] ?? schema
  }

  /** The name that a schema has for a property; names that differ only in letter case are one property. */
  nameIn(owner: JsonObject, name: string): string {
    const { properties } = this.resolve(owner)
    if (!isObject(properties) || Object.hasOwn(properties, name)) return name
    const letters = name.toLowerCase()
    return Object.keys(properties).find((own) => own.toLowerCase() === letters) ?? name
  }

  /** Adds a property, or completes one that the pages have already stated elsewhere. */
  addProperty(owner: JsonObject, stated: string, type: TypeWord | undefined): void {
    const schema = this.resolve(owner)
    if (schema.type === undefined) schema.type = 'object'
    const properties = objectIn(schema, 'properties')
    const name = this.nameIn(schema, stated)
    const known = Object.hasOwn(properties, name) ? properties[name] : undefined
    const described = { description: `${capital(wordsOfName(name)) || 'Value'}.` }
    const value = isObject(known)
      ? this.#merged(known, type)
      : type === 'Null'
        ? { type: ['string', 'null'], ...described }
        : { ...this.schemaOf(type), ...described }
    if (type === 'Null' && !isObject(known)) this.#unsure.add(value)
    Object.defineProperty(properties, name, { value, enumerable: true, writable: true, configurable: true })
  }

  /** Schemas that examples show only as null, so their type is not known. */
  readonly #unsure = new WeakSet<JsonObject>()

  /** A schema for which a further type is stated: more precise, null, or a different type. */
  #merged(known: JsonObject, type: TypeWord | undefined): JsonObject {
    if (type === undefined || type === 'Any' || type === 'Collection(Any)') return known
    if (type === 'Null') return withNull(known)
    const { description } = known
    const incoming = this.schemaOf(type)
    if (this.#unsure.has(known)) return withNull({ ...incoming, description })
    const target = this.resolve(known)
    if (target.type === undefined && target.anyOf === undefined) {
      if (known.$ref === undefined) return { ...known, ...incoming }
      if (incoming.$ref === undefined) Object.assign(target, incoming)
      return known
    }
    const types = typesOf(target)
    const [added] = typesOf(this.resolve(incoming))
    // Examples show whole numbers and others, so it is a number.
    if (added === 'number' && types.includes('integer') && target.format === undefined) {
      target.type = types.map((name) => (name === 'integer' ? 'number' : name))
      return known
    }
    const isKnown =
      added === undefined || types.includes(added) || (added === 'integer' && types.includes('number'))
    if (isKnown) return this.#refined(known, target, type, incoming)
    if (known.$ref !== undefined || incoming.$ref !== undefined || known.anyOf) {
      const options = Array.isArray(known.anyOf) ? known.anyOf : [withoutDescription(known)]
      return { description, anyOf: [...options, incoming] }
    }
    const { format: _format, enum: _enum, ...open } = known
    return { ...incoming, ...open, type: [...types, added] }
  }

  #refined(known: JsonObject, target: JsonObject, type: TypeWord, incoming: JsonObject): JsonObject {
    const item = itemTypeOf(type)
    if (item !== undefined) {
      target.items = isObject(target.items) ? this.#merged(target.items, item) : incoming.items
    }
    const value = valueTypeOf(type)
    if (value !== undefined && target.additionalProperties === undefined) {
      target.additionalProperties = this.schemaOf(value)
    }
    const isVague = known.type === 'object' && known.properties === undefined && incoming.$ref !== undefined
    return isVague ? { ...incoming, description: known.description } : known
  }

  /** If the page lost the type of a property, it gets the only definition whose name ends with the property's. */
  completeProperty(owner: JsonObject, name: string): void {
    const property = this.property(owner, name)
    if (!property || property.type !== undefined || property.$ref !== undefined) return
    const candidates = Object.keys(this.components).filter((component) => component.endsWith(capital(name)))
    if (candidates.length === 1) property.$ref = `#/components/schemas/${candidates[0]}`
  }

  /** Adds a value to the enum of a property, or of the named type itself. */
  addValue(owner: JsonObject, name: string | undefined, value: string): void {
    const target = name === undefined ? owner : this.property(owner, name)
    if (target) addEnumValue(this.resolve(isObject(target.items) ? target.items : target), value)
  }

  limit(owner: JsonObject, name: string, limit: Limit): void {
    const property = this.property(owner, name)
    if (property && limit.limit === 'null')
      objectIn(this.resolve(owner), 'properties')[this.nameIn(this.resolve(owner), name)] = {
        ...withNull(property),
        default: null,
      }
    else if (property) this.limitValue(property, limit)
  }

  /** Gives the schema of a value the keyword that the page states in words. */
  limitValue(schema: JsonObject, { keyword, limit }: Limit): void {
    const [type] = typesOf(this.resolve(schema))
    const isNumber = keyword !== 'default' || type === 'integer' || type === 'number'
    if (type === 'boolean') schema[keyword] = limit === 'true'
    else if (!isNumber || !Number.isNaN(Number(limit))) schema[keyword] = isNumber ? Number(limit) : limit
  }

  mark(owner: JsonObject, stated: string, mark: PropertyMark): void {
    const schema = this.resolve(owner)
    const name = this.nameIn(schema, stated)
    if (mark === 'required') {
      const required = Array.isArray(schema.required) ? schema.required : []
      if (!required.includes(name)) schema.required = [...required, name]
    }
    const property = this.property(owner, name)
    if (!property) return
    if (mark === 'readOnly' || mark === 'writeOnly' || mark === 'deprecated') property[mark] = true
    if (mark === 'nullable') objectIn(schema, 'properties')[name] = withNull(property)
  }

  /** Follows a segment of an example's pointer; `undefined` if the example and the tables disagree. */
  below(owner: JsonObject, segment: string): JsonObject | undefined {
    if (segment !== '*') return this.property(owner, segment)
    const { items, additionalProperties } = this.resolve(owner)
    if (isObject(items)) return items
    return isObject(additionalProperties) ? additionalProperties : undefined
  }

  property(owner: JsonObject, stated: string): JsonObject | undefined {
    const { properties } = this.resolve(owner)
    const name = this.nameIn(owner, stated)
    const property = isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined
    if (!isObject(property)) return undefined
    const [option] = Array.isArray(property.anyOf) ? property.anyOf : []
    return isObject(option) ? option : property
  }

  #reference(type: TypeWord): JsonObject {
    this.named(type)
    return { $ref: `#/components/schemas/${componentName(type)}` }
  }
}

export function addEnumValue(schema: JsonObject, value: string): void {
  if (schema.properties !== undefined) return
  const isNumeric = typesOf(schema).some((type) => type === 'integer' || type === 'number')
  const own = isNumeric && !Number.isNaN(Number(value)) ? Number(value) : value
  if (!isNumeric) schema.type = 'string'
  const values: unknown[] = Array.isArray(schema.enum) ? schema.enum : []
  if (!values.includes(own)) schema.enum = [...values, own]
}

export function componentName(type: TypeWord): string {
  return capital(shortName(type)).replace(/[^\w.-]/g, '_')
}

export function typesOf({ type }: JsonObject): string[] {
  return [type].flat().filter((name): name is string => typeof name === 'string')
}

export function withNull(schema: JsonObject): JsonObject {
  const types = typesOf(schema)
  if (types.includes('null')) return schema
  if (types.length > 0) {
    const values = Array.isArray(schema.enum) ? { enum: [...schema.enum, null] } : {}
    return { ...schema, ...values, type: [...types, 'null'] }
  }
  if (schema.$ref === undefined && schema.anyOf === undefined) return schema
  const { description } = schema
  const options = Array.isArray(schema.anyOf) ? schema.anyOf : [withoutDescription(schema)]
  const hasNull = options.some((option) => isObject(option) && option.type === 'null')
  return hasNull ? schema : { description, anyOf: [...options, { type: 'null' }] }
}

function withoutDescription({ description: _description, ...schema }: JsonObject): JsonObject {
  return schema
}

/** The object under a key, made when it is not there. */
export function objectIn(owner: JsonObject, key: string): JsonObject {
  const known = Object.hasOwn(owner, key) ? owner[key] : undefined
  if (isObject(known)) return known
  const made: JsonObject = {}
  owner[key] = made
  return made
}
