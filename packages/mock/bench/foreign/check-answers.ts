import { type Description, isObject, joinPointer, type Media, type Operation } from '@clientele/description'
import { Ajv, type ErrorObject } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'

/** Checks answers against the schemas of a description by ajv, which is not what the mock answers from. */
export class AnswerCheck {
  readonly #description: Description
  readonly #ajv: Ajv | Ajv2020

  constructor(description: Description) {
    this.#description = description
    const options = {
      strict: false,
      verbose: true,
      validateSchema: false,
      inlineRefs: false,
      logger: false,
    } as const
    this.#ajv = description.document.openapi.startsWith('3.0') ? new Ajv(options) : new Ajv2020(options)
    formats.default(this.#ajv)
    this.#ajv.addSchema(plain(description.document) as object, 'api')
  }

  /** What is wrong with an answer; undefined where it is right, or where its schema cannot be compiled. */
  mistake(operation: Operation, answer: Response, body: unknown): string | undefined {
    const { status } = answer
    const names = [String(status), `${Math.floor(status / 100)}XX`, 'default']
    const response = names.map((name) => operation.responses.find((each) => each.name === name)).find(Boolean)
    if (!response) return `status ${status} is not described`
    const media = this.#description.content(response).find(({ mediaType }) => /json/.test(mediaType))
    if (!media?.node.schema || body === undefined) return undefined
    const errors = this.#errors(joinPointer(media.pointer, 'schema'), body)
    const [first] = errors
    return first && `${first.instancePath} ${first.message} ${JSON.stringify(first.params)}`
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

  #errors(pointer: string, body: unknown): ErrorObject[] {
    try {
      const fragment = pointer.split('/').map(encodeURIComponent).join('/')
      const validate = this.#ajv.getSchema(`api#${fragment}`)
      return !validate || validate(body) ? [] : (validate.errors ?? [])
    } catch {
      return []
    }
  }
}

/** Drafts of JSON Schema as OpenAPI 3.0 has them: `exclusiveMinimum: true` is not a number. */
function plain(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(plain)
  if (typeof part !== 'object' || part === null) return part
  const entries = Object.entries(part).filter(
    ([key, value]) =>
      !(/^exclusive(Min|Max)imum$/.test(key) && typeof value === 'boolean') &&
      !(/^\$?(id|anchor)$/.test(key) && typeof value === 'string'),
  )
  return Object.fromEntries(entries.map(([key, value]) => [key, plain(value)]))
}
