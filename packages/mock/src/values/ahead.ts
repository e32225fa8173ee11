import type { ErrorObject } from 'ajv'
import { digest } from '../json/digest.ts'
import type { JsonSchema } from '../json/json.ts'
import { compilePattern, guardedUrl } from '../json/pattern.ts'
import { library, withNames } from '../json/runtime.ts'
import { dateTimeFormat } from '../prism/prism.ts'

/** How a check finds the target of a reference. */
export interface Targets {
  validator(name: string): Validate
}

/** A function compiled by Ajv. It is called with its targets as `this`. */
export interface Validate {
  (this: Targets, value: unknown): boolean
  errors?: readonly ErrorObject[] | null
}

/** What compiled checks need from the mock, since they do not import anything. */
interface Helpers {
  readonly formats: Readonly<Record<string, unknown>>
  readonly compilePattern: typeof compilePattern
  readonly equal: unknown
  readonly ucs2length: unknown
}

/**
 * Checks that `compileChecks` compiled ahead of time: the default export of the module that it writes. The names say what
 * each one checks, so that a check is used only for the schema that it was compiled for.
 */
export type CompiledChecks = readonly ((helpers: Helpers) => Readonly<Record<string, Validate>>)[]

/** A check compiled ahead of time, with the formats of the mock and with those of Prism. */
export interface CheckAhead {
  readonly validate: Validate
  readonly asPrism: () => Validate
}

/** Functions by their names, for each kind of formats. */
type Named = Map<string, Validate>

let waiting: CompiledChecks[number][] = []
const given = new Set<CompiledChecks[number]>()
const own: Named = new Map()
const prisms: Named = new Map()

/** Makes every mock use these checks from now on; they are the same for the same schema. */
export function useChecks(checks: CompiledChecks): void {
  for (const each of checks) {
    if (given.has(each)) continue
    given.add(each)
    waiting.push(each)
  }
}

/** The check of a schema, if it was compiled ahead of time. */
export function checkAhead(
  schema: JsonSchema,
  dialect: string,
  coerceTypes: boolean,
): CheckAhead | undefined {
  if (given.size === 0) return undefined
  for (const make of waiting) addAll(own, make(helpersWith({})))
  waiting = []
  const name = checkName(schema, dialect, coerceTypes)
  const validate = own.get(name)
  return validate && { validate, asPrism: () => asPrism(name) }
}

/** Whether any checks were given, so that the name of a schema is needed. */
export const hasChecks = () => given.size > 0

function asPrism(name: string): Validate {
  if (!prisms.has(name))
    for (const make of given) addAll(prisms, make(helpersWith({ 'date-time': dateTimeFormat() })))
  return prisms.get(name) as Validate
}

function addAll(into: Named, functions: Readonly<Record<string, Validate>>): void {
  for (const [name, each] of Object.entries(functions)) into.set(name, each)
}

const runtime = library<Pick<Helpers, 'formats' | 'equal' | 'ucs2length'>>(
  async () => {
    const [formats, equal, ucs2length] = await Promise.all([
      import('ajv-formats/dist/formats.js'),
      import('ajv/dist/runtime/equal.js'),
      import('ajv/dist/runtime/ucs2length.js'),
    ])
    return {
      formats: withNames(formats).fullFormats,
      equal: functionOf(equal),
      ucs2length: functionOf(ucs2length),
    }
  },
  (require) => ({
    formats: require('ajv-formats/dist/formats.js').fullFormats,
    equal: require('ajv/dist/runtime/equal.js').default,
    ucs2length: require('ajv/dist/runtime/ucs2length.js').default,
  }),
)

/** What compiled checks need before the first request. */
export const loadHelpers = () => runtime.load()

/** Some bundlers give the whole of a CommonJS module as its default. */
function functionOf({ default: found }: { readonly default: unknown }): unknown {
  return typeof found === 'function' ? found : (found as { default: unknown }).default
}

function helpersWith(formats: Helpers['formats']): Helpers {
  const { formats: all, equal, ucs2length } = runtime()
  return {
    formats: { ...all, url: guardedUrl(all.url as RegExp), ...formats },
    compilePattern,
    equal,
    ucs2length,
  }
}

/** Changes with the form of compiled checks, so that modules of an earlier version are not used. */
const version = 1

/** The name of a check: the same for the same schema in the same use. */
export function checkName(schema: JsonSchema, dialect: string, coerceTypes: boolean): string {
  const text = JSON.stringify([version, dialect, coerceTypes, schema])
  return `c${digest(new TextEncoder().encode(text))}`
}
