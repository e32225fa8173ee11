import { isObject, type JsonObject } from '../json/json.ts'
import { accepted, chosen, object, readConfigured, type Schema, word } from '../json/settings.ts'

/** The settings of `x-mock` at the root of a description, completed by the configuration file and by options. */
export interface ApiSettings {
  /** Conventions in the order in which their hooks run. */
  readonly conventions: readonly string[]
  /** `any`: literal path segments match in any letter case. Default `exact`. */
  readonly letterCase: 'any' | 'exact'
  /** `ignore`: a trailing slash does not matter. Default `exact`. */
  readonly trailingSlash: 'ignore' | 'exact'
  /** The whole merged object: a convention reads its own settings from here, under its own name. */
  readonly all: JsonObject
}

/** Corrections for one inferred resource; `false` removes the resource. */
export interface ResourceSettings {
  /** Whether the path has many records or one. */
  readonly kind?: 'collection' | 'singleton'
  /** Path parameter and property that hold the key (`property: null`: records do not show it), and how new keys look. */
  readonly key?: { parameter?: string; property?: string | null; format?: 'uuid' | 'integer' | 'text' }
  /** Property that holds the records; null for a bare array. */
  readonly items?: string | null
  /** Property that holds the number of all matching records. */
  readonly total?: string
}

/** The part of the configuration file about one description; its `x-mock` takes the same keys. */
export interface ApiConfiguration {
  /** Base path instead of those of `servers`, for example `/api`. */
  readonly base?: string
  /** Conventions of vendors, in the order in which they act, for example `['odata', 'graph-errors']`. @default none */
  readonly conventions?: readonly string[]
  /** `any`: literal path segments match in any letter case. @default 'exact' */
  readonly letterCase?: 'any' | 'exact'
  /** `ignore`: a trailing slash does not matter. @default 'exact' */
  readonly trailingSlash?: 'ignore' | 'exact'
  /** By path of the collection or single record, as in the description; `--explain` prints what was inferred. */
  readonly resources?: Readonly<Record<string, ResourceSettings | false>>
  /** Settings of conventions, under their own names. */
  readonly [name: string]: unknown
}

const settings = object<Pick<ApiConfiguration, 'conventions' | 'letterCase' | 'trailingSlash'>>({
  letterCase: oneOf('any', 'exact'),
  trailingSlash: oneOf('ignore', 'exact'),
  conventions: accepted(isListOfNames, 'must be a list of names'),
})

function oneOf<T extends string>(...words: readonly T[]): Schema<T> {
  return chosen((value) =>
    words.includes(value as T)
      ? word(...words)
      : `must be one of ${words.join(', ')}, not ${JSON.stringify(value)}`,
  )
}

function isListOfNames(value: unknown): boolean {
  return Array.isArray(value) && value.every((name) => typeof name === 'string')
}

/**
 * Merges the description's own `x-mock` with the configuration file, which takes precedence.
 * @throws MockConfigurationError that lists every setting with a wrong value.
 */
export function settingsOf(
  api: string,
  document: Record<string, unknown>,
  corrections: ApiConfiguration,
): ApiSettings {
  const own = isObject(document['x-mock']) ? document['x-mock'] : {}
  const all = { ...own, ...corrections }
  const { conventions, letterCase, trailingSlash } = all
  const given = Object.entries({ letterCase, trailingSlash, conventions }).filter(
    ([, value]) => value !== undefined,
  )
  readConfigured(`Settings of "${api}" (x-mock or configuration file)`, Object.fromEntries(given), settings)
  return {
    conventions: (conventions as string[] | undefined) ?? [],
    letterCase: letterCase === 'any' ? 'any' : 'exact',
    trailingSlash: trailingSlash === 'ignore' ? 'ignore' : 'exact',
    all: all as JsonObject,
  }
}
