import type {
  OpenApiObject,
  OperationObject,
  ParameterObject,
  PathItemObject,
  RequestBodyObject,
  ResponseObject,
  SecurityRequirementObject,
  ServerObject,
} from './openapi.ts'
import { joinPointer, type Located, type Member } from './pointer.ts'

/** What an operation needs from its description. */
interface Parts {
  readonly document: OpenApiObject
  part<T extends object>(of: Located<object>, ...names: string[]): Located<T> | undefined
  parts<T extends object>(of: Located<object>, ...names: string[]): Member<T>[]
}

/** Fields of a Path Item Object that are operations. `query` is OpenAPI 3.2. */
const methods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'])

/**
 * The operations of a path item in the order of the description; those of `additionalOperations` come last. A missing
 * operation is represented by its pointer.
 */
export function operationsOf(
  description: Parts,
  path: string,
  pathItem: Located<PathItemObject>,
): (Operation | string)[] {
  const { node, pointer } = pathItem
  const own = Object.keys(node).filter((name) => methods.has(name))
  const additional = Object.keys(node.additionalOperations ?? {})
  const fields = [...own.map((name) => [name]), ...additional.map((name) => ['additionalOperations', name])]
  return fields.map((field) => {
    const located = description.part<OperationObject>(pathItem, ...field)
    const method = field.at(-1) as string
    return located
      ? new Operation(description, { path, method, pathItem }, located)
      : joinPointer(pointer, ...field)
  })
}

/** An operation of a description. Its parts are looked up each time you read them. */
export class Operation implements Located<OperationObject> {
  /** The path template as the description writes it. */
  readonly path: string
  /** As the description writes it: lower case, but for `additionalOperations`. */
  readonly method: string
  readonly node: OperationObject
  readonly raw: unknown
  readonly pointer: string
  readonly chain: readonly string[]
  /** The path item, whose parameters and servers apply to all its operations. */
  readonly pathItem: Located<PathItemObject>
  readonly #description: Parts

  constructor(
    description: Parts,
    place: Pick<Operation, 'path' | 'method' | 'pathItem'>,
    { node, raw, pointer, chain }: Located<OperationObject>,
  ) {
    this.#description = description
    this.path = place.path
    this.method = place.method
    this.pathItem = place.pathItem
    this.node = node
    this.raw = raw
    this.pointer = pointer
    this.chain = chain
  }

  /** `operationId`, or `GET /path` without one. */
  get id(): string {
    const { operationId } = this.node
    return typeof operationId === 'string' ? operationId : `${this.method.toUpperCase()} ${this.path}`
  }

  /**
   * Parameters of the path item and of the operation. A parameter of the operation replaces the path item's with the same
   * name and place (OpenAPI 3.1, Path Item Object).
   */
  get parameters(): Located<ParameterObject>[] {
    const merged = new Map<string, Located<ParameterObject>>()
    for (const holder of [this.pathItem, this]) {
      for (const parameter of this.#description.parts<ParameterObject>(holder, 'parameters')) {
        merged.set(`${parameter.node.in} ${parameter.node.name}`, parameter)
      }
    }
    return [...merged.values()]
  }

  get requestBody(): Located<RequestBodyObject> | undefined {
    return this.#description.part(this, 'requestBody')
  }

  /** Responses by status code, range (`4XX`) or `default`. */
  get responses(): Member<ResponseObject>[] {
    return this.#description
      .parts<ResponseObject>(this, 'responses')
      .filter(({ name }) => !name.startsWith('x-'))
  }

  /** The servers of the operation, else those of its path item, else those of the description, else `/`. */
  get servers(): readonly ServerObject[] {
    const levels = [this.node.servers, this.pathItem.node.servers, this.#description.document.servers]
    return levels.find((servers) => Array.isArray(servers) && servers.length > 0) ?? [{ url: '/' }]
  }

  /** The security requirements of the operation, else those of the description. One of them must be met. */
  get security(): readonly SecurityRequirementObject[] {
    const requirements: unknown = this.node.security ?? this.#description.document.security
    return Array.isArray(requirements) ? requirements.filter((each) => typeof each === 'object' && each) : []
  }
}

/** The address of a server, its variables replaced by their defaults. */
export function serverUrl({ url, variables }: ServerObject): string {
  return url.replace(/\{([^}]*)\}/g, (_, name: string) => String(variables?.[name]?.default ?? ''))
}

/** How a parameter is written: its `style` and `explode`, or the defaults of OpenAPI. */
export function serializationOf(parameter: {
  in: ParameterObject['in']
  style?: string
  explode?: boolean
}): { style: string; explode: boolean } {
  const inPlace = parameter.in === 'query' || parameter.in === 'cookie' ? 'form' : 'simple'
  const { style = inPlace } = parameter
  return { style, explode: parameter.explode ?? (style === 'form' || style === 'cookie') }
}
