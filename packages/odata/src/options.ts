import { QueryOptionError } from './query-option-error.ts'

/** Every system query option of OData 4.01 and its extension for aggregation. */
const SYSTEM_OPTIONS = new Set([
  'apply',
  'compute',
  'count',
  'deltatoken',
  'expand',
  'filter',
  'format',
  'id',
  'index',
  'levels',
  'orderby',
  'schemaversion',
  'search',
  'select',
  'skip',
  'skiptoken',
  'top',
])

/** Those that are understood without `$` too; the others are likely names of an API's own parameters. */
const WITHOUT_DOLLAR = new Set([
  'compute',
  'count',
  'expand',
  'filter',
  'format',
  'orderby',
  'search',
  'select',
  'skip',
  'skiptoken',
  'top',
])

/** What `compileListQuery` executes. */
const LIST_OPTIONS: ReadonlySet<string> = new Set([
  '$compute',
  '$count',
  '$filter',
  '$orderby',
  '$search',
  '$select',
  '$skip',
  '$skiptoken',
  '$top',
])

/** A decoded query: an object, or pairs such as `URLSearchParams` gives. */
export type QueryText =
  | Readonly<Record<string, string | readonly string[]>>
  | Iterable<readonly [string, string]>

export interface RawOptions {
  /** Texts of the system query options by their names with `$`, lower case. */
  options: Map<string, string>
  /** Parameter aliases by their names with `@`. */
  aliases: Map<string, string>
}

/**
 * The option's name with `$`, if the name of a query parameter is one: names match in any letter case (4.01).
 */
export function systemOptionName(name: string): string | undefined {
  const lower = name.toLowerCase()
  if (lower.startsWith('$')) return lower
  return WITHOUT_DOLLAR.has(lower) ? `$${lower}` : undefined
}

/**
 * Picks the system query options and parameter aliases out of a decoded query; other parameters are left alone.
 *
 * @param supported Names with `$` of the options that this request may use. Default: all that `compileListQuery` runs.
 * @throws QueryOptionError 400 for an option that is unknown, not supported here, or given twice (Protocol, 11.2.1).
 * @example
 * readOptions(new URL('http://host/Products?$top=5&$filter=Price lt @p&@p=10').searchParams)
 */
export function readOptions(query: QueryText, supported: ReadonlySet<string> = LIST_OPTIONS): RawOptions {
  const options = new Map<string, string>()
  const aliases = new Map<string, string>()
  for (const [name, value] of pairsOf(query)) {
    if (name.startsWith('@')) {
      if (aliases.has(name)) throw repeated(name)
      aliases.set(name, single(name, value))
    }
    const option = systemOptionName(name)
    if (option === undefined) continue
    requireSupported(option, supported)
    if (options.has(option)) throw repeated(option)
    options.set(option, single(option, value))
  }
  return { options, aliases }
}

function pairsOf(query: QueryText): Iterable<readonly [string, string | readonly string[]]> {
  return Symbol.iterator in query ? (query as Iterable<readonly [string, string]>) : Object.entries(query)
}

function requireSupported(option: string, supported: ReadonlySet<string>): void {
  if (supported.has(option)) return
  const known = SYSTEM_OPTIONS.has(option.slice(1))
  const reason = known ? 'is not supported on this resource' : 'does not exist'
  const offered =
    supported.size > 0 ? `Supported here: ${[...supported].join(', ')}.` : 'None is supported here.'
  throw new QueryOptionError(option, `The query option '${option}' ${reason}. ${offered}`)
}

function single(option: string, value: string | readonly string[]): string {
  if (typeof value === 'string') return value
  if (value.length === 1) return value[0] ?? ''
  throw repeated(option)
}

function repeated(option: string): QueryOptionError {
  return new QueryOptionError(option, `The query option '${option}' is given more than once; give it once.`)
}

/** A non-negative whole number, or undefined if the option is missing. */
export function readNumber({ options }: RawOptions, option: string): number | undefined {
  const text = options.get(option)
  if (text === undefined) return undefined
  const value = Number(text)
  if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value
  throw new QueryOptionError(
    option,
    `${option} must be a whole number from 0 on, not '${text.slice(0, 24)}'.`,
  )
}

export function readBoolean({ options }: RawOptions, option: string): boolean {
  const text = options.get(option)?.toLowerCase()
  if (text === undefined || text === 'true' || text === 'false') return text === 'true'
  throw new QueryOptionError(option, `${option} must be true or false, not '${text.slice(0, 24)}'.`)
}
