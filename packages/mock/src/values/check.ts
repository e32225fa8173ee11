import { pointerSteps, withoutAnnotations } from '@clientele/description'
import type { Ajv, ErrorObject, FormatDefinition, KeywordCxt, Options } from 'ajv'
import type { FormatsPlugin } from 'ajv-formats'
import { isObject, type JsonSchema } from '../json/json.ts'
import { guardPatterns, letForget } from '../json/pattern.ts'
import { checkNothingMissing, library } from '../json/runtime.ts'
import { type CheckAhead, checkAhead, hasChecks, type Targets, type Validate } from './ahead.ts'
import { isSound } from './meta-schema.ts'

/** A schema that Ajv understands, and the targets of its remaining references. */
interface Checkable {
  readonly schema: JsonSchema
  readonly bundle: unknown
}

/** Finds the mistakes of a value; empty if it is valid. */
export interface Check {
  (value: unknown): readonly ErrorObject[]
  /** Whether Ajv refused a part of the schema, which is left out; Prism then accepts everything. */
  readonly partial?: boolean
  /** Prism's findings, from a check compiled ahead of time; undefined if Prism itself is needed. */
  readonly asPrism?: (value: unknown) => readonly ErrorObject[] | undefined
}

type CheckOptions = Pick<Options, 'coerceTypes' | 'allErrors' | 'meta'>
type AjvClass = new (options: Options) => Ajv
/** The dialects that Prism distinguishes; the first one is for all others. */
export type Dialect = '' | '2019-09' | '2020-12'

/** Each is loaded for its first schema. */
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

const acceptAll: Validate = Object.assign(() => true, { evaluated: { props: true, items: true } })

/** Ajv's own way to call another check. */
const codeOfAjv = library<
  Pick<typeof import('ajv'), '_'> &
    Pick<typeof import('ajv/dist/vocabularies/core/ref.js'), 'callRef'> &
    Pick<typeof import('ajv/dist/compile/errors.js'), 'extendErrors'>
>(
  async () => {
    const [{ _ }, { callRef }, { extendErrors }] = await Promise.all([
      import('ajv'),
      import('ajv/dist/vocabularies/core/ref.js'),
      import('ajv/dist/compile/errors.js'),
    ])
    return { _, callRef, extendErrors }
  },
  (require) => ({
    ...require('ajv'),
    ...require('ajv/dist/vocabularies/core/ref.js'),
    ...require('ajv/dist/compile/errors.js'),
  }),
)

/**
 * Compiles a schema. The targets of its references are compiled when a value first reaches them, so that large
 * connected schemas cost only what is used.
 *
 * @param options `coerceTypes` for parameters, which are sent as text; `allErrors` to get more than the first error
 * @returns a check that accepts everything when the schema cannot be compiled, as Prism does; a doubt says so
 */
export function compileCheck({ schema, bundle }: Checkable, options: CheckOptions = {}): Check {
  const dialect = dialectOf(schema)
  noted?.push({ schema, bundle, coerceTypes: options.coerceTypes === true })
  const targets = targetsOf(bundle, dialect, options)
  const { validate, partial, ahead } = compiled(schema, dialect, options)
  const check = (value: unknown) => (validate.call(targets, value) ? [] : (validate.errors ?? []))
  return Object.assign(check, { partial, ...(ahead && { asPrism: asPrism(ahead, targets) }) })
}

/** Saves compiling what many schemas refer to for each of them: 25 s of CPU for 350 answers of a 4 MB description. */
const targetsByBundle = new WeakMap<object, Map<string, LazyTargets>>()

function targetsOf(bundle: unknown, dialect: Dialect, options: CheckOptions): LazyTargets {
  if (!isObject(bundle)) return new LazyTargets(bundle, dialect, options)
  const known = targetsByBundle.get(bundle) ?? new Map<string, LazyTargets>()
  targetsByBundle.set(bundle, known)
  const name = JSON.stringify([dialect, options])
  const targets = known.get(name) ?? new LazyTargets(bundle, dialect, options)
  known.set(name, targets)
  return targets
}

