import { createRequire } from 'node:module'
import type { Ajv, ErrorObject, Options } from 'ajv'
import type { JsonSchema } from '../json/json.ts'

/** A schema that Ajv understands, and what its remaining references point to. */
interface Checkable {
  readonly schema: JsonSchema
  readonly bundle: unknown
}

/** Finds what is wrong with a value; empty when it is valid. */
export type Check = (value: unknown) => readonly ErrorObject[]

const require = createRequire(import.meta.url)
/** Saves making an Ajv (7 ms of CPU) for each schema. */
const validators = new Map<string, Ajv>()
const valid: Check = () => []

/**
 * Compiles a schema.
 *
 * @param options `coerceTypes` for parameters, which are text on the wire; `allErrors` to hear of more than the first
 * @returns a check that accepts everything when the schema cannot be compiled, as Prism does
 */
export function compileCheck(
  { schema, bundle }: Checkable,
  options: Pick<Options, 'coerceTypes' | 'allErrors'> = {},
): Check {
  try {
    const validate = validatorFor(String(schema.$schema), options).compile({ ...schema, __bundled__: bundle })
    return (value) => (validate(value) ? [] : (validate.errors ?? []))
  } catch {
    return valid
  }
}

function validatorFor(dialect: string, options: Pick<Options, 'coerceTypes' | 'allErrors'>): Ajv {
  const draft = /2020-12|2019-09/.exec(dialect)?.[0] ?? ''
  const name = JSON.stringify([draft, options])
  let known = validators.get(name)
  if (!known) {
    known = new (classFor(draft))({ ...options, strict: false, logger: false })
    require('ajv-formats').default(known)
    validators.set(name, known as Ajv)
  }
  return known as Ajv
}

/** The dialects that Prism tells apart, each loaded when the first schema of it comes. */
function classFor(draft: string): new (options: Options) => Ajv {
  if (draft === '2020-12') return require('ajv/dist/2020').default
  return draft === '2019-09' ? require('ajv/dist/2019').default : require('ajv').default
}
