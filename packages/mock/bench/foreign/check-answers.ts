import { type Description, isObject, joinPointer, type Media, type Operation } from '@clientele/description'
import { Ajv, type ErrorObject } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'

/** What is wrong with an answer. */
export interface Mistake {
  readonly text: string
  /** Whether only `additionalProperties: false` of one schema forbids what another describes. */
  readonly contradictory: boolean
}

/** Checks answers against the schemas of a description by ajv, which is not what the mock answers from. */
export class AnswerCheck {
  /** Schemas that ajv cannot compile: answers to them are not judged. */
  readonly unusable = new Set<string>()
  readonly #description: Description
  readonly #ajv: Ajv | Ajv2020
  /** The same without what one part of `allOf` forbids the others. */
  readonly #lenient: Ajv | Ajv2020

  constructor(description: Description) {
    this.#description = description
    const options = {
      strict: false,
      verbose: true,
      validateSchema: false,
      inlineRefs: false,
      logger: false,
    } as const
    const make = () =>
      description.document.openapi.startsWith('3.0') ? new Ajv(options) : new Ajv2020(options)
    this.#ajv = make()
    this.#lenient = make()
    for (const ajv of [this.#ajv, this.#lenient]) {
      formats.default(ajv)
      ajv.addSchema(plain(description.document, ajv === this.#lenient) as object, 'api')
    }
  }

  /** What is wrong with an answer; undefined where it is right, or where its schema cannot be compiled. */
  mistake(operation: Operation, answer: Response, body: unknown): Mistake | undefined {
    const { status } = answer
    const names = [String(status), `${Math.floor(status / 100)}XX`, 'default']
    const response = names.map((name) => operation.responses.find((each) => each.name === name)).find(Boolean)
    if (!response) return { text: `status ${status} is not described`, contradictory: false }
    const media = this.#description.content(response).find(({ mediaType }) => /json/.test(mediaType))
    if (!media?.node.schema || body === undefined) return undefined
    const schema = joinPointer(media.pointer, 'schema')
    const [first] = this.#errors(schema, body)
    if (!first) return undefined
    const text = `${first.instancePath} ${first.message} ${JSON.stringify(first.params)}`
    return { text, contradictory: this.#errors(schema, body, this.#lenient).length === 0 }
  }

  /** Whether a body may be sent; what only the service writes (readOnly) is not asked for. */
  accepts(media: Media, body: unknown): boolean {
    const errors = this.#errors(joinPointer(media.pointer, 'schema'), body)
    return errors.every(({ keyword, params, parentSchema }) => {
      const property = keyword === 'required' && parentSchema?.properties?.[params.missingProperty]
      return (
        isObject(property) && this.#description.resolve<{ readOnly?: boolean }>(property).readOnly === true
      )
    })
  }

  #errors(pointer: string, body: unknown, ajv = this.#ajv): ErrorObject[] {
    try {
      const fragment = pointer.split('/').map(encodeURIComponent).join('/')
      const validate = ajv.getSchema(`api#${fragment}`)
      return !validate || validate(body) ? [] : (validate.errors ?? [])
    } catch (error) {
      this.unusable.add(`${pointer}: ${(error as Error).message}`)
      return []
    }
  }
}

/** Drafts of JSON Schema as OpenAPI 3.0 has them: `exclusiveMinimum: true` is not a number. */
function plain(part: unknown, lenient: boolean): unknown {
  if (Array.isArray(part)) return part.map((each) => plain(each, lenient))
  if (typeof part !== 'object' || part === null) return part
  const entries = Object.entries(part).filter(
    ([key, value]) =>
      !(lenient && key === 'additionalProperties' && value === false) &&
      !(/^exclusive(Min|Max)imum$/.test(key) && typeof value === 'boolean') &&
      !(/^\$?(id|anchor)$/.test(key) && typeof value === 'string'),
  )
  const { nullable, ...copy } = Object.fromEntries(
    entries.map(([key, value]) => [key, plain(value, lenient)]),
  )
  // Ajv takes `nullable` only beside `type`.
  if (typeof nullable !== 'boolean' || 'type' in copy)
    return { ...copy, ...(nullable !== undefined && { nullable }) }
  return nullable ? { anyOf: [{ type: 'null' }, copy] } : copy
}
