import {
  type Operation as DescribedOperation,
  type Description,
  type Located,
  pointerSteps,
} from '@clientele/description'
import { isObject, type JsonSchema } from '../json/json.ts'
import { parameterNames, textsOf } from './path-template.ts'
import type { Resolver } from './resolver.ts'

/** What an operation does to its resource. */
export type Role = 'list' | 'create' | 'read' | 'update' | 'replace' | 'delete' | 'add' | 'remove'

/** One media type of a request or response body. */
export interface Content {
  /** As the description writes it, for example `application/json`. */
  readonly mediaType: string
  /** With references inlined; undefined if the description has none. */
  readonly schema: JsonSchema | undefined
  /** Name of the schema if the description refers to it by name: the root element of an XML body. */
  readonly name: string | undefined
  /** `contentType` of the Encoding Objects by property: the media types of the parts of a multipart form. */
  readonly partTypes: ReadonlyMap<string, string>
}

/** One response of an operation. */
interface ResponseDescription {
  /** `200`, `4XX` or `default`. */
  readonly code: string
  readonly contents: readonly Content[]
  readonly mediaTypes: readonly string[]
  /** Names as the description writes them. */
  readonly headers: readonly string[]
  /** Those of them that every such response has. */
  readonly requiredHeaders: readonly RequiredHeader[]
}

/** A header that a response cannot lack. */
interface RequiredHeader {
  readonly name: string
  readonly schema: unknown
  readonly example: unknown
}

/** Success statuses, the best first. */
const fitting: Record<Role, readonly string[]> = {
  list: ['200'],
  read: ['200'],
  create: ['201', '200', '202'],
  update: ['200', '202', '204'],
  replace: ['200', '202', '204'],
  delete: ['204', '200', '202'],
  add: ['201', '200', '202', '204'],
  remove: ['200', '202', '204'],
}

const noContents: readonly Content[] = []
const noPartTypes: ReadonlyMap<string, string> = new Map()

function partTypesOf(encoding: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  const types = Object.entries(encoding).flatMap(([property, part]): [string, string][] =>
    isObject(part) && typeof part.contentType === 'string' ? [[property, part.contentType]] : [],
  )
  return new Map(types)
}

/** The example of a Media Type Object, or the first of several. */
export function exampleIn(described: Readonly<Record<string, unknown>> | undefined): unknown {
  if (!described || described.example !== undefined) return described?.example
  const [named] = Object.values(isObject(described.examples) ? described.examples : {})
  return isObject(named) ? named.value : undefined
}

/** One operation of a description, each part read when it is needed. */
export class Operation {
  /** `operationId`, or `GET /path` without one. */
  readonly id: string
  /** Upper case. */
  readonly method: string
  /** Path template as the description writes it. */
  readonly path: string
  /** What it does to the resource; undefined if it fits none. Set by inference. */
  role: Role | undefined
  /** Property of the answer that holds the record; undefined when the answer is the record. Set by inference. */
  wrapper: string | undefined
  /** Names of the parameters of the path template, in their order. */
  readonly parameterNames: readonly string[]
  /** As in the description, with unresolved references: enough for inference, and without cost. */
  readonly described: DescribedOperation
  readonly #description: Description
  readonly #resolver: Resolver
  #full: Record<string, unknown> | undefined
  #pathTexts: readonly string[] | undefined
  #requestContents: readonly Content[] | undefined
  #responses: readonly ResponseDescription[] | undefined
  #successStatus: number | undefined
  /** Saves looking for the same response again: 2 µs for each request. */
  readonly #byStatus = new Map<number, ResponseDescription | undefined>()

  constructor(description: Description, resolver: Resolver, described: DescribedOperation) {
    this.described = described
    this.#description = description
    this.#resolver = resolver
    this.method = described.method.toUpperCase()
    this.path = described.path
    this.parameterNames = parameterNames(described.path)
    this.id = described.id
  }

  /** The path with percent-encoded values in the place of its parameters. */
  pathTo(values: Readonly<Record<string, string>>): string {
    this.#pathTexts ??= textsOf(this.path)
    const [first = '', ...others] = this.#pathTexts
    return others.reduce(
      (path, text, index) =>
        path + encodeURIComponent(values[this.parameterNames[index] as string] ?? '') + text,
      first,
    )
  }

  /** The operation with its references inlined and the path item's parameters merged in. */
  full(): Record<string, unknown> {
    this.#full ??= {
      ...withMediaTypes(this.#resolver.dereference(this.described.node) as Record<string, unknown>),
      // References stay, so that shared targets are inlined only once.
      parameters: this.described.parameters.map(({ raw }) => this.#resolver.dereference(raw)),
    }
    return this.#full
  }

  /** Media types of the request body, in the order of the description. */
  requestContents(): readonly Content[] {
    this.#requestContents ??= this.#contentsOf(this.full().requestBody, this.described.requestBody)
    return this.#requestContents
  }

  /** Values of the examples of the request body. */
  requestExamples(): unknown[] {
    const body = this.full().requestBody
    const contents = isObject(body) && isObject(body.content) ? Object.values(body.content) : []
    return contents.filter(isObject).flatMap(({ example, examples }) => {
      const named = isObject(examples) ? Object.values(examples).filter(isObject) : []
      return [example, ...named.map(({ value }) => value)].filter((value) => value !== undefined)
    })
  }

  /** Names of the requests that the service would send but the mock does not. */
  get callbacks(): readonly string[] {
    const { callbacks } = this.described.node as { callbacks?: unknown }
    return isObject(callbacks) ? Object.keys(callbacks) : []
  }

  /** Whether the description requires a request body. */
  get requestBody(): 'none' | 'optional' | 'required' {
    const body = this.full().requestBody
    if (!isObject(body)) return 'none'
    return body.required === true ? 'required' : 'optional'
  }

  /** A response with a dangling reference is one of them, without content. */
  responses(): readonly ResponseDescription[] {
    this.#responses ??= this.#readResponses()
    return this.#responses
  }

  #readResponses(): readonly ResponseDescription[] {
    const described = new Map(this.described.responses.map((response) => [response.name, response]))
    const inlined = Object.entries((this.full().responses ?? {}) as Record<string, unknown>)
    return inlined.map(([code, response]) => {
      const message = described.get(code)
      const headers = message ? this.#description.headers(message).map(({ name }) => name) : []
      const contents = this.#contentsOf(response, message)
      return {
        code,
        contents,
        mediaTypes: contents.map(({ mediaType }) => mediaType),
        headers,
        requiredHeaders: requiredHeadersOf(response),
      }
    })
  }

