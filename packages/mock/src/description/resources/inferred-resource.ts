import { isObject, type JsonSchema } from '../../json/json.ts'
import type { DescribedOperation } from '../operations/described-operation.ts'
import type { Role } from '../operations/operation.ts'
import { parameterNames } from '../operations/path-template.ts'
import type { Resolver } from '../resolver.ts'
import type { Envelope, Resource, ResourceKey } from './resource.ts'

export type ResourceOperations = Partial<Record<Role, DescribedOperation>>

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

/** A resource as the engine and the conventions see it; schemas are inlined on first use. */
export class InferredResource implements Resource {
  readonly name: string
  readonly kind: 'collection' | 'singleton'
  readonly parentParameters: readonly string[]
  parent: InferredResource | undefined
  readonly key: ResourceKey | undefined
  readonly envelope: Envelope | undefined
  readonly wrapper: string | undefined
  readonly operations: ResourceOperations
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

  schema(): JsonSchema | undefined {
    if (this.#recordSchema) this.#schema ??= this.#resolver.dereferenceSchema(this.#recordSchema)
    return this.#schema
  }

  properties(): ReadonlyMap<string, JsonSchema> {
    this.#properties ??= collect(this.schema(), new Map())
    return this.#properties
  }
}

function collect(schema: unknown, found: Map<string, JsonSchema>): Map<string, JsonSchema> {
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
