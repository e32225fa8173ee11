import type { LiteralType } from './expression.ts'
import { malformed } from './query-option-error.ts'

/** The part of a JSON Schema that typing an expression needs; any resolved OpenAPI 3.1 schema fits. */
export interface Schema {
  type?: string | readonly string[]
  format?: string
  enum?: readonly unknown[]
  const?: unknown
  properties?: Readonly<Record<string, Schema | boolean>>
  additionalProperties?: Schema | boolean
  unevaluatedProperties?: Schema | boolean
  items?: Schema | boolean
  allOf?: readonly (Schema | boolean)[]
  anyOf?: readonly (Schema | boolean)[]
  oneOf?: readonly (Schema | boolean)[]
  writeOnly?: boolean
  $ref?: string
}

/** What an expression evaluates to, in the words of the Entity Data Model; all of them may be null. */
export type EdmType =
  | { kind: ScalarKind }
  | { kind: 'Enum'; members: ReadonlySet<string> }
  | { kind: 'Complex'; schema: Schema }
  | { kind: 'Collection'; item: EdmType }

/** What a literal can show, and `Untyped`: the schema says nothing; values are compared by what they are at run time. */
export type ScalarKind = Exclude<LiteralType, 'Enum'> | 'Untyped'

const STRING_FORMATS: Record<string, ScalarKind> = {
  'date-time': 'DateTimeOffset',
  date: 'Date',
  time: 'TimeOfDay',
  duration: 'Duration',
  uuid: 'Guid',
  byte: 'Binary',
  base64url: 'Binary',
}

/** Follows a `$ref`; needed only where schemas are not already resolved. */
export type ResolveReference = (reference: string) => Schema | undefined

/** Types and property look-ups over one description's schemas. */
export class SchemaReader {
  readonly #resolve: ResolveReference

  constructor(resolve: ResolveReference = () => undefined) {
    this.#resolve = resolve
  }

  typeOf(schema: Schema | boolean | undefined): EdmType {
    const parts = this.#flatten(schema)
    const members = parts.find((part) => part.enum)?.enum
    if (members?.every((member) => typeof member === 'string' || member === null)) {
      return { kind: 'Enum', members: new Set(members.filter((member) => member !== null)) }
    }
    const name = parts.flatMap((part) => part.type ?? []).find((type) => type !== 'null')
    return this.#namedType(name, parts)
  }

  /**
   * The schema of a property, by its own spelling or else by the only spelling that differs in letter case.
   * writeOnly properties are not found, because a filter on one would reveal its value.
   */
  property(schema: Schema, name: string): { name: string; schema: Schema } | undefined {
    const parts = this.#flatten(schema)
    const exact = this.#propertyIn(parts, (candidate) => candidate === name)
    if (exact) return exact
    const lower = name.toLowerCase()
    return this.#propertyIn(parts, (candidate) => candidate.toLowerCase() === lower)
  }

  /** True if the schema allows properties that it does not name. */
  isOpen(schema: Schema): boolean {
    const parts = this.#flatten(schema)
    const named = parts.some((part) => part.properties)
    return !named || parts.some((part) => part.additionalProperties === true)
  }

  /** True if the schema names the property in any spelling, readable or not. */
  declares(schema: Schema, name: string): boolean {
    const lower = name.toLowerCase()
    const names = this.#flatten(schema).flatMap((part) => Object.keys(part.properties ?? {}))
    return names.some((candidate) => candidate.toLowerCase() === lower)
  }

  #propertyIn(parts: Schema[], matches: (name: string) => boolean) {
    for (const part of parts) {
      for (const [name, schema] of Object.entries(part.properties ?? {})) {
        if (!matches(name) || typeof schema === 'boolean') continue
        if (this.#flatten(schema).some((own) => own.writeOnly)) continue
        return { name, schema }
      }
    }
    return undefined
  }

  #namedType(name: string | undefined, parts: Schema[]): EdmType {
    switch (name) {
      case 'string':
        return { kind: STRING_FORMATS[parts.find((part) => part.format)?.format ?? ''] ?? 'String' }
      case 'integer':
        return { kind: 'Integer' }
      case 'number':
        return { kind: 'Number' }
      case 'boolean':
        return { kind: 'Boolean' }
      case 'array':
        return { kind: 'Collection', item: this.typeOf(parts.find((part) => part.items)?.items) }
      case 'object':
        return { kind: 'Complex', schema: { allOf: parts } }
      default:
        return parts.some((part) => part.properties)
          ? { kind: 'Complex', schema: { allOf: parts } }
          : { kind: 'Untyped' }
    }
  }

  /** The schema and all its parts; `null` branches of a union do not affect the type. */
  #flatten(schema: Schema | boolean | undefined, depth = 0): Schema[] {
    if (typeof schema !== 'object' || depth > 16) return []
    const target = schema.$ref === undefined ? undefined : this.#resolve(schema.$ref)
    const parts = [target, ...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]
    return [schema, ...parts.flatMap((part) => this.#flatten(part, depth + 1))]
  }
}

export function describeType(type: EdmType): string {
  if (type.kind === 'Collection') return `Collection(${describeType(type.item)})`
  if (type.kind === 'Complex' || type.kind === 'Enum' || type.kind === 'Untyped')
    return type.kind.toLowerCase()
  return type.kind === 'Integer' ? 'Edm.Int64' : type.kind === 'Number' ? 'Edm.Double' : `Edm.${type.kind}`
}

export const BOOLEAN: EdmType = { kind: 'Boolean' }
export const INTEGER: EdmType = { kind: 'Integer' }

/** Refuses an operand that cannot be true or false. */
export function requireBoolean(
  { type, position }: { type: EdmType; position: number },
  what: string,
  option: string,
): void {
  if (['Boolean', 'Untyped', 'Null'].includes(type.kind)) return
  throw malformed(option, position, `${what} needs true or false, not ${describeType(type)}`)
}