  /** @param inlined The same body with its references inlined. */
  #contentsOf(inlined: unknown, message: Located<object> | undefined): readonly Content[] {
    if (!message || !isObject(inlined) || !isObject(inlined.content)) return noContents
    const schemas = new Map(
      this.#description.content(message).map(({ mediaType, schema }) => [mediaType, schema]),
    )
    return Object.entries(inlined.content).map(([mediaType, value]) => ({
      mediaType,
      schema: isObject(value) && isObject(value.schema) ? (value.schema as JsonSchema) : undefined,
      name: schemaName(schemas.get(mediaType)),
      partTypes: isObject(value) && isObject(value.encoding) ? partTypesOf(value.encoding) : noPartTypes,
    }))
  }

  /** The response for a status: exact, then range (`4XX`), then `default`. */
  response(status: number): ResponseDescription | undefined {
    if (!this.#byStatus.has(status)) this.#byStatus.set(status, this.#findResponse(status))
    return this.#byStatus.get(status)
  }

  /** The Media Type Object of an answer, references inlined. */
  mediaTypeObject(status: number, { mediaType }: Content): Readonly<Record<string, unknown>> | undefined {
    const code = this.response(status)?.code ?? ''
    const responses = this.full().responses as Record<string, { content?: Record<string, unknown> }>
    const described = responses[code]?.content?.[mediaType]
    return isObject(described) ? described : undefined
  }

  /** Status of the answer on success, if the description has it. */
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
}

function requiredHeadersOf(response: unknown): RequiredHeader[] {
  const headers = isObject(response) && isObject(response.headers) ? response.headers : {}
  return Object.entries(headers).flatMap(([name, header]) =>
    isObject(header) && header.required === true
      ? [{ name, schema: header.schema, example: header.example }]
      : [],
  )
}

/** The last word of a schema's reference: `#/components/schemas/Thing` → `Thing`. */
function schemaName(schema: Located<object> | undefined): string | undefined {
  const reference = schema?.chain[1]
  return reference === undefined ? undefined : pointerSteps(reference).at(-1)
}

/** RFC 9110, section 8.3.1: the part before the parameters, the parameters, and anything else. */
const mediaTypeForm =
  /^\s*([!#$%&'*+.^_`|~\w-]+\/[!#$%&'*+.^_`|~\w-]+)((?:\s*;\s*[!#$%&'*+.^_`|~\w-]+=(?:[!#$%&'*+.^_`|~\w-]+|"(?:[^"\\]|\\.)*"))*)\s*(.*)$/s

/** Whether a key of `content` names a media type at all, whatever its parameters are. */
export function isMediaType(key: string): boolean {
  return mediaTypeForm.test(key)
}

/** An operation without the keys of `content` that cannot be sent as a `Content-Type`. */
function withMediaTypes(operation: Record<string, unknown>): Record<string, unknown> {
  const { requestBody, responses } = operation
  const bodies = Object.entries(isObject(responses) ? responses : {})
  return {
    ...operation,
    ...(isObject(requestBody) && { requestBody: withoutOthers(requestBody) }),
    ...(isObject(responses) && {
      responses: Object.fromEntries(bodies.map(([code, body]) => [code, withoutOthers(body)])),
    }),
  }
}

/** Parameters that are not written as such go as well. */
function withoutOthers(body: unknown): unknown {
  if (!isObject(body) || !isObject(body.content)) return body
  const named = Object.entries(body.content).flatMap(([key, value]): [string, unknown][] => {
    const [, essence, , rest] = mediaTypeForm.exec(key) ?? []
    return essence === undefined ? [] : [[rest === '' ? key : essence, value]]
  })
  return { ...body, content: Object.fromEntries(named) }
}

/** Who may call an operation according to `x-permissions`; undefined without it. */
interface Permissions {
  /** Any one of them is enough; undefined if no kind of account is listed. */
  readonly scopes: readonly string[] | undefined
  /** One of them is needed; undefined if none is listed. */
  readonly roles: readonly string[] | undefined
  /** Its basis and source if it is not on a page of the API (`x-source`). */
  readonly source: { readonly basis?: string; readonly from?: string } | undefined
}

export function permissionsOf({ described }: Operation): Permissions | undefined {
  const extension = described.node['x-permissions' as keyof typeof described.node] as unknown
  if (!isObject(extension)) return undefined
  const { 'x-source': source, roles, ...kinds } = extension
  const lists = Object.values(kinds).filter(Array.isArray)
  return {
    scopes: lists.length === 0 ? undefined : [...new Set(lists.flat().map(String))],
    roles: Array.isArray(roles) ? roles.map(String) : undefined,
    source: isObject(source) ? source : undefined,
  }
}
