import type { JsonSchema } from '../../json/json.ts'
import type { Operation, Role } from '../operations/operation.ts'

/** How records of a collection are told apart. */
export interface ResourceKey {
  /** Name of the path parameter that carries it. */
  readonly parameter: string
  /** Property of the record that holds it; undefined when records do not show their key. */
  readonly property: string | undefined
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

/** A collection or a single record that several operations work on, inferred from the description. */
export interface Resource {
  /** Path template of the collection or singleton: its name in scopes, tables and configuration. */
  readonly name: string
  readonly kind: 'collection' | 'singleton'
  /** Path parameters that scope it, outermost first; the key's parameter is not among them. */
  readonly parentParameters: readonly string[]
  /** The collection whose records are the parents, when this description has it. */
  readonly parent: Resource | undefined
  /** Undefined for a singleton. */
  readonly key: ResourceKey | undefined
  /** Undefined when nothing lists the collection. */
  readonly envelope: Envelope | undefined
  /** Property around a single record, as in `{ "article": { … } }`; undefined when records stand bare. */
  readonly wrapper: string | undefined
  readonly operations: Readonly<Partial<Record<Role, Operation>>>
  /** Why it was read so, for `--explain`. */
  readonly why: readonly string[]
  /** Schema of one record in answers, references inlined; undefined when the description gives none. */
  schema(): JsonSchema | undefined
  /** Properties of a record by name, collected through `allOf`. */
  properties(): ReadonlyMap<string, JsonSchema>
}
