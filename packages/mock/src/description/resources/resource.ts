import { isObject, type JsonSchema } from '../../json/json.ts'
import type { Operation, Role } from '../operations/operation.ts'
import { parameterNames } from '../operations/path-template.ts'
import { expanded, type Resolver } from '../resolver.ts'

/** How records of a collection are told apart. */
export interface ResourceKey {
  /** Name of the path parameter that carries it. */
  readonly parameter: string
  /** Property of the record that holds it, as `id` or `metadata.name`; undefined when records do not show their key. */
  readonly property: string | undefined
  /** The names that lead to the property; empty when records do not show their key. */
  readonly path: readonly string[]
  /** How new keys are made. */
  readonly format: 'uuid' | 'integer' | 'text'
}

/** Shape of a list answer. */
export interface Envelope {
  /** Property that holds the records; undefined for a bare array. */
  readonly items: string | undefined
  /** Property that holds the number of all matching records, when the schema has one. */
  readonly total: string | undefined
}

export type ResourceOperations = Partial<Record<Role, Operation>>

/** What inference found out about one resource. */
export interface ResourceFacts {
  readonly name: string
  readonly kind: 'collection' | 'singleton'
  readonly key: ResourceKey | undefined
  readonly envelope: Envelope | undefined
  readonly wrapper: string | undefined
  readonly operations: ResourceOperations
  /** Unresolved schema of one record. */
  readonly recordSchema: JsonSchema | undefined
  readonly why: readonly string[]
}

/** A collection or a single record that several operations work on. Schemas are inlined on first use. */
export class Resource {
  /** Path template of the collection or singleton: its name in scopes, tables and configuration. */
  readonly name: string
  readonly kind: 'collection' | 'singleton'
  /** Path parameters that scope it, outermost first; the key's parameter is not among them. */
  readonly parentParameters: readonly string[]
  /** The collection whose records are the parents, when this description has it. Set by inference. */
  parent: Resource | undefined
  /** Undefined for a singleton. */
  readonly key: ResourceKey | undefined
  /** Undefined when nothing lists the collection. */
  readonly envelope: Envelope | undefined
  /** Property around a single record, as in `{ "article": { … } }`; undefined without one. */
  readonly wrapper: string | undefined
  readonly operations: ResourceOperations
  /** Why it was read so, for `--explain`. */
  readonly why: readonly string[]
  readonly #resolver: Resolver
  readonly #recordSchema: JsonSchema | undefined
  #schema: JsonSchema | undefined
  #properties: ReadonlyMap<string, JsonSchema> | undefined

  constructor(facts: ResourceFacts, resolver: Resolver) {
    this.name = facts.name
    this.kind = facts.kind
    this.parentParameters = parameterNames(facts.name)
    this.key = facts.key
    this.envelope = facts.envelope
    this.wrapper = facts.wrapper
    this.operations = facts.operations
    this.why = facts.why
    this.#recordSchema = facts.recordSchema
    this.#resolver = resolver
  }

  /** As the description writes it, its own reference resolved: the same object wherever it is used. */
  get rawSchema(): JsonSchema | undefined {
    return this.#recordSchema
  }

  /** Whether nothing lists its records and nothing creates them: then a record exists under any key. */
  get answersAnyKey(): boolean {
    return this.kind === 'collection' && !this.operations.list && !this.operations.create
  }

  /** Schema of one record in answers, references inlined; undefined when the description gives none. */
  schema(): JsonSchema | undefined {
    if (this.#recordSchema) this.#schema ??= this.#resolver.dereferenceSchema(this.#recordSchema)
    return this.#schema
  }

  /** Schema of the property that holds the key; undefined when records do not show their key. */
  keySchema(): JsonSchema | undefined {
    const [first, ...rest] = this.key?.path ?? []
    const own = first === undefined ? undefined : this.properties().get(first)
    return rest.reduce((schema, name) => collect(schema, new Map()).get(name), own)
  }

  /** Properties of a record by name, collected through `allOf`. */
  properties(): ReadonlyMap<string, JsonSchema> {
    this.#properties ??= collect(this.schema(), new Map())
    return this.#properties
  }
}

function collect(reference: unknown, found: Map<string, JsonSchema>): Map<string, JsonSchema> {
  const schema = expanded(reference)
  if (!isObject(schema)) return found
  for (const [name, property] of Object.entries(isObject(schema.properties) ? schema.properties : {})) {
    if (isObject(property) && !found.has(name)) found.set(name, property)
  }
  for (const keyword of ['allOf', 'oneOf', 'anyOf']) {
    const parts = schema[keyword]
    if (Array.isArray(parts)) for (const part of parts) collect(part, found)
  }
  return found
}
