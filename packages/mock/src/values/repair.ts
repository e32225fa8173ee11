import { pointerSteps } from '@clientele/description'
import type { ErrorObject } from 'ajv'
import type { Api } from '../description/api.ts'
import { expanded } from '../description/resolver.ts'
import { partsOf } from '../description/schema-view.ts'
import { isObject, type JsonSchema } from '../json/json.ts'
import { onceFor } from '../json/kept.ts'
import { outputSchema } from '../prism/prism.ts'
import { type Check, compileCheck, doubt } from './check.ts'
import { generate, merged } from './generate.ts'
import type { Generation } from './persona.ts'

/**
 * Finds the mistakes of a value in an answer: without writeOnly properties. Saves translating and compiling the
 * schema for each record: 2 ms of CPU.
 */
const outputCheck = onceFor((schema: JsonSchema, api: Api): Check => {
  for (const contradiction of contradictions(schema)) doubt(contradiction)
  return compileCheck(outputSchema(api, schema), { allErrors: true })
})

/** Compiles the checks of answers with this schema. */
export function compileAnswers(api: Api, schema: JsonSchema): void {
  outputCheck(schema, api)
}

/** The mistakes of a value as an answer, a phrase for each place; empty if it is valid. */
export function findings(api: Api, schema: JsonSchema, value: unknown): string[] {
  const wrong = outputCheck(schema, api)(value)
  return wrong.map(({ instancePath, message = 'is wrong' }) => `${instancePath || 'body'} ${message}`)
}

const rounds = 8

/**
 * Changes a value as little as possible until its schema accepts it: removes forbidden properties, makes
 * up missing ones, and replaces wrong ones or leaves them out. Returns the same object when it is already valid.
 */
export function repair<T>(api: Api, schema: JsonSchema, value: T, generation: () => Generation): T {
  const check = outputCheck(schema, api)
  let errors = check(value)
  if (errors.length === 0) return value
  const first = generation()
  // If repair fails, the answer may be wrong; it is not tried again.
  const made = first.asShown ? plain(first) : first
  let current: unknown = structuredClone(value)
  for (let round = 0; round < rounds && errors.length > 0; round++) {
    for (const error of ofNearestBranches(errors))
      current = mend(current, error, schema, round === 0 ? first : made, round)
    errors = check(current)
  }
  if (errors.length === 0) return current as T
  const fresh = generate(schema, '', made)
  if (check(fresh).length === 0) return fresh as T
  const [{ instancePath = '', message = 'is wrong' } = {}] = errors
  doubt(`no value was found that the schema of the answer accepts: ${instancePath || 'the body'} ${message}`)
  return current as T
}

function plain(generation: Generation): Generation {
  return Object.create(generation, { asShown: { value: false } })
}

/**
 * The mistakes to repair: of `oneOf` and `anyOf`, which report errors for each branch, only those of the branch with
 * the fewest mistakes. To satisfy several at once would make all of them fit where one has to.
 */
function ofNearestBranches(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const choices = errors.filter(({ keyword }) => keyword === 'oneOf' || keyword === 'anyOf')
  return choices.reduce<readonly ErrorObject[]>((left, choice) => {
    const { schemaPath, instancePath } = choice
    const branchOf = (error: ErrorObject) =>
      error.schemaPath.startsWith(`${schemaPath}/`)
        ? error.schemaPath.slice(schemaPath.length + 1).split('/')[0]
        : undefined
    const mistakes = new Map<string, number>()
    for (const error of left) {
      const branch = branchOf(error)
      // A value of another type, such as null, would have to be replaced as a whole.
      const weight = error.keyword === 'type' && error.instancePath === instancePath ? 1_000 : 1
      if (branch !== undefined) mistakes.set(branch, (mistakes.get(branch) ?? 0) + weight)
    }
    const [nearest] = [...mistakes].toSorted(([, one], [, other]) => one - other)
    if (!nearest || nearest[1] >= 1_000) return left
    return left.filter((error) => error !== choice && [undefined, nearest[0]].includes(branchOf(error)))
  }, errors)
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
  // Null that an enum does not list: leaving it out is nearer to it than one of the values.
  if (error.keyword === 'enum' && at(root, steps) === null && round === 0) return without(root, steps)
  if (steps.length === 0) return error.keyword === 'type' ? generate(schema, '', generation) : root
  // Later rounds leave out a value that cannot be repaired, in the end with the object around it.
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
    current = isObject(next) ? expanded(next) : undefined
  }
  return current
}

/** How far into a schema contradictions are looked for, and how many are named. */
const depthLimit = 4
const named = 3

/**
 * Properties that one part of `allOf` describes and another forbids with `additionalProperties: false`, so that a value
 * with them is invalid. They are answered anyway, because the description shows that they are intended.
 */
function contradictions(schema: JsonSchema): string[] {
  const found = new Set<string>()
  look(schema, 0, found)
  return [...found].map((name) => `one part of allOf describes "${name}", and another forbids it`)
}

function look(schema: JsonSchema, depth: number, found: Set<string>): void {
  if (depth > depthLimit || found.size >= named) return
  const parts = partsOf(schema, ['allOf'])
  const properties = new Map(parts.flatMap((part) => Object.entries(ownProperties(part))))
  for (const part of parts) {
    if (parts.length === 1 || part.additionalProperties !== false || isObject(part.patternProperties))
      continue
    const own = ownProperties(part)
    for (const name of properties.keys()) if (!(name in own) && found.size < named) found.add(name)
  }
  for (const inner of [...properties.values(), ...parts.map(({ items }) => items)]) {
    if (isObject(inner)) look(expanded(inner), depth + 1, found)
  }
}

function ownProperties({ properties }: JsonSchema): Record<string, unknown> {
  return isObject(properties) ? properties : {}
}
