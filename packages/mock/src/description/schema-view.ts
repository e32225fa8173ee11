import { isObject, type JsonSchema } from '../json/json.ts'
import type { Resolver } from './resolver.ts'

/** Looks at schemas without inlining them: what inference needs of a thousand operations at start. */
export class SchemaView {
  readonly #resolver: Resolver

  constructor(resolver: Resolver) {
    this.#resolver = resolver
  }

  resolve(schema: unknown): JsonSchema | undefined {
    const resolved = this.#resolver.resolve(schema)
    return isObject(resolved) ? resolved : undefined
  }

  /** Properties by name, collected through `allOf`, `oneOf` and `anyOf`; the first of a name wins. */
  properties(schema: unknown): Map<string, JsonSchema> {
    const properties = new Map<string, JsonSchema>()
    this.#collect(schema, properties, new Set())
    return properties
  }

  /** Whether a value of this schema is an object, as far as the schema says. */
  isObjectSchema(schema: unknown): boolean {
    const resolved = this.resolve(schema)
    if (!resolved) return false
    const { type } = resolved
    if (type !== undefined) return type === 'object' || (Array.isArray(type) && type.includes('object'))
    return this.properties(resolved).size > 0
  }

  /** Schema of the items when the schema is an array's, else undefined. */
  items(schema: unknown): JsonSchema | undefined {
    const resolved = this.resolve(schema)
    if (!resolved) return undefined
    const array =
      resolved.type === 'array' || (Array.isArray(resolved.type) && resolved.type.includes('array'))
    return array || resolved.items !== undefined ? this.resolve(resolved.items) : undefined
  }

  /** Schema of the JSON body of a response, request body or parameter content. */
  jsonSchema(holder: unknown): JsonSchema | undefined {
    const resolved = this.resolve(holder)
    if (!resolved || !isObject(resolved.content)) return undefined
    const entry = Object.entries(resolved.content).find(([mediaType]) => /[/+]json\b/i.test(mediaType))
    return isObject(entry?.[1]) ? this.resolve(entry[1].schema) : undefined
  }

  /** Schema of the lowest 2XX answer that has a JSON body. */
  successSchema(operation: Readonly<Record<string, unknown>> | undefined): JsonSchema | undefined {
    const responses = this.resolve(operation?.responses)
    if (!responses) return undefined
    const codes = Object.keys(responses).filter((code) => /^2(\d\d|XX)$/i.test(code))
    for (const code of codes.sort()) {
      const schema = this.jsonSchema(responses[code])
      if (schema) return schema
    }
    return undefined
  }

  #collect(schema: unknown, found: Map<string, JsonSchema>, seen: Set<unknown>): void {
    const resolved = this.resolve(schema)
    if (!resolved || seen.has(resolved)) return
    seen.add(resolved)
    for (const [name, property] of Object.entries(isObject(resolved.properties) ? resolved.properties : {})) {
      const described = this.resolve(property)
      if (described && !found.has(name)) found.set(name, described)
    }
    for (const keyword of ['allOf', 'oneOf', 'anyOf']) {
      const parts = resolved[keyword]
      if (Array.isArray(parts)) for (const part of parts) this.#collect(part, found, seen)
    }
  }
}
