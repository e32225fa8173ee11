import { isObject, type JsonSchema } from '../../json/json.ts'
import { pointerSteps } from '../pointer.ts'
import type { Resolver } from '../resolver.ts'
import type { Content, Operation, ResponseDescription, Role } from './operation.ts'
import { parameterNames } from './path-template.ts'

const noContents: readonly Content[] = []

/** An operation read from a description, piece by piece as it is asked for. */
export class DescribedOperation implements Operation {
  readonly id: string
  readonly method: string
  readonly path: string
  role: Role | undefined
  /** Names of the parameters of the path template, in their order. */
  readonly parameterNames: readonly string[]
  readonly #resolver: Resolver
  readonly #pathItem: Record<string, unknown>
  readonly #operation: Record<string, unknown>
  #full: Record<string, unknown> | undefined
  #requestContents: readonly Content[] | undefined
  #responses: readonly ResponseDescription[] | undefined
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

  response(status: number): ResponseDescription | undefined {
    if (!this.#byStatus.has(status)) this.#byStatus.set(status, this.#findResponse(status))
    return this.#byStatus.get(status)
  }

  parameters(place: 'query' | 'header' | 'path'): readonly string[] {
    const parameters = this.full().parameters as Record<string, unknown>[]
    return parameters.filter((parameter) => parameter.in === place).map((parameter) => String(parameter.name))
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
