import type { Ajv, ErrorObject, Options, SchemaValidateFunction } from 'ajv'
import type { FormatsPlugin } from 'ajv-formats'
import { isObject, type JsonSchema } from '../json/json.ts'
import { checkNothingMissing, library } from '../json/library.ts'
import { guardPatterns } from '../json/pattern.ts'

/** A schema that Ajv understands, and what its remaining references point to. */
interface Checkable {
  readonly schema: JsonSchema
  readonly bundle: unknown
}

/** Finds what is wrong with a value; empty when it is valid. */
export type Check = (value: unknown) => readonly ErrorObject[]

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
 * @returns a check that accepts everything when the schema cannot be compiled, as Prism does
 */
export function compileCheck(
  { schema, bundle }: Checkable,
  options: Pick<Options, 'coerceTypes' | 'allErrors'> = {},
): Check {
  try {
    const validate = validatorFor(String(schema.$schema), options).compile(
      lazily(schema, new LazyTargets(bundle, String(schema.$schema), options)),
    )
    return (value) => (validate(value) ? [] : (validate.errors ?? []))
  } catch {
    checkNothingMissing()
    return valid
  }
}

/** The targets of the references of one schema. Each is compiled once, when it is first reached. */
class LazyTargets {
  readonly #bundle: Readonly<Record<string, JsonSchema>>
  readonly #dialect: string
  readonly #options: Pick<Options, 'coerceTypes' | 'allErrors'>
  readonly #checks = new Map<string, Check>()

  constructor(bundle: unknown, dialect: string, options: Pick<Options, 'coerceTypes' | 'allErrors'>) {
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
    try {
      const validate = validatorFor(this.#dialect, this.#options).compile(lazily(schema, this))
      return (value) => (validate(value) ? [] : (validate.errors ?? []))
    } catch {
      checkNothingMissing()
      return valid
    }
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
    return Object.fromEntries(
      Object.entries(node).map(([name, child]) => [
        name,
        sets.has(name) && Array.isArray(child) ? once(child) : data.has(name) ? child : replace(child),
      ]),
    )
  }
  return replace(schema) as JsonSchema
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

function validatorFor(dialect: string, options: Pick<Options, 'coerceTypes' | 'allErrors'>): Ajv {
  const draft = (/2020-12|2019-09/.exec(dialect)?.[0] ?? '') as Draft
  const name = JSON.stringify([draft, options])
  let known = validators.get(name)
  if (!known) {
    known = new (classFor(draft))({ ...options, strict: false, logger: false })
    formats().default(known as Ajv)
    guardPatterns(known as Ajv)
    addLazyReferences(known as Ajv)
    validators.set(name, known as Ajv)
  }
  return known as Ajv
}

function classFor(draft: Draft): AjvClass {
  if (draft === '2020-12') return dialects[draft]().Ajv2020
  return draft === '2019-09' ? dialects[draft]().Ajv2019 : dialects[draft]().Ajv
}
