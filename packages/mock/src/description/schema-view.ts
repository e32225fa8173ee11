import {
  type Description,
  isReference,
  type Located,
  type SchemaObject,
  variantsOf,
} from '@clientele/description'
import { isObject, type JsonSchema } from '../json/json.ts'
import type { Operation } from './operation.ts'
import { expanded } from './resolver.ts'

const noProperties: ReadonlyMap<string, JsonSchema> = new Map()

/** Reads schemas without inlining them, for inference on a thousand operations at start. */
export class SchemaView {
  readonly #description: Description
  /** Saves looking for the same schema ten times: a tenth of the start on 1,200 operations. */
  readonly #successes = new Map<Operation, JsonSchema | undefined>()
  /** Saves collecting the same properties again and again: another tenth. */
  readonly #properties = new WeakMap<object, ReadonlyMap<string, JsonSchema>>()

  constructor(description: Description) {
    this.#description = description
  }

  resolve(schema: unknown): JsonSchema | undefined {
    const node = expanded(schema)
    if (isReference(node)) return this.#description.follow(node)?.node
    return isObject(node) ? node : undefined
  }

  /** Properties by name, collected through `allOf`, `oneOf` and `anyOf`; the first of a name wins. */
  properties(schema: unknown): ReadonlyMap<string, JsonSchema> {
    if (!isObject(schema)) return noProperties
    const known = this.#properties.get(schema)
    if (known) return known
    const collected = this.#collect(schema)
    this.#properties.set(schema, collected)
    return collected
  }

  #collect(schema: object): ReadonlyMap<string, JsonSchema> {
    const properties = new Map<string, JsonSchema>()
    const whole = this.#description.follow<SchemaObject>(expanded(schema))
    for (const variant of whole ? variantsOf(this.#description, whole) : []) {
      const own = this.#description.follow(variant.node.properties)?.node
      for (const name in own) {
        const node = properties.has(name) ? undefined : this.#description.follow(own[name])?.node
        if (node) properties.set(name, node)
      }
    }
    return properties
  }

  /** Names that every value of this schema has, according to it and its `allOf`. */
  required(schema: unknown): Set<string> {
    const resolved = this.resolve(schema)
    const own = Array.isArray(resolved?.required) ? resolved.required.map(String) : []
    const parts = Array.isArray(resolved?.allOf) ? resolved.allOf : []
    const flat = parts.map((part) => this.resolve(part)?.required).filter(Array.isArray)
    return new Set([...own, ...flat.flat().map(String)])
  }

  /** Whether a value of this schema is an object, as far as the schema says. */
  isObjectSchema(schema: unknown): boolean {
    const resolved: SchemaObject | undefined = this.resolve(schema)
    if (!resolved) return false
    return resolved.type === undefined ? this.properties(resolved).size > 0 : hasType(resolved, 'object')
  }

  /** Schema of the items if the schema is an array, else undefined. */
  items(schema: unknown): JsonSchema | undefined {
    const resolved: SchemaObject | undefined = this.resolve(schema)
    const isArray = resolved && (resolved.items !== undefined || hasType(resolved, 'array'))
    return isArray ? this.resolve(resolved.items) : undefined
  }

  /** Schema of the JSON body of a response or request body. */
  jsonSchema(message: Located<object> | undefined): JsonSchema | undefined {
    const { content } = (message?.node ?? {}) as { content?: unknown }
    const types = this.#description.follow(content)?.node
    for (const name in types) {
      const media = /[/+]json\b/i.test(name) ? this.#description.follow(types[name])?.node : undefined
      if (media) return this.resolve(media.schema)
    }
    return undefined
  }

