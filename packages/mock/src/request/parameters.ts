import { deserializers, type IHttpOperation, type IHttpParam, validateAgainstSchema } from '../prism/parts.ts'

export type Place = 'path' | 'query' | 'header'

interface CompiledParameter {
  /** As the description writes it, in lower case: Prism compares names without case everywhere. */
  readonly name: string
  readonly schema: unknown
  /** Undefined when the raw value is taken as it is. */
  readonly deserialize: ((values: Record<string, unknown>) => unknown) | undefined
  /** See {@link standsAlone}. */
  readonly alone: boolean
}

export const defaultStyle = { path: 'simple', query: 'form', header: 'simple' }

/**
 * The parameters of one place of one operation, prepared once: what Prism does for every request (sorting
 * names, building a schema, choosing deserializers) is done here, and the same Ajv function judges.
 */
export class CompiledParameters {
  readonly #place: Place
  readonly #parameters: readonly CompiledParameter[]
  readonly #schema: object
  readonly #bundle: unknown
  /** Whether a request without any of the parameters is valid; worked out on first use. */
  #validWhenEmpty: boolean | undefined

  constructor(place: Place, specs: readonly IHttpParam[], operation: IHttpOperation) {
    this.#place = place
    this.#bundle = (operation as { __bundled__?: unknown }).__bundled__
    const byName = new Map(specs.map((spec) => [spec.name.toLowerCase(), spec]))
    this.#parameters = [...byName].map(([name, spec]) => compile(name, spec, place))
    this.#schema = {
      type: 'object',
      properties: Object.fromEntries(
        [...byName].filter(([, { schema }]) => schema).map(([name, { schema }]) => [name, schema]),
      ),
      required: specs.filter(({ required }) => required).map(({ name }) => name.toLowerCase()),
    }
  }

  /** Whether Prism would accept these values. False also when a value cannot even be taken apart. */
  accepts(values: Readonly<Record<string, string | string[]>>): boolean {
    if (this.#parameters.length === 0) return true
    const lowered = this.#place === 'header' ? values : lowerNames(values)
    const taken: Record<string, unknown> = {}
    let empty = true
    for (const { name, deserialize, alone } of this.#parameters) {
      if (alone && lowered[name] === undefined) continue
      let value: unknown
      try {
        value = deserialize ? deserialize(lowered) : lowered[name]
      } catch {
        return false
      }
      if (!value) continue
      taken[name] = value
      empty = false
    }
    if (!empty) return this.#validate(taken)
    this.#validWhenEmpty ??= this.#validate(taken)
    return this.#validWhenEmpty
  }

  #validate(values: Record<string, unknown>): boolean {
    const found = validateAgainstSchema()(values, this.#schema, true, 0, this.#place, this.#bundle)
    return found._tag === 'None'
  }
}

function compile(name: string, spec: IHttpParam, place: Place): CompiledParameter {
  const schema = spec.schema as { type?: unknown } | undefined
  const explode = spec.explode ?? false
  const deserializer = deserializers()[place][spec.style || defaultStyle[place]]
  const plain = schema?.type !== 'array' && schema?.type !== 'object'
  const asItIs = plain && (spec.style === undefined || spec.style === defaultStyle[place])
  return {
    name,
    schema,
    deserialize: asItIs ? undefined : (values) => deserializer?.(name, values, schema, explode),
    alone: standsAlone(spec, place),
  }
}

/**
 * Whether a list or an object is sent under the name of the parameter and no other. Prism takes such a value apart
 * even when it was not sent, and then throws, or finds a list of one empty text.
 */
export function standsAlone({ style }: IHttpParam, place: Place): boolean {
  return place === 'header' || style === 'spaceDelimited' || style === 'pipeDelimited'
}

function lowerNames(values: Readonly<Record<string, string | string[]>>): Record<string, string | string[]> {
  const lowered: Record<string, string | string[]> = {}
  for (const name in values) lowered[name.toLowerCase()] = values[name] as string | string[]
  return lowered
}
