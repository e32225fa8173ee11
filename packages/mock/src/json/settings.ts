import * as v from 'valibot'
import { isObject } from './json.ts'
import { type Mistake, MockConfigurationError, SettingsError } from './mistakes.ts'

/** Accepts a `T`, and says what it expects of other values. */
export type Schema<T> = v.GenericSchema<unknown, T>

/** Steps to a value: names of properties, and places in lists. */
export type Steps = readonly (string | number)[]

/**
 * Reads settings that people write.
 *
 * @param what Names the document in the error.
 * @throws SettingsError with every mistake at once.
 */
export function readSettings<T>(what: string, value: unknown, schema: Schema<T>): T {
  const result = v.safeParse(schema, value)
  if (result.success) return result.output
  throw new SettingsError(what, mistakesOf(result.issues))
}

/**
 * The same for settings that a mock cannot start without. @throws MockConfigurationError with every mistake at once.
 */
export function readConfigured<T>(what: string, value: unknown, schema: Schema<T>): T {
  try {
    return readSettings(what, value, schema)
  } catch (error) {
    throw error instanceof SettingsError ? new MockConfigurationError(error.message) : error
  }
}

/** `rules[0].status`, and `state["/Customers"]` where a name is not a plain word. */
export function placeOf(steps: Steps): string {
  return steps.reduce<string>((place, step) => {
    if (typeof step === 'number') return `${place}[${step}]`
    if (!/^[\w$-]+$/.test(step)) return `${place}[${JSON.stringify(step)}]`
    return place === '' ? step : `${place}.${step}`
  }, '')
}

type Issue = v.BaseIssue<unknown>

/** In the order of the document, with missing properties last. */
function mistakesOf(issues: readonly Issue[]): Mistake[] {
  const orderOf = placesOfNames()
  return issues
    .map((issue) => ({ issue, order: (issue.path ?? []).map(orderOf) }))
    .sort((one, other) => compare(one.order, other.order))
    .slice(0, mostMistakes)
    .map(({ issue }) => mistakeOf(issue))
}

/** More would hide the first ones, and each costs time. */
const mostMistakes = 100

/** A missing property is a mistake of the object that needs it. */
function mistakeOf(issue: Issue): Mistake {
  const { message } = issue
  const path: readonly v.IssuePathItem[] = issue.path ?? []
  const last = path.at(-1)
  const own = last?.origin === 'key' ? path.slice(0, -1) : path
  const at = placeOf(own.map(({ key }) => key as string | number))
  return { at, message: own === path ? message : `needs the property ${String(last?.key)}` }
}

/** The position of a step in its object. The names of each object are counted once. */
function placesOfNames(): (step: v.IssuePathItem) => number {
  const known = new WeakMap<object, Map<string, number>>()
  return ({ key, input }) => {
    if (typeof key === 'number') return key
    const places =
      known.get(input as object) ?? new Map(Object.keys(input as object).map((name, place) => [name, place]))
    known.set(input as object, places)
    return places.get(String(key)) ?? Number.POSITIVE_INFINITY
  }
}

function compare(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((place, index) => place !== other[index])
  return at < 0 ? 0 : (one[at] as number) - (other[at] ?? -1)
}

/** A schema from a predicate. */
export function accepted<T>(test: (value: unknown) => boolean, message: string): Schema<T> {
  return v.custom<T>(test, message)
}

/** Chosen by the value: the schema of one of its forms, or the expectation if none fits. */
export function chosen<T>(choose: (value: unknown) => Schema<T> | string): Schema<T> {
  return v.lazy((value) => {
    const form = choose(value)
    return typeof form === 'string' ? v.custom<T>(() => false, form) : form
  })
}

/** A number of the given range, both ends included. */
export function number(low: number, high: number): Schema<number> {
  return accepted(
    (value) => typeof value === 'number' && value >= low && value <= high,
    `must be a number from ${low} to ${high}`,
  )
}

/** A whole number of the given range, both ends included. */
export function integer(low: number, high = Number.MAX_SAFE_INTEGER): Schema<number> {
  const range = high === Number.MAX_SAFE_INTEGER ? `of at least ${low}` : `from ${low} to ${high}`
  return accepted(
    (value) => Number.isSafeInteger(value) && (value as number) >= low && (value as number) <= high,
    `must be a whole number ${range}`,
  )
}

/** Text that is not empty, and matches the pattern if there is one. */
export function text(expected = 'text that is not empty', pattern = /./s): Schema<string> {
  return accepted((value) => typeof value === 'string' && pattern.test(value), `must be ${expected}`)
}

/** One of the given words. */
export function word<const T extends string>(...words: readonly T[]): Schema<T> {
  return v.picklist(words, `must be ${alternatives(words)}`)
}

/** A list of values that the schema accepts. */
export function list<T>(item: Schema<T>): Schema<T[]> {
  return v.array(item, 'must be a list')
}

/** An object with any names, whose values the schema accepts. */
export function table<T>(item: Schema<T>): Schema<Record<string, T>> {
  return v.pipe(anyObject, v.record(v.string(), item))
}

/** Schemas of the properties that an object may have. */
export type Shape<T> = { readonly [Name in keyof T]-?: Schema<Exclude<T[Name], undefined>> }

/** An object with only these properties; the `required` ones must be present. */
export function object<T extends object>(
  shape: Shape<T>,
  required: readonly (keyof T & string)[] = [],
): Schema<T> {
  const entries = Object.entries<Schema<unknown>>(shape).map(([name, schema]) => [
    name,
    required.includes(name as never) ? schema : v.exactOptional(schema),
  ])
  const unknown = `is not known here; known are ${Object.keys(shape).join(', ')}`
  const read = v.objectWithRest(Object.fromEntries(entries), v.never(unknown))
  return v.pipe(anyObject, read) as unknown as Schema<T>
}

const anyObject = v.custom<Record<string, unknown>>(isObject, 'must be an object')

/** The same values, with a check of the whole. The check also gets values with mistakes. */
export function checked<T>(schema: Schema<T>, mistakes: (value: T) => readonly WholeMistake[]): Schema<T> {
  return v.pipe(
    schema,
    v.rawCheck(({ dataset, addIssue }) => {
      if (typeof dataset.value !== 'object') return
      for (const { steps, message } of mistakes(dataset.value as T)) {
        addIssue({ message, path: steps.map((key) => pathItem(key)) as never })
      }
    }),
  )
}

/** A mistake of the value as a whole. */
interface WholeMistake {
  readonly steps: Steps
  readonly message: string
}

function pathItem(key: string | number) {
  return { type: 'unknown', origin: 'value', input: {}, key, value: undefined } as const
}

/** The values that a schema accepts, unchanged. */
export function accepting<T>(schema: Schema<unknown>): Schema<T> {
  return v.pipe(
    v.unknown(),
    v.rawCheck(({ dataset, addIssue }) => {
      for (const { message, path } of v.safeParse(schema, dataset.value).issues ?? []) {
        addIssue({ message, path: path as never })
      }
    }),
  ) as unknown as Schema<T>
}

/** The values that a schema accepts, turned into others. */
export function turned<T, U>(schema: Schema<T>, turn: (value: T) => U): Schema<U> {
  return v.pipe(schema, v.transform(turn))
}

/** `a`, `a or b`, `a, b or c`. */
export function alternatives(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}
