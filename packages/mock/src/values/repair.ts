import { createRequire } from 'node:module'
import { pointerSteps } from '@clientele/description'
import type { Ajv, ErrorObject } from 'ajv'
import type { Api } from '../description/api.ts'
import { isObject, type JsonSchema } from '../json/json.ts'
import { outputSchema, type TranslatedSchema } from '../prism/output-schema.ts'
import { validateAgainstSchema } from '../prism/parts.ts'
import { generate, merged } from './generate.ts'
import type { Generation } from './persona.ts'

const require = createRequire(import.meta.url)
const judges = new Map<string, Ajv>()
const compiled = new WeakMap<JsonSchema, OutputJudge>()

/** Finds what is wrong with a value that the mock made up; empty when it is valid. */
type OutputJudge = (value: unknown) => readonly ErrorObject[]

/** The judge for a schema as answers see it: without writeOnly properties. Compiled once per schema. */
function outputJudge(api: Api, schema: JsonSchema): OutputJudge {
  const known = compiled.get(schema)
  if (known) return known
  const judge = compile(outputSchema(api, schema))
  compiled.set(schema, judge)
  return judge
}

/** Prism's judgement first: almost every value is valid, and its validator is loaded already. */
function compile(translated: TranslatedSchema): OutputJudge {
  const { schema, bundle } = translated
  let detailed: OutputJudge | undefined
  return (value) => {
    if (validateAgainstSchema()(value, schema, false, 1, 'body', bundle)._tag === 'None') return []
    detailed ??= compileDetailed(translated)
    return detailed(value)
  }
}

/** Ajv's own errors, which name the property; Prism keeps no more than a sentence of them. */
function compileDetailed({ schema, bundle }: TranslatedSchema): OutputJudge {
  const validate = judgeFor(String(schema.$schema)).compile({ ...schema, __bundled__: bundle })
  return (value) => (validate(value) ? [] : (validate.errors ?? []))
}

/** The dialects that Prism tells apart; all errors are wanted, because each is repaired. */
function judgeFor(dialect: string): Ajv {
  const file = dialect.includes('2020-12')
    ? 'ajv/dist/2020'
    : dialect.includes('2019-09')
      ? 'ajv/dist/2019'
      : 'ajv'
  const known = judges.get(file)
  if (known) return known
  const made: Ajv = new (require(file).default)({ allErrors: true, strict: false, logger: false })
  require('ajv-formats').default(made)
  judges.set(file, made)
  return made
}

const rounds = 8

/**
 * Changes a value as little as possible until its schema accepts it: properties that must not be there go,
 * missing ones are made up, wrong ones are replaced, or left out where they may be. What was already valid
 * comes back as the same object.
 */
export function repair<T>(api: Api, schema: JsonSchema, value: T, generation: () => Generation): T {
  const judge = outputJudge(api, schema)
  let errors = judge(value)
  if (errors.length === 0) return value
  const made = generation()
  let current: unknown = structuredClone(value)
  for (let round = 0; round < rounds && errors.length > 0; round++) {
    for (const error of errors) current = mend(current, error, schema, made, round)
    errors = judge(current)
  }
  if (errors.length === 0) return current as T
  const fresh = generate(schema, '', made)
  return (judge(fresh).length === 0 ? fresh : current) as T
}

function mend(
  root: unknown,
  error: ErrorObject,
  schema: JsonSchema,
  generation: Generation,
  round: number,
): unknown {
  const steps = pointerSteps(error.instancePath)
  const params = error.params as Record<string, string | undefined>
  const extra = params.additionalProperty ?? params.unevaluatedProperty ?? params.propertyName
  if (extra !== undefined) return without(root, [...steps, extra])
  if (params.missingProperty !== undefined)
    return placed(root, [...steps, params.missingProperty], schema, generation)
  if (steps.length === 0) return error.keyword === 'type' ? generate(schema, '', generation) : root
  // Later rounds give up on a value that cannot be mended and leave it out, in the end with what holds it.
  return round < 3
    ? placed(root, steps, schema, generation)
    : without(root, round < 5 ? steps : steps.slice(0, 1))
}

function placed(
  root: unknown,
  steps: readonly string[],
  schema: JsonSchema,
  generation: Generation,
): unknown {
  const described = schemaAt(schema, steps, generation)
  const name = steps.at(-1) as string
  const holder = at(root, steps.slice(0, -1))
  if (Array.isArray(holder) || isObject(holder)) {
    Object.defineProperty(holder, name, {
      value: generate(described ?? { type: 'string' }, name, generation, Math.min(steps.length, 3)),
      enumerable: true,
      configurable: true,
      writable: true,
    })
  }
  return root
}

function without(root: unknown, steps: readonly string[]): unknown {
  const holder = at(root, steps.slice(0, -1))
  const name = steps.at(-1) as string
  if (Array.isArray(holder)) holder.splice(Number(name), 1)
  else if (isObject(holder)) delete holder[name]
  return root
}

function at(root: unknown, steps: readonly string[]): unknown {
  return steps.reduce<unknown>(
    (node, step) =>
      typeof node === 'object' && node !== null ? (node as Record<string, unknown>)[step] : undefined,
    root,
  )
}

/** The schema of a member, as far as `properties` and `items` lead to it. */
function schemaAt(
  schema: JsonSchema,
  steps: readonly string[],
  generation: Generation,
): JsonSchema | undefined {
  let current: JsonSchema | undefined = schema
  for (const step of steps) {
    if (!current) return undefined
    const whole = merged(current, generation.random)
    const properties: Record<string, unknown> = isObject(whole.properties) ? whole.properties : {}
    const next: unknown = properties[step] ?? (/^\d+$/.test(step) ? whole.items : whole.additionalProperties)
    current = isObject(next) ? next : undefined
  }
  return current
}