interface Compiled {
  readonly validate: Validate
  readonly partial: boolean
  /** Of one that finds what Prism finds. */
  readonly ahead?: CheckAhead
}

/** Undefined: it was not. */
function compiledAhead(
  original: JsonSchema,
  dialect: Dialect,
  { coerceTypes = false }: CheckOptions,
): Compiled | undefined {
  if (!hasChecks()) return undefined
  const { schema, mended } = plain(original)
  const ahead = checkAhead(schema, dialect, coerceTypes === true)
  return ahead && { validate: ahead.validate, partial: false, ...(!mended && { ahead }) }
}

/** A schema as used by checks compiled ahead of time. */
export const plain = (original: JsonSchema) => prepared(withoutAnnotations(original) as JsonSchema)

function asPrism({ asPrism: validate }: CheckAhead, targets: LazyTargets): NonNullable<Check['asPrism']> {
  return (value) => {
    try {
      const judge = validate()
      return judge.call(targets.asPrism, value) ? [] : (judge.errors ?? [])
    } catch (error) {
      if (error === notAhead) return undefined
      throw error
    }
  }
}

/** Ends what needs Prism itself. */
const notAhead = new Error('Not compiled ahead.')

/** Compiled ahead or now. Where Ajv refuses a keyword, the others still count. */
function compiled(original: JsonSchema, dialect: Dialect, options: CheckOptions): Compiled {
  const ahead = compiledAhead(original, dialect, options)
  if (ahead) return ahead
  const { schema } = prepared(original)
  const ajv = validatorFor(dialect, options)
  const compile = (partial: boolean): Compiled => {
    if (!isSound(schema)) judgeFor(dialect, options).validateSchema(schema, true)
    return { validate: ajv.compile(schema) as Validate, partial }
  }
  try {
    return compile(false)
  } catch (error) {
    checkNothingMissing()
    if (error instanceof EvalError) return unchecked(forbidden)
    leaveOutRefused(judgeFor(dialect, options), schema)
  }
  try {
    return compile(true)
  } catch (error) {
    return unchecked(`since it cannot be used: ${(error as Error).message}`)
  }
}

const forbidden = "since a Content Security Policy forbids 'unsafe-eval' and its check was not compiled ahead"

function unchecked(why: string): Compiled {
  doubt(`a schema is not checked, ${why}`)
  return { validate: acceptAll, partial: false }
}

/** Limit of keywords to leave out of one schema. */
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
class LazyTargets implements Targets {
  readonly #bundle: Readonly<Record<string, JsonSchema>>
  readonly #dialect: Dialect
  readonly #options: CheckOptions
  readonly #compiled = new Map<string, Compiled>()

  constructor(bundle: unknown, dialect: Dialect, options: CheckOptions) {
    this.#bundle = (bundle ?? {}) as Record<string, JsonSchema>
    this.#dialect = dialect
    this.#options = options
  }

  validator(name: string): Validate {
    return this.at(name).validate
  }

  readonly asPrism: Targets = {
    validator: (name) => {
      const { ahead } = this.at(name)
      if (!ahead) throw notAhead
      return ahead.asPrism()
    },
  }

