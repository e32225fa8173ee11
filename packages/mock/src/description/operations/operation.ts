import type { JsonSchema } from '../../json/json.ts'

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
export interface ResponseDescription {
  /** `200`, `4XX` or `default`. */
  readonly code: string
  readonly contents: readonly Content[]
  /** Names as the description writes them. */
  readonly headers: readonly string[]
}

/** One operation of a description. Everything behind a method call is worked out on first use and kept. */
export interface Operation {
  /** `operationId`, or `GET /path` without one. */
  readonly id: string
  /** Upper case. */
  readonly method: string
  /** Path template as the description writes it. */
  readonly path: string
  /** What it does to the resource; undefined when it fits none. */
  readonly role: Role | undefined
  /** Media types of the request body, in the order of the description. */
  requestContents(): readonly Content[]
  responses(): readonly ResponseDescription[]
  /** The response for a status: exact, then range (`4XX`), then `default`. */
  response(status: number): ResponseDescription | undefined
  /** Parameters by place, names as written; `deprecated` and schemas are on the description. */
  parameters(place: 'query' | 'header' | 'path'): readonly string[]
}
