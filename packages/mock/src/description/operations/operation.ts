import { isObject, type JsonSchema } from '../../json/json.ts'
import { pointerSteps, type Resolver } from '../resolver.ts'
import { parameterNames } from './path-template.ts'

/** What an operation does to its resource. */
export type Role = 'list' | 'create' | 'read' | 'update' | 'replace' | 'delete'

/** One media type of a request or response body. */
export interface Content {
  /** As the description writes it, for example `application/json`. */
  readonly mediaType: string
  /** With references inlined; undefined when the description gives none. */
  readonly schema: JsonSchema | undefined
  /** Name of the schema when the description refers to it by one: the root element of an XML body. */
  readonly name: string | undefined
}

/** One response of an operation. */
interface ResponseDescription {
  /** `200`, `4XX` or `default`. */
  readonly code: string
  readonly contents: readonly Content[]
  /** Names as the description writes them. */
  readonly headers: readonly string[]
}

/** Statuses that say what was done, the best first. */
const fitting: Record<Role, readonly string[]> = {
  list: ['200'],
  read: ['200'],
  create: ['201', '200', '202'],
  update: ['200', '202', '204'],
  replace: ['200', '202', '204'],
  delete: ['204', '200', '202'],
}

const noContents: readonly Content[] = []

/** One operation of a description, read piece by piece when it is asked for. */
export class Operation {
  /** `operationId`, or `GET /path` without one. */
  readonly id: string
  /** Upper case. */
  readonly method: string
  /** Path template as the description writes it. */
  readonly path: string
  /** What it does to the resource; undefined when it fits none. Set by inference. */
  role: Role | undefined
  /** Names of the parameters of the path template, in their order. */
  readonly parameterNames: readonly string[]
  readonly #resolver: Resolver
  readonly #pathItem: Record<string, unknown>
  readonly #operation: Record<string, unknown>
  #full: Record<string, unknown> | undefined
  #requestContents: readonly Content[] | undefined
  #responses: readonly ResponseDescription[] | undefined
  #successStatus: number | undefined
  readonly #byStatus = new Map<number, ResponseDescription | undefined>()

  constructor(resolver: Resolver, path: string, method: string, pathItem: Record<string, unknown>) {
    this.#resolver = resolver
    this.#pathItem = pathItem
    this.#operation = resolver.resolve(pathItem[method]) as Record<string, unknown>
    this.method = method.toUpperCase()
    this.path = path
    this.parameterNames = parameterNames(path)
    this.id =
      typeof this.#operation.operationId === 'string' ? this.#operation.operationId : `${this.method} ${path}`
  }

  /** As the description writes it, references unresolved: enough for inference, and free. */
  get raw(): Readonly<Record<string, unknown>> {
    return this.#operation
  }

  /** Parameters of the path item and of the operation, references unresolved. */
  get rawParameters(): readonly unknown[] {
    return [this.#pathItem.parameters, this.#operation.parameters].flatMap((list) =>
      Array.isArray(list) ? list : [],
    )
  }

  /** The operation with its references inlined and the path item's parameters merged in. */
  full(): Record<string, unknown> {
    this.#full ??= {
      ...(this.#resolver.dereference(this.#operation) as Record<string, unknown>),
      parameters: this.#mergedParameters(),
    }
    return this.#full
  }

  /** Media types of the request body, in the order of the description. */
  requestContents(): readonly Content[] {
    const body = this.full().requestBody
    this.#requestContents ??= this.#contentsOf(body, this.#operation.requestBody)
    return this.#requestContents
  }

  /** Whether the description has a request body at all, and demands it. */
  get requestBody(): 'none' | 'optional' | 'required' {
    const body = this.full().requestBody
    if (!isObject(body)) return 'none'
    return body.required === true ? 'required' : 'optional'
  }

  responses(): readonly ResponseDescription[] {
    if (!this.#responses) {
      const responses = this.full().responses
      this.#responses = Object.entries(isObject(responses) ? responses : {}).map(([code, response]) =>
        this.#responseOf(code, response),
      )
    }
    return this.#responses
  }

  #responseOf(code: string, response: unknown): ResponseDescription {
    const described = isObject(response) ? response : {}
    const raw = this.#resolver.resolve(this.#operation.responses) as Record<string, unknown> | undefined
    const headers = isObject(described.headers) ? Object.keys(described.headers) : []
    return { code, contents: this.#contentsOf(described, raw?.[code]), headers }
  }

  /** `raw` is the same holder with its references, which name the schemas. */
  #contentsOf(holder: unknown, raw: unknown): readonly Content[] {
    if (!isObject(holder) || !isObject(holder.content)) return noContents
    const rawHolder = this.#resolver.resolve(raw)
    const rawContent = isObject(rawHolder) ? this.#resolver.resolve(rawHolder.content) : undefined
    return Object.entries(holder.content).map(([mediaType, value]) => ({
      mediaType,
      schema: isObject(value) && isObject(value.schema) ? (value.schema as JsonSchema) : undefined,
      name: isObject(rawContent) ? schemaName(this.#resolver.resolve(rawContent[mediaType])) : undefined,
    }))
  }

  /** The response for a status: exact, then range (`4XX`), then `default`. */
  response(status: number): ResponseDescription | undefined {
    if (!this.#byStatus.has(status)) this.#byStatus.set(status, this.#findResponse(status))
    return this.#byStatus.get(status)
  }

  /** Status of the answer when the operation did what it should, as far as the description has it. */
  get successStatus(): number {
    this.#successStatus ??= this.#findSuccessStatus()
    return this.#successStatus
  }

  /** Names of the parameters of one place, as the description writes them. */
  parameters(place: 'query' | 'header' | 'path'): readonly string[] {
    const parameters = this.full().parameters as Record<string, unknown>[]
    return parameters.filter((parameter) => parameter.in === place).map((parameter) => String(parameter.name))
  }

  #findSuccessStatus(): number {
    const described = this.responses().map(({ code }) => code.toUpperCase())
    const wanted = this.role ? fitting[this.role] : []
    const exact =
      wanted.find((code) => described.includes(code)) ??
      described.filter((code) => /^2\d\d$/.test(code)).sort()[0]
    if (exact !== undefined) return Number(exact)
    return this.method === 'DELETE' && described.includes('2XX') ? 204 : 200
  }

  #findResponse(status: number): ResponseDescription | undefined {
    const wanted = [String(status), `${String(status).charAt(0)}XX`, 'DEFAULT']
    for (const code of wanted) {
      const found = this.responses().find((response) => response.code.toUpperCase() === code)
      if (found) return found
    }
    return undefined
  }

  /** A parameter of the operation replaces the one of the same name and place of the path item. */
  #mergedParameters(): Record<string, unknown>[] {
    const merged = new Map<string, Record<string, unknown>>()
    for (const raw of this.rawParameters) {
      const parameter = this.#resolver.dereference(raw)
      if (isObject(parameter)) merged.set(`${parameter.in} ${parameter.name}`, parameter)
    }
    return [...merged.values()]
  }
}

/** `{ schema: { $ref: '#/components/schemas/Thing' } }` → `Thing`. */
function schemaName(mediaTypeObject: unknown): string | undefined {
  const schema = isObject(mediaTypeObject) ? mediaTypeObject.schema : undefined
  if (!isObject(schema) || typeof schema.$ref !== 'string') return undefined
  return pointerSteps(schema.$ref.slice(1)).at(-1)
}