  at(name: string): Compiled {
    let known = this.#compiled.get(name)
    if (!known) {
      known = compiled(this.#bundle[name] ?? {}, this.#dialect, this.#options)
      this.#compiled.set(name, known)
    }
    return known
  }
}

const keyword = 'x-lazy-reference'
const bundled = '#/__bundled__/'

interface Prepared {
  readonly schema: JsonSchema
  /** Whether more than references was changed, so that Prism, which does not do that, judges differently. */
  readonly mended: boolean
  /** Names of what its references lead to. */
  readonly references: readonly string[]
}

/** The same schema with our own keyword in the place of references into the bundle; it may be changed. */
export function prepared(original: JsonSchema): Prepared {
  const references = new Set<string>()
  let mended = false
  const replace = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(replace)
    if (!isObject(node)) return node
    if (typeof node.$ref === 'string' && node.$ref.startsWith(bundled)) {
      const name = node.$ref.slice(bundled.length)
      references.add(name)
      return { [keyword]: name }
    }
    const copy = Object.fromEntries(Object.entries(node).map(([name, child]) => [name, member(name, child)]))
    if (typeof node.nullable !== 'boolean' || node.type !== undefined) return copy
    mended = true
    return orNull(copy)
  }
  const member = (name: string, child: unknown): unknown => {
    if (!sets.has(name) || !Array.isArray(child)) return data.has(name) ? child : replace(child)
    const distinct = once(child)
    mended ||= distinct.length < child.length
    return distinct
  }
  return { schema: replace(original) as JsonSchema, mended, references: [...references] }
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

/**
 * A reference is followed when a value reaches it, through what the check was called with as `this`. Errors behind it get
 * the place of the reference in the schema: by that they belong to one of the branches of `oneOf`.
 */
function addLazyReferences(ajv: Ajv): void {
  const { _, callRef, extendErrors } = codeOfAjv()
  const code = (context: KeywordCxt) => {
    const target = context.gen.const('target', _`this.validator(${context.schema})`)
    callRef(context, target)
    if (context.it.allErrors) extendErrors(context)
  }
  ajv.addKeyword({ keyword, schemaType: 'string', trackErrors: true, code })
}

function validatorFor(dialect: Dialect, options: CheckOptions): Ajv {
  const name = JSON.stringify([dialect, options])
  let known = validators.get(name)
  if (!known) {
    known = newAjv(dialect, options)
    letForget(known)
    acceptPlainTimes(known)
    validators.set(name, known)
  }
  return known
}

/** Judges schemas. The others have no meta-schema, which takes half of the time of making an Ajv. */
const judgeFor = (dialect: Dialect, options: CheckOptions) =>
  validatorFor(dialect, { ...options, meta: true })

/** An Ajv configured for these checks, now or ahead of time. */
export function newAjv(dialect: Dialect, options: Options): Ajv {
  const Class = classFor(dialect)
  const common = { strict: false, logger: false, validateSchema: false, passContext: true } as const
  const ajv = new Class({ meta: false, ...options, ...common })
  formats().default(ajv)
  guardPatterns(ajv)
  addLazyReferences(ajv)
  return ajv
}

const plainDate = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])$/
const plainTime =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?Z$/

/** Saves taking dates and times apart that are valid at a glance, as nearly all are: 0.2 µs each. */
function acceptPlainTimes(ajv: Ajv): void {
  for (const [name, plain] of [
    ['date', plainDate],
    ['date-time', plainTime],
  ] as const) {
    const whole = ajv.formats[name] as FormatDefinition<string> & { validate: (text: string) => boolean }
    ajv.addFormat(name, { ...whole, validate: (text: string) => plain.test(text) || whole.validate(text) })
  }
}

function classFor(dialect: Dialect): AjvClass {
  if (dialect === '2020-12') return dialects[dialect]().Ajv2020
  return dialect === '2019-09' ? dialects[dialect]().Ajv2019 : dialects[dialect]().Ajv
}

export function dialectOf({ $schema }: JsonSchema): Dialect {
  return (/2020-12|2019-09/.exec(String($schema))?.[0] ?? '') as Dialect
}

/** A requested check. */
export interface Noted extends Checkable {
  readonly coerceTypes: boolean
}

let noted: Noted[] | undefined

/** The checks requested while a function runs. */
export function noteChecks(work: () => void): readonly Noted[] {
  noted = []
  try {
    work()
    return noted
  } finally {
    noted = undefined
  }
}

/**
 * Notes about parts of a description that cannot be met, made while a request is answered. The engine takes the notes
 * and adds the operation. All of it is one synchronous call, so notes of different requests do not mix.
 */
let notes: string[] = []

/** How many notes are kept until they are taken. */
const limit = 100

export function doubt(note: string): void {
  if (notes.length < limit && !notes.includes(note)) notes.push(note)
}

export function takeDoubts(): string[] {
  const taken = notes
  if (taken.length > 0) notes = []
  return taken
}
