import { pointerSteps } from '@clientele/description'
import type { Ajv, ErrorObject, Options, SchemaValidateFunction } from 'ajv'
import type { FormatsPlugin } from 'ajv-formats'
import { isObject, type JsonSchema } from '../json/json.ts'
import { guardPatterns, letForget } from '../json/pattern.ts'
import { checkNothingMissing, library } from '../json/runtime.ts'
import { isSound } from './meta-schema.ts'

/** A schema that Ajv understands, and what its remaining references point to. */
interface Checkable {
  readonly schema: JsonSchema
  readonly bundle: unknown
}

/** Finds what is wrong with a value; empty when it is valid. */
export interface Check {
  (value: unknown): readonly ErrorObject[]
  /** Whether Ajv refused a part of the schema, which is left out: Prism then accepts everything. */
  readonly partial?: boolean
}

type CheckOptions = Pick<Options, 'coerceTypes' | 'allErrors'>
type AjvClass = new (options: Options) => Ajv
type Draft = '' | '2019-09' | '2020-12'

/** The dialects that Prism tells apart, each loaded when the first schema of it comes. */
const dialects = {
  '': library<{ Ajv: AjvClass }>(
    () => import('ajv'),
    (require) => require('ajv'),
  ),
  '2019-09': library<{ Ajv2019: AjvClass }>(
    () => import('ajv/dist/2019.js'),
    (require) => require('ajv/dist/2019.js'),
  ),
  '2020-12': library<{ Ajv2020: AjvClass }>(
    () => import('ajv/dist/2020.js'),
    (require) => require('ajv/dist/2020.js'),
  ),
}

const formats = library<{ default: FormatsPlugin }>(
  () => import('ajv-formats'),
  (require) => require('ajv-formats'),
)

/** What every check needs, whatever its dialect. */
export const loadFormats = () => formats.load()

/** Saves making an Ajv (7 ms of CPU) for each schema. */
const validators = new Map<string, Ajv>()
const valid: Check = () => []

/**
 * Compiles a schema. What its references lead to is compiled when a value first reaches it, so that schemas which
 * refer to each other freely cost what is used of them.
 *
 * @param options `coerceTypes` for parameters, which are text on the wire; `allErrors` to hear of more than the first
 * @returns a check that accepts everything when the schema cannot be compiled, as Prism does; a doubt says so
 */
export function compileCheck({ schema, bundle }: Checkable, options: CheckOptions = {}): Check {
  const dialect = String(schema.$schema)
  return compiled(lazily(schema, targetsOf(bundle, dialect, options)), dialect, options)
}

/** Saves compiling what many schemas refer to for each of them: 25 s of CPU for 350 answers of a 4 MB description. */
const targetsByBundle = new WeakMap<object, Map<string, LazyTargets>>()

function targetsOf(bundle: unknown, dialect: string, options: CheckOptions): LazyTargets {
  if (!isObject(bundle)) return new LazyTargets(bundle, dialect, options)
  const known = targetsByBundle.get(bundle) ?? new Map<string, LazyTargets>()
  targetsByBundle.set(bundle, known)
  const name = JSON.stringify([dialect, options])
  const targets = known.get(name) ?? new LazyTargets(bundle, dialect, options)
  known.set(name, targets)
  return targets
}

/** The check of a schema of our own: it may be changed. Where Ajv refuses a keyword, the others still count. */
function compiled(schema: JsonSchema, dialect: string, options: CheckOptions): Check {
  const ajv = validatorFor(dialect, options)
  const compile = (partial: boolean): Check => {
    if (!isSound(schema)) ajv.validateSchema(schema, true)
    const validate = ajv.compile(schema)
    const check = (value: unknown) => (validate(value) ? [] : (validate.errors ?? []))
    return Object.assign(check, { partial })
  }
  try {
    return compile(false)
  } catch {
    checkNothingMissing()
    leaveOutRefused(ajv, schema)
  }
  try {
    return compile(true)
  } catch (error) {
    doubt(`a schema is not checked, since it cannot be used: ${(error as Error).message}`)
    return valid
  }
}

/** How many keywords of one schema may be left out. */
const mostRefused = 50

function leaveOutRefused(ajv: Ajv, schema: JsonSchema): void {
  for (let count = 0; count < mostRefused && !ajv.validateSchema(schema); count++) {
    const { instancePath = '', message = 'is wrong' } = ajv.errors?.[0] ?? {}
    const steps = pointerSteps(instancePath)
    const holder = steps
      .slice(0, -1)
      .reduce<unknown>((node, step) => (node as Record<string, unknown> | undefined)?.[step], schema)
    const name = steps.at(-1)
    if (name === undefined || typeof holder !== 'object' || holder === null) return
    doubt(`${instancePath} of a schema ${message}; it is ignored`)
    if (Array.isArray(holder)) holder.splice(Number(name), 1)
    else delete (holder as Record<string, unknown>)[name]
  }
}

