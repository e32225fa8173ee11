import { isObject, type JsonObject, pointerSteps } from '@clientele/description'
import { jsonTypeOf } from '../description/page-types.ts'
import type { Fact, FactOf, TypeWord } from '../facts/fact.ts'
import { itemTypeOf, placeholderType } from '../markdown-page/type-words.ts'
import { type DraftSchemas, objectIn, typesOf, withNull } from './draft-schemas.ts'

export type ExampleFact = FactOf<'example-property'> | FactOf<'type-name'>

type BodyFact =
  | FactOf<'request-property'>
  | FactOf<'request-property-mark'>
  | FactOf<'request-enum-value'>
  | FactOf<'request-property-limit'>

/**
 * The schema of one operation's request body. It belongs to this operation: what a page requires or marks as read-only
 * in one request does not apply to other requests or to answers of the same type.
 */
export class DraftBody {
  readonly #schemas: DraftSchemas
  readonly #facts: readonly BodyFact[]
  readonly #name: string

  /** @param name Name of the component, for example `CreateOrderRequest`. */
  constructor(name: string, facts: readonly Fact[], schemas: DraftSchemas) {
    this.#name = name
    this.#schemas = schemas
    this.#facts = facts.filter((fact): fact is BodyFact =>
      ['request-property', 'request-property-mark', 'request-enum-value', 'request-property-limit'].includes(
        fact.kind,
      ),
    )
  }

  /**
   * @param type The type that the page gives the body; its name stays as the title.
   * @returns A reference to the component, or to the items of an array.
   */
  build(
    type: TypeWord | undefined,
    examples: readonly ExampleFact[],
    bodies: readonly unknown[],
  ): JsonObject {
    const item = type && itemTypeOf(type)
    const isList = item !== undefined || bodies.some(Array.isArray)
    const title = (item ?? type)?.replace(/^.*\./, '')
    const reference = this.#schemas.own(this.#name, title)
    const schema = this.#schemas.resolve(reference)
    this.#fill(schema, undefined, [])
    const root = isList ? { type: 'array', items: reference } : reference
    addExamples(root, examples, this.#schemas)
    for (const body of bodies) acceptValue(root, body, this.#schemas, 'request')
    return root
  }

  /** Gives a schema the properties from the table of its type, and does the same for each property. */
  #fill(schema: JsonObject, of: TypeWord | undefined, above: readonly string[]): void {
    const own = this.#facts.filter((fact) => fact.of === of)
    const names = own.flatMap((fact) => (fact.kind === 'request-property' ? [fact] : []))
    for (const { name, type } of names) {
      this.#schemas.addProperty(schema, name, type)
      this.#nest(schema, name, type, above)
    }
    for (const fact of own) this.#apply(schema, fact, names)
  }

  /** If a table of the page describes the type of a property, that table is written out there. */
  #nest(schema: JsonObject, name: string, type: TypeWord | undefined, above: readonly string[]): void {
    const inner = type && (itemTypeOf(type) ?? type)
    const isDescribed = this.#facts.some(({ of }) => of !== undefined && of === inner)
    const nested = isDescribed ? inner : this.#likelyType(name, type, above)
    if (nested === undefined || above.includes(nested)) return
    const properties = objectIn(schema, 'properties')
    const { description } = properties[name] as JsonObject
    const own: JsonObject = { type: 'object', title: nested, properties: {} }
    const isList = type !== undefined && itemTypeOf(type) !== undefined
    properties[name] = isList ? { type: 'array', description, items: own } : { ...own, description }
    this.#fill(isList ? own : (properties[name] as JsonObject), nested, [...above, nested])
  }

  /** `lineItems` of type `array of objects` holds the only described type whose name ends as it does. */
  #likelyType(name: string, type: TypeWord | undefined, above: readonly string[]): TypeWord | undefined {
    const json = type === undefined ? undefined : jsonTypeOf(itemTypeOf(type) ?? type)
    if (!json?.types.includes('object')) return undefined
    const used = new Set(
      this.#facts.flatMap((fact) =>
        'type' in fact && fact.type ? [itemTypeOf(fact.type) ?? fact.type] : [],
      ),
    )
    const free = [
      ...new Set(this.#facts.flatMap(({ of }) => (of && !used.has(of) && !above.includes(of) ? [of] : []))),
    ]
    const word = name.toLowerCase().replace(/s$/, '')
    const fitting = free.filter((candidate) => candidate.toLowerCase().endsWith(word))
    return fitting.length === 1 ? fitting[0] : undefined
  }

  #apply(schema: JsonObject, fact: BodyFact, names: readonly FactOf<'request-property'>[]): void {
    if (fact.kind === 'request-enum-value') this.#schemas.addValue(schema, fact.name, fact.value)
    if (fact.kind === 'request-property-limit') this.#schemas.limit(schema, fact.name, fact)
    if (fact.kind !== 'request-property-mark') return
    const marked = fact.name === '*' ? names.map((row) => row.name) : [fact.name]
    for (const name of marked) this.#schemas.mark(schema, name, fact.mark)
  }
}