  /** Values of the JSON examples of an operation's successful answers. */
  successExamples(operation: Operation | undefined): unknown[] {
    const successes = (operation?.described.responses ?? []).filter(({ name }) => /^2(\d\d|XX)$/i.test(name))
    const contents = successes.flatMap((response) => this.#description.content(response))
    return contents
      .filter(({ mediaType }) => /[/+]json\b/i.test(mediaType))
      .flatMap((media) => {
        const named = this.#description.parts<{ value?: unknown }>(media, 'examples')
        return [media.node.example, ...named.map(({ node }) => node.value)]
      })
      .filter((value) => value !== undefined)
  }

  /** Whether an operation describes the answer of a status, such as `404`. */
  answers({ described: { node } }: Operation, status: string): boolean {
    const responses = this.#description.follow(node.responses)?.node
    return this.#description.follow(responses?.[status]) !== undefined
  }

  /** Schema of the lowest 2XX answer that has a JSON body. */
  successSchema(operation: Operation | undefined): JsonSchema | undefined {
    if (!operation) return undefined
    if (!this.#successes.has(operation)) this.#successes.set(operation, this.#findSuccess(operation))
    return this.#successes.get(operation)
  }

  #findSuccess({ described: { node } }: Operation): JsonSchema | undefined {
    const responses = this.#description.follow(node.responses)?.node ?? {}
    const successes = Object.keys(responses).filter((name) => /^2(\d\d|XX)$/i.test(name))
    for (const name of successes.sort()) {
      const schema = this.jsonSchema(this.#description.follow(responses[name]))
      if (schema) return schema
    }
    return undefined
  }
}

/** Whether a schema allows a type by name. */
export function hasType(schema: { type?: unknown } | undefined, type: string): boolean {
  return Array.isArray(schema?.type) ? schema.type.includes(type) : schema?.type === type
}

const compositions = ['allOf', 'oneOf', 'anyOf'] as const

/**
 * An inlined schema and all its parts, at any depth; the whole comes before its parts.
 *
 * @param keywords The compositions that count.
 */
export function partsOf(
  schema: unknown,
  keywords: readonly (typeof compositions)[number][] = compositions,
): JsonSchema[] {
  const found = new Set<JsonSchema>()
  const collect = (each: unknown): void => {
    const part = expanded(each)
    if (!isObject(part) || found.has(part)) return
    found.add(part)
    for (const keyword of keywords) if (Array.isArray(part[keyword])) part[keyword].forEach(collect)
  }
  collect(schema)
  return [...found]
}

/** Names of the properties that an inlined schema describes. */
export function propertyNames(...[schema, keywords]: Parameters<typeof partsOf>): Set<string> {
  const described = partsOf(schema, keywords).map(({ properties }) => properties)
  return new Set(described.flatMap((properties) => (isObject(properties) ? Object.keys(properties) : [])))
}

/** Schemas of the properties of an inlined schema by name; the first of a name wins. */
export function propertiesOf(...[schema, keywords]: Parameters<typeof partsOf>): Map<string, JsonSchema> {
  const properties = new Map<string, JsonSchema>()
  for (const part of partsOf(schema, keywords)) {
    for (const [name, property] of Object.entries(isObject(part.properties) ? part.properties : {}))
      if (isObject(property) && !properties.has(name)) properties.set(name, property)
  }
  return properties
}

/** One of them, which is mostly one of the whole itself. */
export function propertyOf(schema: unknown, name: string): JsonSchema | undefined {
  const whole = expanded(schema)
  const own = isObject(whole) && isObject(whole.properties) ? whole.properties : {}
  if (Object.hasOwn(own, name) && isObject(own[name])) return own[name]
  return propertiesOf(schema).get(name)
}

/** Examples of a schema itself. */
export function examplesOf(schema: JsonSchema | undefined): unknown[] {
  const listed = Array.isArray(schema?.examples) ? schema.examples : []
  return schema && 'example' in schema ? [schema.example, ...listed] : [...listed]
}

/** First example of a parameter object: its own, a named one, or its schema's. */
export function parameterExample(parameter: unknown, resolve: (node: unknown) => unknown): unknown {
  if (!isObject(parameter)) return undefined
  if (parameter.example !== undefined) return parameter.example
  for (const named of Object.values(isObject(parameter.examples) ? parameter.examples : {})) {
    const example = resolve(named)
    if (isObject(example) && example.value !== undefined) return example.value
  }
  const schema = resolve(parameter.schema)
  return isObject(schema) ? examplesOf(schema)[0] : undefined
}