/** The targets of the references of one schema. Each is compiled once, when it is first reached. */
class LazyTargets {
  readonly #bundle: Readonly<Record<string, JsonSchema>>
  readonly #dialect: string
  readonly #options: CheckOptions
  readonly #checks = new Map<string, Check>()

  constructor(bundle: unknown, dialect: string, options: CheckOptions) {
    this.#bundle = (bundle ?? {}) as Record<string, JsonSchema>
    this.#dialect = dialect
    this.#options = options
  }

  check(name: string): Check {
    let known = this.#checks.get(name)
    if (!known) {
      known = this.#compile(this.#bundle[name] ?? {})
      this.#checks.set(name, known)
    }
    return known
  }

  #compile(schema: JsonSchema): Check {
    return compiled(lazily(schema, this), this.#dialect, this.#options)
  }
}

const keyword = 'x-lazy-reference'
const bundled = '#/__bundled__/'

/** The same schema with our own keyword in the place of references into the bundle. */
function lazily(schema: JsonSchema, targets: LazyTargets): JsonSchema {
  const replace = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(replace)
    if (!isObject(node)) return node
    if (typeof node.$ref === 'string' && node.$ref.startsWith(bundled)) {
      return { [keyword]: { targets, name: node.$ref.slice(bundled.length) } }
    }
    const copy = Object.fromEntries(
      Object.entries(node).map(([name, child]) => [
        name,
        sets.has(name) && Array.isArray(child) ? once(child) : data.has(name) ? child : replace(child),
      ]),
    )
    return typeof node.nullable === 'boolean' && node.type === undefined ? orNull(copy) : copy
  }
  return replace(schema) as JsonSchema
}

/** `nullable` beside `oneOf`, `allOf` or `enum`, without a type: Ajv refuses the whole schema. */
function orNull({ nullable, ...rest }: JsonSchema): JsonSchema {
  return nullable === true ? { anyOf: [{ type: 'null' }, rest] } : rest
}

const data = new Set(['const', 'default', 'enum', 'example', 'examples'])

/** Ajv refuses a whole schema in which one of these lists names something twice. */
const sets = new Set(['enum', 'required'])

function once(list: readonly unknown[]): unknown[] {
  return [...new Map(list.map((item) => [JSON.stringify(item), item])).values()]
}

interface LazyReference {
  readonly targets: LazyTargets
  readonly name: string
}

/** Ajv's way to a keyword of one's own; its errors say where they are from the root of the value. */
function addLazyReferences(ajv: Ajv): void {
  const validate: SchemaValidateFunction = ({ targets, name }: LazyReference, value: unknown, _, context) => {
    const found = targets.check(name)(value)
    const at = context?.instancePath ?? ''
    validate.errors = found.map((error) => ({ ...error, instancePath: at + error.instancePath }))
    return found.length === 0
  }
  ajv.addKeyword({ keyword, errors: 'full', validate })
}

function validatorFor(dialect: string, options: CheckOptions): Ajv {
  const draft = (/2020-12|2019-09/.exec(dialect)?.[0] ?? '') as Draft
  const name = JSON.stringify([draft, options])
  let known = validators.get(name)
  if (!known) {
    known = new (classFor(draft))({ ...options, strict: false, logger: false, validateSchema: false })
    formats().default(known as Ajv)
    guardPatterns(known as Ajv)
    letForget(known as Ajv)
    addLazyReferences(known as Ajv)
    validators.set(name, known as Ajv)
  }
  return known as Ajv
}

function classFor(draft: Draft): AjvClass {
  if (draft === '2020-12') return dialects[draft]().Ajv2020
  return draft === '2019-09' ? dialects[draft]().Ajv2019 : dialects[draft]().Ajv
}

/**
 * What a description asks for and cannot have, noted where it shows while a request is answered. Whoever answers takes
 * the notes and says of which operation they are. All of it is one synchronous call, so nobody takes another's notes.
 */
let notes: string[] = []

/** Most notes that are kept until somebody takes them. */
const limit = 100

export function doubt(note: string): void {
  if (notes.length < limit && !notes.includes(note)) notes.push(note)
}

export function takeDoubts(): string[] {
  const taken = notes
  if (taken.length > 0) notes = []
  return taken
}
