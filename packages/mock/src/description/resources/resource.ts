import { isObject, type JsonObject, type JsonSchema, type JsonValue } from '../../json/json.ts'
import type { Operation, Role } from '../operation.ts'
import { nounOf, parameterNames } from '../path-template.ts'
import { expanded, type Resolver } from '../resolver.ts'
import { examplesOf, propertiesOf, propertyOf } from '../schema-view.ts'

/** How the records of a collection are identified. */
export interface ResourceKey {
  /** Name of its path parameter. */
  readonly parameter: string
  /** Property of the record that holds it, as `id` or `metadata.name`; undefined when records do not show their key. */
  readonly property: string | undefined
  /** The names that lead to the property; empty when records do not show their key. */
  readonly path: readonly string[]
  /** How new keys are made. */
  readonly format: 'uuid' | 'integer' | 'text'
  /** Examples of a property that no schema describes; answers show it anyway. */
  readonly undescribed?: JsonSchema
}

/** Shape of a list answer. */
export interface Envelope {
  /** Property that holds the records; undefined for a bare array. */
  readonly items: string | undefined
  /** Property that holds the number of all matching records, if the schema has one. */
  readonly total: string | undefined
}

/** How a collection without an item path shares the records of one that has such a path. */
export interface Sharing {
  /** The collection whose item path addresses the records. */
  readonly home: Resource
  /** For each parent parameter of the home, where its value comes from. */
  readonly parents: readonly ParentOfHome[]
  /** For each parameter of the sharing collection, what selects its records. */
  readonly parameters: readonly ParameterOfSharer[]
}

export interface ParentOfHome {
  /** Place of the parameter in the path of the sharing collection; undefined if the record has the value. */
  readonly parameter: number | undefined
  /** Property of the record that also holds it. */
  readonly path: readonly string[] | undefined
}

export interface ParameterOfSharer {
  /** Place among the parents of the home; undefined if it is not one of them. */
  readonly parent: number | undefined
  /** Property of the record that holds it. */
  readonly path: readonly string[] | undefined
}

export type ResourceOperations = Partial<Record<Role, Operation>>

/** The result of inference for one resource. */
export interface ResourceFacts {
  readonly name: string
  readonly kind: 'collection' | 'singleton'
  readonly key: ResourceKey | undefined
  readonly envelope: Envelope | undefined
  readonly wrapper: string | undefined
  /** The wrappers in the answers of the operations, which may differ. */
  readonly wrappers: ReadonlyMap<Operation, string | undefined>
  readonly operations: ResourceOperations
  /** Unresolved schema of one record. */
  readonly recordSchema: JsonSchema | undefined
  readonly why: readonly string[]
}

/** A collection or a single record that several operations work on. Schemas are inlined on first use. */
export class Resource {
  /** Path template of the collection or singleton: its name in scopes, tables and configuration. */
  readonly name: string
  /** Its last literal segment. */
  readonly noun: string
  readonly kind: 'collection' | 'singleton'
  /** Path parameters that scope it, outermost first; the key's parameter is not among them. */
  readonly parentParameters: readonly string[]
  /** The collection whose records are the parents, when this description has it. Set by inference. */
  parent: Resource | undefined
  /** Set by inference where the records are those of another collection. */
  sharing: Sharing | undefined
  /** The collections that share the records of this one. Set by inference. */
  readonly sharers: Resource[] = []
  /** Undefined for a singleton. */
  readonly key: ResourceKey | undefined
  /** Undefined if no operation lists the collection. */
  readonly envelope: Envelope | undefined
  /** Property around a single record, as in `{ "article": { … } }`; undefined without one. */
  readonly wrapper: string | undefined
  readonly operations: ResourceOperations
  /** The reasons, for `--explain`. */
  readonly why: readonly string[]
  /** Operations that add to a list of the record or remove from it, with the name of the list. Set by inference. */
  readonly members = new Map<Operation, string>()
  readonly #resolver: Resolver
  readonly #recordSchema: JsonSchema | undefined
  #schema: JsonSchema | undefined
  #properties: ReadonlyMap<string, JsonSchema> | undefined