/** Adds the members of examples to the schema of their message. */
export function addExamples(root: JsonObject, examples: readonly ExampleFact[], schemas: DraftSchemas): void {
  for (const fact of examples) {
    const segments = pointerSteps(fact.pointer)
    const name = segments.pop() ?? ''
    let owner: JsonObject | undefined = root
    for (const segment of segments) owner = owner && schemas.below(owner, segment)
    if (!owner || name === '*') continue
    const { type } = schemas.resolve(owner)
    if (type !== undefined && !typesOf(schemas.resolve(owner)).includes('object')) continue
    schemas.addProperty(owner, name, fact.kind === 'type-name' ? 'String' : fact.type)
    if (fact.kind === 'type-name') schemas.addValue(owner, name, fact.name)
  }
}

/** A page's example wins over its table: a property that it lacks is not required, a value that it has is allowed. */
export function acceptValue(
  schema: JsonObject,
  value: unknown,
  schemas: DraftSchemas,
  direction: 'request' | 'response',
): void {
  const target = schemas.resolve(schema)
  if (Array.isArray(value)) {
    if (isObject(target.items)) for (const item of value) acceptValue(target.items, item, schemas, direction)
  } else if (isObject(value)) acceptObject(target, value, schemas, direction)
  else acceptScalar(target, value, direction)
}

function acceptObject(
  target: JsonObject,
  value: JsonObject,
  schemas: DraftSchemas,
  direction: 'request' | 'response',
): void {
  const shown = Object.keys(value).map((name) => schemas.nameIn(target, name))
  if (direction === 'request' && Array.isArray(target.required)) {
    const required = target.required.filter((name) => shown.includes(String(name)))
    if (required.length > 0) target.required = required
    else delete target.required
  }
  for (const [name, part] of Object.entries(value)) {
    const own = schemas.nameIn(target, name)
    const property = schemas.property(target, own)
    const entries = target.additionalProperties
    if (!property && isObject(entries) && !name.startsWith('@odata.')) {
      if (part === null) target.additionalProperties = withNull(entries)
      else acceptValue(entries, part, schemas, direction)
    }
    if (!property) continue
    if (part !== null) acceptValue(property, part, schemas, direction)
    else objectIn(target, 'properties')[own] = withNull(property)
  }
}

function acceptScalar(target: JsonObject, value: unknown, direction: 'request' | 'response'): void {
  if (Array.isArray(target.enum) && !target.enum.includes(value)) delete target.enum
  const { maxLength, maximum, minimum } = target
  if (typeof value === 'string' && typeof maxLength === 'number' && value.length > maxLength)
    delete target.maxLength
  if (typeof value === 'number' && typeof maximum === 'number' && value > maximum) delete target.maximum
  if (typeof value === 'number' && typeof minimum === 'number' && value < minimum) delete target.minimum
  if (direction === 'response') return
  // A word such as "String (timestamp)" is a placeholder, not a value.
  if (typeof value !== 'string' || placeholderType(value) !== undefined || target.format === undefined) return
  if (!hasFormat(value, String(target.format))) delete target.format
}

function hasFormat(value: string, format: string): boolean {
  if (format === 'date-time')
    return /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i.test(value)
  if (format === 'date') return /^\d{4}-\d\d-\d\d$/.test(value)
  if (format === 'time') return /^\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i.test(value)
  if (format === 'uuid') return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
  if (format === 'duration') return /^P(?=.)(\d+[YMWD])*(T(\d+[HMS])+)?$/.test(value)
  return true
}
