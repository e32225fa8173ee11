import { isObject, type JsonObject } from '../json/json.ts'
import type { ApiSettings } from './api.ts'
import { MockConfigurationError } from './errors.ts'

/** Corrections to what was inferred for one resource; `false` takes the resource away. */
export interface ResourceSettings {
  readonly kind?: 'collection' | 'singleton'
  readonly key?: { parameter?: string; property?: string | null; format?: 'uuid' | 'integer' | 'text' }
  /** Property that holds the records; null for a bare array. */
  readonly items?: string | null
  /** Property that holds the number of all matching records. */
  readonly total?: string
}

/** The part of the configuration file about one description; the same keys stand under its `x-mock`. */
export interface ApiConfiguration {
  readonly base?: string
  readonly conventions?: readonly string[]
  readonly letterCase?: 'any' | 'exact'
  readonly trailingSlash?: 'ignore' | 'exact'
  readonly resources?: Readonly<Record<string, ResourceSettings | false>>
  /** Settings of conventions, under their own names. */
  readonly [name: string]: unknown
}

const choices: Record<string, readonly string[]> = {
  letterCase: ['any', 'exact'],
  trailingSlash: ['ignore', 'exact'],
}

/**
 * Merges the description's own `x-mock` with the configuration file, which wins.
 * @throws MockConfigurationError that lists every setting with a wrong value.
 */
export function settingsOf(
  api: string,
  document: Record<string, unknown>,
  corrections: ApiConfiguration,
): ApiSettings {
  const own = isObject(document['x-mock']) ? document['x-mock'] : {}
  const all = { ...own, ...corrections }
  const mistakes = Object.entries(choices).flatMap(([name, values]) => mistakeIn(name, all[name], values))
  if (!isListOfNames(all.conventions ?? [])) mistakes.push('conventions must be a list of names')
  if (mistakes.length > 0) {
    throw new MockConfigurationError(
      `Settings of "${api}" (x-mock or configuration file): ${mistakes.join('; ')}.`,
    )
  }
  return {
    conventions: (all.conventions as string[] | undefined) ?? [],
    letterCase: all.letterCase === 'any' ? 'any' : 'exact',
    trailingSlash: all.trailingSlash === 'ignore' ? 'ignore' : 'exact',
    all: all as JsonObject,
  }
}

function mistakeIn(name: string, value: unknown, values: readonly string[]): string[] {
  if (value === undefined || values.includes(value as string)) return []
  return [`${name} must be one of ${values.join(', ')}, not ${JSON.stringify(value)}`]
}

function isListOfNames(value: unknown): boolean {
  return Array.isArray(value) && value.every((name) => typeof name === 'string')
}
