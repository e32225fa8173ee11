import type { Violation } from '../exchange/problem.ts'
import { isObject } from '../json/json.ts'
import {
  defaultStyle,
  deserializerOf,
  findingsIn,
  type ParameterPlace,
  type TranslatedParameter,
  type TranslatedSchema,
} from '../prism/prism.ts'
import { type Check, compileCheck } from '../values/check.ts'

type Values = Readonly<Record<string, string | string[]>>

interface Parameter {
  /** Its name in findings. */
  readonly name: string
  readonly lowered: string
  /** Undefined when the raw value is taken as it is. */
  readonly deserialize: ((values: Record<string, unknown>) => unknown) | undefined
  /** See {@link standsAlone}. */
  readonly alone: boolean
}

/**
 * The parameters of one place of one operation: how their values are parsed, and one schema for all of them. Prism
 * prepares this anew for every request.
 */
export class Parameters {
  readonly #place: ParameterPlace
  readonly #parameters: readonly Parameter[]
  readonly #translated: TranslatedSchema
  #check: Check | undefined
  /** Whether a request without any of the parameters is valid; worked out on first use. */
  #validWhenEmpty: boolean | undefined
  /** Saves judging a query that comes again: 1 µs. What is frozen stays as valid as it was. */
  readonly #valid = new WeakSet<Values>()

  constructor(place: ParameterPlace, described: readonly TranslatedParameter[], bundle: unknown) {
    this.#place = place
    // Prism ignores the letter case of names; of two that are then the same, the last one counts.
    const byName = new Map(described.map((each) => [each.name.toLowerCase(), each]))
    const parameters = [...byName.values()]
    this.#parameters = parameters.map((each) => prepared(each, place))
    const schemas = parameters.flatMap((each) => (each.schema ? [[nameOf(each, place), each.schema]] : []))
    const required = parameters.filter((each) => each.required).map((each) => nameOf(each, place))
    this.#translated = {
      schema: { type: 'object', properties: Object.fromEntries(schemas), required },
      bundle,
    }
  }

  /** Our own check, compiled once. False also when a value cannot be parsed. */
  accepts(values: Values): boolean {
    if (this.#parameters.length === 0 || this.#valid.has(values)) return true
    const valid = this.#judge(values)
    if (valid && Object.isFrozen(values)) this.#valid.add(values)
    return valid
  }

  #judge(values: Values): boolean {
    let taken: Record<string, unknown>
    try {
      taken = this.#taken(values)
    } catch {
      return false
    }
    for (const _ in taken) return this.#isValid(taken)
    this.#validWhenEmpty ??= this.#isValid(taken)
    return this.#validWhenEmpty
  }

  /** What Prism says of the values, with the names of the parameters as the description writes them. */
  violations(values: Values): Violation[] {
    if (this.#parameters.length === 0) return []
    try {
      const found = findingsIn(this.#taken(values), this.#translated, this.#place)
      return found.map((finding) => ({ in: this.#place, ...finding }))
    } catch (error) {
      return [{ in: this.#place, path: [], message: (error as Error).message, rule: 'style' }]
    }
  }

  #isValid(taken: Record<string, unknown>): boolean {
    this.#check ??= compileCheck(this.#translated, { coerceTypes: true })
    return this.#check(taken).length === 0
  }

  /** The values that were sent, parsed. Throws on one that does not have the form of its style. */
  #taken(values: Values): Record<string, unknown> {
    const lowered = this.#place === 'header' ? values : lowerNames(values)
    const taken: Record<string, unknown> = {}
    for (const { name, lowered: key, deserialize, alone } of this.#parameters) {
      if (alone && lowered[key] === undefined) continue
      const value = deserialize ? deserialize(lowered as Record<string, unknown>) : lowered[key]
      if (value) taken[name] = value
    }
    return taken
  }
}

function prepared(parameter: TranslatedParameter, place: ParameterPlace): Parameter {
  const { schema, style } = parameter
  const plain = !isObject(schema) || (schema.type !== 'array' && schema.type !== 'object')
  const asItIs = plain && (style === undefined || style === defaultStyle[place])
  return {
    name: nameOf(parameter, place),
    lowered: parameter.name.toLowerCase(),
    deserialize: asItIs ? undefined : deserializerOf(place, parameter),
    alone: standsAlone(parameter, place),
  }
}

/** Requests have header names in lower case, and findings name them like that. */
function nameOf({ name }: TranslatedParameter, place: ParameterPlace): string {
  return place === 'header' ? name.toLowerCase() : name
}

/**
 * Whether a list or an object is sent under the name of the parameter and no other. Prism parses such a value even
 * when it was not sent, and then throws, or finds a list with one empty text.
 */
function standsAlone({ style }: TranslatedParameter, place: ParameterPlace): boolean {
  return place === 'header' || style === 'spaceDelimited' || style === 'pipeDelimited'
}

function lowerNames(values: Values): Values {
  const lowered: Record<string, string | string[]> = {}
  for (const name in values) lowered[name.toLowerCase()] = values[name] as string | string[]
  return lowered
}