  constructor(facts: ResourceFacts, resolver: Resolver) {
    this.name = facts.name
    this.noun = nounOf(facts.name)
    this.kind = facts.kind
    this.parentParameters = parameterNames(facts.name)
    this.key = facts.key
    this.envelope = facts.envelope
    this.wrapper = facts.wrapper
    this.operations = facts.operations
    for (const [operation, wrapper] of facts.wrappers) operation.wrapper = wrapper
    this.why = facts.why
    this.#recordSchema = facts.recordSchema
    this.#resolver = resolver
  }

  /** As in the description, with its own reference resolved: the same object wherever it is used. */
  get rawSchema(): JsonSchema | undefined {
    return this.#recordSchema
  }

  /** Whether no operation lists or creates its records, so that a record exists under any key. */
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
    if (this.key?.undescribed) return this.key.undescribed
    const own = first === undefined ? undefined : this.properties().get(first)
    return rest.reduce((schema, name) => propertyOf(schema, name), own)
  }

  /** Schema of the path parameter of the key. */
  keyParameterSchema(): JsonSchema | undefined {
    const { read, update, replace, delete: remove } = (this.sharing?.home ?? this).operations
    const parameters = (read ?? update ?? replace ?? remove)?.full().parameters
    const named = (Array.isArray(parameters) ? parameters : []).find(
      ({ name }) => name === this.key?.parameter,
    )
    return isObject(named?.schema) ? named.schema : undefined
  }

  /** Properties of the objects in a list of the record; empty when they are texts or numbers. */
  propertiesOfItems(property: string): ReadonlyMap<string, JsonSchema> {
    const list = expanded(this.properties().get(property))
    return propertiesOf(list?.items)
  }

  /** Properties of a record by name, collected through `allOf`. */
  properties(): ReadonlyMap<string, JsonSchema> {
    this.#properties ??= propertiesOf(this.schema())
    return this.#properties
  }
}

const guid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i

export function isGuid(value: unknown): value is string {
  return typeof value === 'string' && value.length === 36 && guid.test(value)
}

/** GUIDs are equal in any letter case; other keys are compared unchanged. */
export function normalizeKey(key: string): string {
  const lower = key.toLowerCase()
  return lower !== key && isGuid(key) ? lower : key
}

/** The key as its property holds it: a number where the schema says so. */
function keyValue(resource: Resource, key: string): JsonValue {
  return resource.key?.format === 'integer' ? Number(key) : key
}

/** The key of a record; undefined if it has none. */
export function keyIn({ key }: Resource, record: JsonObject): string | undefined {
  return key && key.path.length > 0 ? keyAt(record, key.path) : undefined
}

/** A key at the end of a path of names; undefined if there is none. */
export function keyAt(record: JsonObject, path: readonly string[]): string | undefined {
  let value: JsonValue | undefined = record
  for (const name of path) value = isObject(value) ? (value[name] as JsonValue) : undefined
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  return value === '' ? undefined : normalizeKey(String(value))
}

/** The record with its key in the property that holds it. */
export function withKey(resource: Resource, record: JsonObject, key: string): JsonObject {
  const path = resource.key?.path ?? []
  if (path.length === 0 || keyIn(resource, record) === key) return record
  return placed(record, path, keyValue(resource, key))
}

/** The record with a value at the end of a path of names; the given record stays unchanged. */
export function placed(record: JsonObject, [name, ...rest]: readonly string[], value: JsonValue): JsonObject {
  if (name === undefined) return record
  const inner = record[name]
  return {
    ...record,
    [name]: rest.length === 0 ? value : placed(isObject(inner) ? (inner as JsonObject) : {}, rest, value),
  }
}

/** Keys in the description, as models for others. */
export function exampleKeys(resource: Resource): string[] {
  const values = examplesOf(resource.keySchema())
  return values.filter((value) => typeof value === 'string' && /\d/.test(value)) as string[]
}
