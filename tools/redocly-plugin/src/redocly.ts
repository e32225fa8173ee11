/**
 * The part of Redocly's rule interface that the house rules use. `@redocly/cli` ships as one bundle without
 * declarations, so the shapes are written down here; `test/plugin.test.ts` runs the rules in the real program.
 */

/** A place in a file of the description. */
export interface Location {
  source: { absoluteRef: string }
  pointer: string
  child(keys: string | number | readonly (string | number)[]): Location
  key(): Location
}

/** The target of a reference; `node` is undefined if it is missing. */
export interface Resolved<Node = unknown> {
  node?: Node
  location?: Location
}

/** What a visitor gets beside the node. */
export interface Context {
  location: Location
  /** The key or index of the node. */
  key: string | number
  type: { name: string }
  report(problem: { message: string; location?: Location }): void
  /** Follows `$ref` and returns anything else unchanged. `from` is the file with the reference. */
  resolve<Node = unknown>(node: unknown, from?: string): Resolved<Node>
}

/** Called with each node of one type of the OpenAPI specification. */
export type Visit<Node> = (node: Node, context: Context) => void

/** The node types that the house rules visit. References are followed, so a visitor never sees `$ref`. */
export interface Visitor {
  Root?: Visit<RootNode>
  PathItem?: Visit<JsonObject>
  Operation?: Visit<OperationNode>
  Parameter?: Visit<ParameterNode>
  Header?: Visit<ParameterNode>
  RequestBody?: Visit<RequestBodyNode> | { MediaType: Visit<MediaTypeNode> }
  Response?: Visit<ResponseNode> | { MediaType: Visit<MediaTypeNode> }
  MediaType?: Visit<MediaTypeNode>
  Schema?: Visit<SchemaNode>
  SchemaProperties?: Visit<Record<string, SchemaNode | ReferenceNode>>
  /** Every node of every type. */
  any?: { enter: Visit<unknown> }
  /** Every `$ref`, before it is followed. */
  ref?: { enter: Visit<ReferenceNode> }
}

/** Redocly calls it once for each description, so state in the closure belongs to one description. */
export type Rule = () => Visitor

export type JsonObject = Record<string, unknown>

export interface ReferenceNode {
  $ref: string
}

export interface ExampleNode {
  summary?: string
  value?: unknown
}

export interface MediaTypeNode {
  schema?: SchemaNode | ReferenceNode
  example?: unknown
  examples?: Record<string, ExampleNode | ReferenceNode>
}

export interface SchemaNode extends JsonObject {
  type?: string | string[]
  description?: string
  properties?: Record<string, SchemaNode | ReferenceNode>
  items?: SchemaNode | ReferenceNode
  enum?: unknown[]
  format?: string
  example?: unknown
  examples?: unknown[]
  required?: string[]
  readOnly?: boolean
  writeOnly?: boolean
}

export interface ParameterNode extends MediaTypeNode {
  name?: string
  description?: string
}

export interface RequestBodyNode {
  description?: string
  content?: Record<string, MediaTypeNode>
}

export interface ResponseNode extends RequestBodyNode {
  headers?: Record<string, ParameterNode | ReferenceNode>
}

export interface OperationNode extends JsonObject {
  operationId?: string
  tags?: string[]
  externalDocs?: { url?: string }
  requestBody?: RequestBodyNode | ReferenceNode
  responses?: Record<string, ResponseNode | ReferenceNode>
}

export interface RootNode extends JsonObject {
  paths?: Record<string, JsonObject>
  components?: Record<string, Record<string, unknown>>
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isReference = (value: unknown): value is ReferenceNode =>
  isObject(value) && typeof value.$ref === 'string'
