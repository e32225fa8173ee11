/** Methods in the order in which the samples of one path are written. */
const methods = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'trace'] as const

export type Method = (typeof methods)[number]

export interface Reference {
  $ref: string
}

/** The keywords of a schema that a sample looks at; every other keyword passes unread. */
export interface Schema {
  type?: string | string[]
  example?: unknown
  examples?: unknown[]
  default?: unknown
  enum?: unknown[]
}

export interface Example {
  summary?: string
  description?: string
  value?: unknown
}

export interface MediaType {
  schema?: Schema | Reference
  example?: unknown
  examples?: Record<string, Example | Reference>
}

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header' | 'cookie'
  required?: boolean
  style?: string
  explode?: boolean
  schema?: Schema | Reference
  content?: Record<string, MediaType>
  example?: unknown
  examples?: Record<string, Example | Reference>
}

export interface RequestBody {
  required?: boolean
  content: Record<string, MediaType>
}

export interface Operation {
  operationId: string
  summary?: string
  parameters?: (Parameter | Reference)[]
  requestBody?: RequestBody | Reference
  servers?: { url: string }[]
}

export type PathItem = { parameters?: (Parameter | Reference)[]; servers?: { url: string }[] } & {
  [method in Method]?: Operation
}

/** The parts of a bundled OpenAPI 3.1 description that the samples are made from. */
export interface Description {
  openapi: string
  info: { title: string; version: string }
  servers?: { url: string }[]
  paths: Record<string, PathItem>
  components?: Record<string, Record<string, unknown>>
}

/** One operation with its place in the description; `parameters` holds those of the path item too. */
export interface OperationEntry {
  path: string
  method: Method
  operation: Operation
  parameters: Parameter[]
  server: string
}

/** Every operation of a description, in the order of its paths. */
export function operationsOf(description: Description): OperationEntry[] {
  return Object.entries(description.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method]
      return operation ? [entry(description, path, item, method, operation)] : []
    }),
  )
}

function entry(
  description: Description,
  path: string,
  item: PathItem,
  method: Method,
  operation: Operation,
): OperationEntry {
  const server = (operation.servers ?? item.servers ?? description.servers)?.[0]?.url ?? '/'
  return { path, method, operation, parameters: mergedParameters(description, item, operation), server }
}

/** An operation's parameter replaces the path item's with the same name and place (OpenAPI 3.1, Path Item Object). */
function mergedParameters(description: Description, item: PathItem, operation: Operation): Parameter[] {
  const merged = new Map<string, Parameter>()
  for (const parameter of [...(item.parameters ?? []), ...(operation.parameters ?? [])]) {
    const resolved = dereference<Parameter>(description, parameter)
    merged.set(`${resolved.in} ${resolved.name}`, resolved)
  }
  return [...merged.values()]
}

/**
 * Follows a local reference (`#/…`) of a bundled description; anything else is returned as it is.
 *
 * @throws Error when the reference leads nowhere or out of the bundle.
 */
export function dereference<T>(description: object, node: T | Reference): T {
  if (!isReference(node)) return node
  if (!node.$ref.startsWith('#/')) {
    throw new Error(`Reference "${node.$ref}" leaves the bundle. Bundle the description before it is read.`)
  }
  const target = node.$ref
    .slice(2)
    .split('/')
    .map(unescapePointer)
    .reduce(child, description as unknown)
  if (target === undefined) throw new Error(`Reference "${node.$ref}" leads nowhere in this description.`)
  return dereference(description, target as T | Reference)
}

function isReference(node: unknown): node is Reference {
  return typeof node === 'object' && node !== null && typeof (node as Reference).$ref === 'string'
}

/** RFC 6901, section 4; the fragment form may be percent-encoded (section 6). */
function unescapePointer(token: string): string {
  return decodeURIComponent(token).replaceAll('~1', '/').replaceAll('~0', '~')
}

function child(node: unknown, key: string): unknown {
  return typeof node === 'object' && node !== null ? (node as Record<string, unknown>)[key] : undefined
}
