import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { type Context, isObject, isReference, type JsonObject, type SchemaNode } from './redocly.ts'

/** The direction of a body: a request cannot have readOnly properties, an answer cannot have writeOnly ones. */
export type Direction = 'request' | 'response' | 'both'

type Resolve = Context['resolve']

/** Keywords whose schemas apply to the same object, so the schema around them has to handle unknown properties. */
const inPlace = new Set(['allOf', 'anyOf', 'oneOf', 'then', 'else', 'dependentSchemas'])
/** Keywords whose schemas are conditions; closing them would change the result. */
const questions = new Set(['not', 'if', 'propertyNames', 'contains'])
/** Keywords that validate nothing. */
const annotations = new Set(['title', 'description', 'summary', 'deprecated', 'readOnly', 'writeOnly'])
/** Keywords whose values are data, not schemas. */
const data = new Set(['enum', 'const', 'default', 'examples', 'example'])

/**
 * The schemas of one description as JSON Schema (2020-12) in which every object is closed, even if `allOf` combines it
 * from parts.
 *
 * Closing is for examples only: an example with a property that the description does not know is wrong even
 * where the API ignores unknown properties.
 *
 * Each component is converted and compiled once for each direction. With an Ajv for each example, a description of
 * 1,000 operations took too long.
 */
export class StrictSchemas {
  readonly #ajv = new Ajv2020({ allErrors: true, strict: false, logger: false })
  readonly #builders = new Map<Direction, Builder>()
  readonly #compiled = new Map<Direction, WeakMap<object, ValidateFunction>>()

  constructor() {
    formats.default(this.#ajv)
  }

  /**
   * @param schema A schema or a reference to one.
   * @param file The file that contains it.
   * @param resolve Redocly's own resolver.
   * @throws Error when it is not a JSON Schema.
   */
  validator(schema: object, file: string, resolve: Resolve, direction: Direction): ValidateFunction {
    const compiled = this.#compiled.get(direction) ?? new WeakMap<object, ValidateFunction>()
    this.#compiled.set(direction, compiled)
    const known = compiled.get(schema)
    if (known) return known
    const builder = this.#builders.get(direction) ?? new Builder(this.#ajv, resolve, direction)
    this.#builders.set(direction, builder)
    const validate = this.#compile(builder.convert(schema, file, true))
    compiled.set(schema, validate)
    return validate
  }

  /** Most schemas of bodies are only a reference to a component that is already compiled. */
  #compile(schema: JsonObject): ValidateFunction {
    const [keyword, ...others] = Object.keys(schema)
    const component =
      keyword === '$ref' && others.length === 0 ? this.#ajv.getSchema(String(schema.$ref)) : undefined
    return component ?? this.#ajv.compile(schema)
  }
}

class Builder {
  readonly #names = new Map<string, string>()
  readonly #ajv: Ajv2020
  readonly #resolve: Resolve
  readonly #direction: Direction

  constructor(ajv: Ajv2020, resolve: Resolve, direction: Direction) {
    this.#ajv = ajv
    this.#resolve = resolve
    this.#direction = direction
  }

  /** `closed`: no schema around this one applies to the same object. */
  convert(schema: unknown, file: string, closed: boolean): JsonObject {
    if (typeof schema === 'boolean') return schema ? {} : { not: {} }
    if (!isObject(schema)) return {}
    if (isReference(schema)) return this.#reference(schema, file, closed)
    return this.#object(schema, file, closed)
  }

  /** Keywords beside a reference apply to the same object, so the two are closed together. */
  #reference(schema: SchemaNode, file: string, closed: boolean): JsonObject {
    const { $ref, ...siblings } = schema
    if (Object.keys(siblings).every(isAnnotation)) return { $ref: this.#define({ $ref }, file, closed) }
    const together = { ...this.#object(siblings, file, false), $ref: this.#define({ $ref }, file, false) }
    return closed ? { ...together, unevaluatedProperties: false } : together
  }

  #object(schema: SchemaNode, file: string, closed: boolean): JsonObject {
    const entries = Object.entries(schema).map(([key, value]) => [
      key,
      this.#keyword(key, value, file, closed),
    ])
    const converted: JsonObject = Object.fromEntries(entries)
    this.#drop(converted, schema, file)
    return closed && describesObject(schema) ? { ...converted, unevaluatedProperties: false } : converted
  }

  /** Gives a component to Ajv under a unique name. The name is set first, because the component may refer to itself. */
  #define(reference: unknown, file: string, closed: boolean): string {
    const { node, location } = this.#resolve(reference, file)
    const id = `${closed}:${location?.source.absoluteRef}${location?.pointer}`
    const known = this.#names.get(id)
    if (known) return known
    const name = `${this.#direction}:${this.#names.size}`
    this.#names.set(id, name)
    try {
      this.#ajv.addSchema(this.convert(node, location?.source.absoluteRef ?? file, closed), name)
    } catch (error) {
      // The next reference to it gets the same error.
      this.#names.delete(id)
      throw error
    }
    return name
  }

  #keyword(key: string, value: unknown, file: string, closed: boolean): unknown {
    if (data.has(key) || key.startsWith('x-')) return value
    const inner =
      inPlace.has(key) || questions.has(key) ? false : closed || key === 'properties' || key === 'items'
    if (Array.isArray(value))
      return value.map((part) => (isObject(part) ? this.convert(part, file, inner) : part))
    if (!isObject(value)) return value
    if (!/^(properties|patternProperties|dependentSchemas)$/.test(key))
      return this.convert(value, file, inner)
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => [name, this.convert(part, file, inner)]),
    )
  }

  /** Removes the properties that cannot go in this direction, so that an example with them is refused. */
  #drop(converted: JsonObject, schema: SchemaNode, file: string): void {
    const gone = this.#barredNames(schema, file)
    if (gone.size === 0) return
    if (schema.required) converted.required = schema.required.filter((name) => !gone.has(name))
    if (!isObject(converted.properties)) return
    const left = Object.entries(converted.properties).filter(([name]) => !gone.has(name))
    converted.properties = Object.fromEntries(left)
  }

  /** Names of barred properties, including those from `allOf`, because `required` may be in another part. */
  #barredNames(schema: SchemaNode, file: string): Set<string> {
    const own = Object.entries(schema.properties ?? {}).filter(([, property]) =>
      this.#isBarred(property, file),
    )
    const names = new Set(own.map(([name]) => name))
    for (const part of Array.isArray(schema.allOf) ? schema.allOf : []) {
      const { node, location } = this.#resolve<SchemaNode>(part, file)
      const inherited = node ? this.#barredNames(node, location?.source.absoluteRef ?? file) : []
      for (const name of inherited) names.add(name)
    }
    return names
  }

  #isBarred(property: unknown, file: string): boolean {
    if (this.#direction === 'both') return false
    const mark = this.#direction === 'request' ? 'readOnly' : 'writeOnly'
    const { node } = this.#resolve<SchemaNode>(property, file)
    return [property, node].some((place) => isObject(place) && place[mark] === true)
  }
}

const isAnnotation = (keyword: string): boolean => annotations.has(keyword) || keyword.startsWith('x-')

function describesObject(schema: SchemaNode): boolean {
  return schema.type === 'object' || ['properties', 'allOf', 'anyOf', 'oneOf'].some((key) => key in schema)
}
