/** The parts of an OpenAPI 3.1 document that the table is made of. */
export interface Description {
  servers?: { url: string }[]
  paths?: Record<string, PathItem | undefined>
  components?: unknown
}

export interface Reference {
  $ref: string
}

export interface PathItem {
  parameters?: (Parameter | Reference)[]
  [method: string]: unknown
}

export interface Operation {
  operationId?: string
  summary?: string
  description?: string
  parameters?: (Parameter | Reference)[]
  responses?: Record<string, Response | Reference>
}

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header' | 'cookie'
  style?: string
  explode?: boolean
  schema?: Schema | Reference
}

export interface Response {
  content?: Record<string, { schema?: Schema | Reference }>
}

export interface Schema {
  type?: string | string[]
  format?: string
  properties?: Record<string, Schema | Reference>
  items?: Schema | Reference
}

/** Follows a `$ref` inside the document, as far as it leads. */
export function resolve<T extends object>(node: T | Reference, description: Description): T {
  if (!('$ref' in node)) return node
  let target: unknown = description
  for (const step of node.$ref.replace(/^#\//, '').split('/')) {
    target = (target as Record<string, unknown> | undefined)?.[
      step.replaceAll('~1', '/').replaceAll('~0', '~')
    ]
  }
  if (typeof target !== 'object' || target === null) throw new Error(`${node.$ref} leads nowhere`)
  return resolve(target as T | Reference, description)
}
