import type { JsonObject, JsonSchema } from '../json/json.ts'
import type { Operation } from './operations/operation.ts'
import type { Resource } from './resources/resource.ts'

/** What `x-mock` at the root of a description says, completed by the configuration file and by options. */
export interface ApiSettings {
  /** Conventions in the order in which their hooks run. */
  readonly conventions: readonly string[]
  /** `any`: literal path segments match in any letter case. Default `exact`. */
  readonly letterCase: 'any' | 'exact'
  /** `ignore`: a trailing slash makes no difference. Default `exact`. */
  readonly trailingSlash: 'ignore' | 'exact'
  /** The whole merged object: a convention reads its own settings from here, under its own name. */
  readonly all: JsonObject
}

/** One loaded description, as conventions see it. */
export interface Api {
  /** Name of the file without its extension, for example `graph-customers`; unique within a mock. */
  readonly name: string
  /** The root of the description. References to other files are resolved by {@link Api.resolve}. */
  readonly document: Readonly<Record<string, unknown>>
  /** Base paths from `servers`, without trailing slash, the first one first; `''` is the root. */
  readonly basePaths: readonly string[]
  readonly settings: ApiSettings
  readonly operations: readonly Operation[]
  readonly resources: readonly Resource[]
  /** Follows a `$ref` (any number of them) and returns what it points to; anything else comes back as it is. */
  resolve(node: unknown): unknown
  /** A schema with every reference inlined; a reference that leads back to itself stays a `$ref`. */
  dereference(schema: unknown): JsonSchema
}
