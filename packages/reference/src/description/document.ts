import type {
  Description,
  Operation as SampledOperation,
  Parameter as SampledParameter,
} from '@clientele/code-samples'

/** Where a fact comes from that is not on a documentation page of the surface (`x-source`). */
export interface Provenance {
  basis: 'companion' | 'convention' | 'sibling' | 'analogy'
  /** A web address, or the name of a source. */
  from: string
}

export interface ExternalDocs {
  url: string
  description?: string
}

/** What every part of a description may carry. */
interface Sourced {
  description?: string
  'x-source'?: Provenance
  externalDocs?: ExternalDocs
  deprecated?: boolean
}

/** The keywords of a JSON Schema (2020-12) that the pages show. */
export interface Schema extends Sourced {
  $ref?: string
  title?: string
  type?: string | string[]
  format?: string
  enum?: unknown[]
  const?: unknown
  default?: unknown
  example?: unknown
  examples?: unknown[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  allOf?: Schema[]
  oneOf?: Schema[]
  anyOf?: Schema[]
  not?: Schema
  propertyNames?: Schema
  additionalProperties?: boolean | Schema
  readOnly?: boolean
  writeOnly?: boolean
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  exclusiveMaximum?: number
  multipleOf?: number
  minLength?: number
  maxLength?: number
  pattern?: string
  minItems?: number
  maxItems?: number
  uniqueItems?: boolean
  minProperties?: number
  maxProperties?: number
  contentMediaType?: string
  /** Meaning of each enum value. */
  'x-enumDescriptions'?: Record<string, string>
  /** Provenance of single enum values. */
  'x-enum-sources'?: Record<string, Provenance>
  /** Provenance of a single keyword, for example `x-format-source`; `nullable` stands for the null among the types. */
  [keywordSource: `x-${string}-source`]: Provenance
}

export interface NamedExample {
  summary?: string
  description?: string
  value?: unknown
}

export interface MediaTypeObject {
  schema?: Schema
  example?: unknown
  examples?: Record<string, NamedExample | { $ref: string }>
}

export interface ParameterObject extends Omit<SampledParameter, 'schema' | 'content'>, Sourced {
  schema?: Schema
  content?: Record<string, MediaTypeObject>
}

export interface HeaderObject extends Sourced {
  required?: boolean
  schema?: Schema
  example?: unknown
}

export interface ResponseObject extends Sourced {
  headers?: Record<string, HeaderObject | { $ref: string }>
  content?: Record<string, MediaTypeObject>
}

export interface RequestBodyObject extends Sourced {
  required?: boolean
  content: Record<string, MediaTypeObject>
}

export interface OperationObject extends Omit<SampledOperation, 'parameters' | 'requestBody'>, Sourced {
  tags?: string[]
  responses: Record<string, ResponseObject | { $ref: string }>
  requestBody?: RequestBodyObject | { $ref: string }
  security?: Record<string, string[]>[]
}

/** One entry of `x-error-codes`: an error the service is known to answer with. */
export interface ErrorCode {
  status: number | string
  code: string | number
  meaning: string
  cause?: string
  remedy?: string
  'x-source'?: Provenance
}

export interface SecurityScheme {
  type: string
  scheme?: string
  description?: string
}

/** A bundled OpenAPI 3.1 description with Clientele's extensions. */
export interface DescriptionDocument extends Omit<Description, 'info' | 'components' | 'servers'> {
  info: { title: string; version: string; summary?: string; description?: string }
  servers?: { url: string; description?: string }[]
  tags?: { name: string; description?: string }[]
  externalDocs?: ExternalDocs
  components?: {
    schemas?: Record<string, Schema>
    securitySchemes?: Record<string, SecurityScheme>
  } & Record<string, Record<string, unknown> | undefined>
  'x-error-codes'?: ErrorCode[]
}

/** A description and the name it goes by everywhere (`<api>` of `specs/<api>`). */
export interface Api {
  api: string
  document: DescriptionDocument
}
