import { createHash } from 'node:crypto'
import { isObject, type JsonObject, walk } from './json.ts'

/** A named type for a schema, under the schema's name. */
export interface NamedType {
  name: string
  /** The schema's key in `components.schemas`. */
  schema: string
  /** The direction: what an answer has, or what a request may have. */
  side: 'Readable' | 'Writable'
  description: string
  /** Whether it is only an object, so that it can be an interface. */
  isObject: boolean
  /** The same for equal schemas. */
  shape: string
}

const prefix = '#/components/schemas/'

/** Names that a generated module exports itself, and names that TypeScript reserves. */
const taken = new Set(
  `paths webhooks components operations $defs $Read $Write Readable Writable api any unknown never void undefined null
  object string number bigint boolean symbol true false this new typeof keyof unique infer readonly as async await break
  case catch class const continue debugger default delete do else enum export extends finally for function if implements
  import in instanceof interface let package private protected public return static super switch throw try type var
  while with yield`.split(/\s+/),
)

/**
 * The named types of a description: one for each schema, and one with `Input` at its end for each that a request
 * sends. A schema whose name is not a name in TypeScript stays in `components` alone.
 */
export function namedTypes(description: JsonObject): NamedType[] {
  const schemas = schemasOf(description)
  const names = Object.keys(schemas).filter((name) => /^[A-Za-z_$][\w$]*$/.test(name) && !taken.has(name))
  const sent = sentSchemas(description)
  return names.flatMap((schema) => {
    const description = textOf(schemas[schema])
    const shape = createHash('sha256').update(JSON.stringify(schemas[schema])).digest('base64url')
    const isObject = isPlainObject(schemas[schema])
    const read: NamedType = { name: schema, schema, side: 'Readable', description, isObject, shape }
    const input = `${schema}Input`
    if (!sent.has(schema) || Object.hasOwn(schemas, input) || isScalar(schemas[schema])) return [read]
    return [
      read,
      {
        ...read,
        name: input,
        side: 'Writable',
        description: `${description}\n\nAs a request sends it.`.trim(),
      },
    ]
  })
}

const schemasOf = (description: JsonObject): JsonObject => {
  const { components } = description
  return isObject(components) && isObject(components.schemas) ? components.schemas : {}
}

/** A type without properties is the same in both directions. */
const isScalar = (schema: unknown): boolean =>
  isObject(schema) && typeof schema.type === 'string' && !['object', 'array'].includes(schema.type)

const isPlainObject = (schema: unknown): boolean =>
  isObject(schema) &&
  schema.type === 'object' &&
  isObject(schema.properties) &&
  !['allOf', 'anyOf', 'oneOf', 'not'].some((keyword) => keyword in schema)

const textOf = (schema: unknown): string =>
  isObject(schema) && typeof schema.description === 'string' ? schema.description.trim() : ''

/** The schemas that the bodies of requests refer to, except those behind read-only properties. */
function sentSchemas(description: JsonObject): Set<string> {
  const schemas = schemasOf(description)
  const found = new Set<string>()
  const collect = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(collect)
    if (!isObject(node) || node.readOnly === true) return
    const { $ref, example, examples, ...rest } = node
    if (typeof $ref === 'string') follow($ref)
    Object.values(rest).forEach(collect)
  }
  const follow = (reference: string): void => {
    const name = reference.startsWith(prefix) ? reference.slice(prefix.length) : undefined
    if (name === undefined || found.has(name)) return
    found.add(name)
    collect(schemas[name])
  }
  walk(description, ({ requestBody, requestBodies }) => {
    for (const body of [requestBody, requestBodies]) collect(body)
  })
  return found
}

/** The text of the module of an API: everything that was generated, and the named types. */
export function writeNames(api: string, types: NamedType[]): string {
  return `// Generated from the description of the API. Do not edit.
import type * as api from './generated/${api}.js'

export type * from './generated/${api}.js'
${types.map(writeName).join('')}`
}

/** Editors show an interface by its name, and all the properties of any other type. */
function writeName({ name, schema, side, description, isObject }: NamedType): string {
  const type = `api.${side}<api.components['schemas']['${schema}']>`
  const declaration = isObject ? `interface ${name} extends ${type} {}` : `type ${name} = ${type}`
  return `\n${comment(description)}export ${declaration}\n`
}

function comment(text: string): string {
  if (text === '') return ''
  const lines = text.replaceAll('*/', '*\\/').split('\n')
  if (lines.length === 1) return `/** ${text.replaceAll('*/', '*\\/')} */\n`
  return `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join('\n')}\n */\n`
}

/**
 * The text of the module with the named types of all APIs. A name under which APIs describe different things is left
 * out: the modules of these APIs have it.
 */
export function writeIndex(apis: { name: string; names: NamedType[] }[]): string {
  const shapes = new Map<string, Set<string>>()
  for (const { name, shape } of apis.flatMap(({ names }) => names))
    shapes.set(name, (shapes.get(name) ?? new Set()).add(shape))
  const written = new Set<string>()
  const groups = apis.map(({ name: api, names }) => {
    const own = names
      .map(({ name }) => name)
      .filter((name) => !written.has(name) && shapes.get(name)?.size === 1)
    for (const name of own) written.add(name)
    return `export type { ${own.join(', ')} } from './${api}.js'\n`
  })
  return `// Generated from the descriptions of the APIs. Do not edit.\n${groups.join('')}`
}
