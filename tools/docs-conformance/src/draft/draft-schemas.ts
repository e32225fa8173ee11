import { isObject, type JsonObject } from '../description/description.ts'
import { jsonTypeOf } from '../description/page-types.ts'
import { shortName } from '../description/schemas.ts'
import type { PropertyMark, TypeWord } from '../facts/fact.ts'
import { itemTypeOf } from '../markdown-page/type-words.ts'
import { capital, wordsOfName } from './operation-id.ts'

/** The schemas of a draft: one component for each named type, made when the type is first named. */
export class DraftSchemas {
  readonly components: Record<string, JsonObject> = {}

  /** The component of a named type. */
  named(type: TypeWord): JsonObject {
    const name = componentName(type)
    const known = Object.hasOwn(this.components, name) ? this.components[name] : undefined
    if (known) return known
    const schema: JsonObject = { type: 'object', description: `${capital(wordsOfName(name))}.` }
    this.components[name] = schema
    return schema
  }

  /** The schema of a type word: inline for JSON types, a reference for named ones. */
  schemaOf(type: TypeWord | undefined): JsonObject {
    if (type === undefined) return {}
    const item = itemTypeOf(type)
    if (item !== undefined) return { type: 'array', items: this.schemaOf(item) }
    if (type === 'Null') return { type: ['string', 'null'] }
    const json = jsonTypeOf(type)
    if (!json) return this.#reference(type)
    const [first] = json.types
    return { ...(first && { type: first }), ...(json.format && { format: json.format }) }
  }

  /** The schema itself, behind a reference. */
  resolve(schema: JsonObject): JsonObject {
    const name = typeof schema.$ref === 'string' ? schema.$ref.split('/').at(-1) : undefined
    return (name !== undefined && this.components[decodeURIComponent(name)]) || schema
  }

  /** Adds a property, or completes one that was added without a type. */
  addProperty(owner: JsonObject, name: string, type: TypeWord | undefined): void {
    const properties = objectIn(this.resolve(owner), 'properties')
    const known = Object.hasOwn(properties, name) ? properties[name] : undefined
    const schema = this.schemaOf(type)
    if (isObject(known) && (known.type !== undefined || known.$ref !== undefined)) {
      if (type === 'Null') allowNull(properties, name, known)
      return
    }
    const described = { ...schema, description: `${capital(wordsOfName(name)) || 'Value'}.` }
    Object.defineProperty(properties, name, {
      value: described,
      enumerable: true,
      writable: true,
      configurable: true,
    })
  }

  /** A property whose type the page lost takes the only definition whose name ends with the property's. */
  completeProperty(owner: JsonObject, name: string): void {
    const property = this.#property(owner, name)
    if (!property || property.type !== undefined || property.$ref !== undefined) return
    const candidates = Object.keys(this.components).filter((component) => component.endsWith(capital(name)))
    if (candidates.length === 1) property.$ref = `#/components/schemas/${candidates[0]}`
  }

  /** Adds a value to the enum of a property, or of the named type itself. */
  addValue(owner: JsonObject, name: string | undefined, value: string): void {
    const target = name === undefined ? owner : this.#property(owner, name)
    if (!target) return
    const holder = this.resolve(isObject(target.items) ? target.items : target)
    holder.type = 'string'
    const values = Array.isArray(holder.enum) ? holder.enum : []
    if (!values.includes(value)) holder.enum = [...values, value]
  }

  mark(owner: JsonObject, name: string, mark: PropertyMark): void {
    const schema = this.resolve(owner)
    if (mark === 'required') {
      const required = Array.isArray(schema.required) ? schema.required : []
      if (!required.includes(name)) schema.required = [...required, name]
    }
    const property = this.#property(owner, name)
    if (!property) return
    if (mark === 'readOnly' || mark === 'writeOnly') property[mark] = true
    if (mark === 'nullable') allowNull(objectIn(schema, 'properties'), name, property)
  }

  /** Follows a segment of an example's pointer; `undefined` where the example and the tables disagree. */
  below(owner: JsonObject, segment: string): JsonObject | undefined {
    if (segment !== '*') return this.#property(owner, segment)
    const { items } = this.resolve(owner)
    return isObject(items) ? items : undefined
  }

  #property(owner: JsonObject, name: string): JsonObject | undefined {
    const { properties } = this.resolve(owner)
    const property = isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined
    return isObject(property) ? property : undefined
  }

  #reference(type: TypeWord): JsonObject {
    this.named(type)
    return { $ref: `#/components/schemas/${componentName(type)}` }
  }
}

export function componentName(type: TypeWord): string {
  return capital(shortName(type)).replace(/[^\w.-]/g, '_')
}

function allowNull(properties: JsonObject, name: string, schema: JsonObject): void {
  if (typeof schema.type === 'string') schema.type = [schema.type, 'null']
  else if (typeof schema.$ref === 'string') {
    properties[name] = { description: schema.description, anyOf: [{ $ref: schema.$ref }, { type: 'null' }] }
  }
}

/** The object under a key, made when it is not there. */
export function objectIn(owner: JsonObject, key: string): JsonObject {
  const known = Object.hasOwn(owner, key) ? owner[key] : undefined
  if (isObject(known)) return known
  const made: JsonObject = {}
  owner[key] = made
  return made
}
