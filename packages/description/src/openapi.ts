/**
 * The objects of OpenAPI 3.0, 3.1 and 3.2, named as in the specification. A parsed description may break its own format,
 * so these types say what may be read, not what is there.
 */

/** An object of unknown shape. */
export type JsonObject = Record<string, unknown>

export interface ReferenceObject {
  $ref: string
}

export interface ExternalDocumentationObject {
  url: string
  description?: string
}

/** Extensions, and what most objects may carry. */
export interface Described {
  description?: string
  deprecated?: boolean
  externalDocs?: ExternalDocumentationObject
  [extension: `x-${string}`]: unknown
}

/** The keywords of JSON Schema 2020-12, and those that OpenAPI 3.0 has instead. */
export interface SchemaObject extends Described {
  $ref?: string
  title?: string
  type?: string | string[]
  /** OpenAPI 3.0. */
  nullable?: boolean
  format?: string
  enum?: unknown[]
  const?: unknown
  default?: unknown
  example?: unknown
  examples?: unknown[]
  properties?: Record<string, SchemaObject>
  patternProperties?: Record<string, SchemaObject>
  additionalProperties?: boolean | SchemaObject
  unevaluatedProperties?: boolean | SchemaObject
  propertyNames?: SchemaObject
  required?: string[]
  items?: SchemaObject
  allOf?: SchemaObject[]
  oneOf?: SchemaObject[]
  anyOf?: SchemaObject[]
  not?: SchemaObject
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
}

export interface ExampleObject {
  summary?: string
  description?: string
  value?: unknown
}

export interface MediaTypeObject extends Described {
  schema?: SchemaObject
  /** OpenAPI 3.2: the schema of each item of a stream. */
  itemSchema?: SchemaObject
  example?: unknown
  examples?: Record<string, ExampleObject | ReferenceObject>
}

export interface HeaderObject extends Described {
  required?: boolean
  style?: string
  explode?: boolean
  schema?: SchemaObject
  content?: Record<string, MediaTypeObject>
  example?: unknown
  examples?: Record<string, ExampleObject | ReferenceObject>
}

export interface ParameterObject extends HeaderObject {
  name: string
  /** `querystring` is OpenAPI 3.2. */
  in: 'path' | 'query' | 'header' | 'cookie' | 'querystring'
}

export interface RequestBodyObject extends Described {
  required?: boolean
  content?: Record<string, MediaTypeObject>
}

export interface ResponseObject extends Described {
  headers?: Record<string, HeaderObject | ReferenceObject>
  content?: Record<string, MediaTypeObject>
}

export interface ServerObject {
  url: string
  description?: string
  variables?: Record<string, { default: string; enum?: string[]; description?: string }>
}

/** Names of security schemes with the scopes that each must grant. */
export type SecurityRequirementObject = Record<string, string[]>

export interface SecuritySchemeObject extends Described {
  type: string
  /** Of the type `http`, for example `bearer`. */
  scheme?: string
  /** Of the type `apiKey`. */
  name?: string
  in?: 'query' | 'header' | 'cookie'
}

export interface OperationObject extends Described {
  operationId?: string
  summary?: string
  tags?: string[]
  parameters?: (ParameterObject | ReferenceObject)[]
  requestBody?: RequestBodyObject | ReferenceObject
  responses?: Record<string, ResponseObject | ReferenceObject>
  security?: SecurityRequirementObject[]
  servers?: ServerObject[]
}

export interface PathItemObject extends Described {
  parameters?: (ParameterObject | ReferenceObject)[]
  servers?: ServerObject[]
  get?: OperationObject
  put?: OperationObject
  post?: OperationObject
  delete?: OperationObject
  options?: OperationObject
  head?: OperationObject
  patch?: OperationObject
  trace?: OperationObject
  /** OpenAPI 3.2. */
  query?: OperationObject
  /** OpenAPI 3.2: operations of methods that have no field of their own. */
  additionalOperations?: Record<string, OperationObject>
}

export interface OpenApiObject extends Described {
  openapi: string
  info: Described & { title: string; version: string; summary?: string }
  servers?: ServerObject[]
  security?: SecurityRequirementObject[]
  tags?: { name: string; description?: string }[]
  paths?: Record<string, PathItemObject>
  components?: { schemas?: Record<string, SchemaObject> } & Record<
    string,
    Record<string, unknown> | undefined
  >
}
