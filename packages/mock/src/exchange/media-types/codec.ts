import { partsOf } from '../../description/schema-view.ts'
import { isObject, type JsonSchema } from '../../json/json.ts'

/** What a codec may need besides the text. */
export interface CodecContext {
  /** Schema of the body, references inlined, because forms and XML do not have types. */
  readonly schema: JsonSchema | undefined
  /** Name of the schema in the description: the root element of an XML body. */
  readonly name: string | undefined
  /** Parameters of the `Content-Type` header, names in lower case, such as `boundary`. */
  readonly parameters: Readonly<Record<string, string>>
  /** Media types that the parts of a multipart form may have, by property: `image/png, image/*`. */
  readonly partTypes?: ReadonlyMap<string, string>
  /** Called with the files in a form. */
  readonly files?: UploadedFile[]
}

/** A file in a form. */
export interface UploadedFile {
  /** Name of the field. */
  readonly property: string
  readonly filename: string
  readonly mediaType: string | undefined
  /** In bytes. */
  readonly size: number
}

/** Thrown by `parse` if the text does not match its media type; the message goes into the 400. */
export class BodySyntaxError extends Error {
  override readonly name = 'BodySyntaxError'
}

const decoder = new TextDecoder('utf-8', { fatal: true })

/** The text of a body. @throws BodySyntaxError */
export function textOf(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch {
    throw new BodySyntaxError('The body is not valid UTF-8.')
  }
}

/** Reads and writes bodies of some media types. Validation runs on what `parse` returns. */
export interface Codec {
  readonly name: string
  /** Whether it is responsible; `essence` is lower case and without parameters. */
  handles(essence: string): boolean
  /** @throws BodySyntaxError */
  parse(bytes: Uint8Array, context: CodecContext): unknown
  format(value: unknown, context: CodecContext): string
}

/**
 * Forms and XML have only text; the schema gives its type. Text that does not fit the schema stays unchanged, so that
 * validation reports it.
 */
export function typed(value: unknown, schema: JsonSchema | undefined): unknown {
  if (typeof value === 'string') return typedText(value, typesOf(schema))
  if (Array.isArray(value)) return value.map((item) => typed(item, itemSchema(schema)))
  if (!isObject(value)) return value
  if (typesOf(schema).includes('array')) return [typed(value, itemSchema(schema))]
  const entries = Object.entries(value).map(([name, own]) => [
    name,
    typedMember(own, propertySchema(schema, name)),
  ])
  return Object.fromEntries(entries)
}

/** A property that occurs once is one item of an array if the schema says so. */
function typedMember(value: unknown, schema: JsonSchema | undefined): unknown {
  const types = typesOf(schema)
  const single = types.includes('array') && !Array.isArray(value) && value !== null
  return single ? [typed(value, itemSchema(schema))] : typed(value, schema)
}

function typedText(text: string, types: readonly string[]): unknown {
  if (types.length === 0 || (types.includes('string') && text !== '')) return text
  if (types.includes('boolean') && /^(?:true|false)$/i.test(text)) return text.toLowerCase() === 'true'
  if (types.includes('number') && isNumber(text)) return Number(text)
  if (types.includes('integer') && /^-?\d{1,15}$/.test(text)) return Number(text)
  if (types.includes('object') && text.trim() === '') return {}
  return text === '' && types.includes('null') ? null : text
}

function isNumber(text: string): boolean {
  return /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text) && Number.isFinite(Number(text))
}

/** Every `type` that the schema allows, through `allOf`, `anyOf` and `oneOf`. */
export function typesOf(schema: JsonSchema | undefined): string[] {
  return partsOf(schema).flatMap(({ type }) =>
    Array.isArray(type) ? type : typeof type === 'string' ? [type] : [],
  )
}

export function itemSchema(schema: JsonSchema | undefined): JsonSchema | undefined {
  return partsOf(schema).find(({ items }) => isObject(items))?.items as JsonSchema | undefined
}

/** The schema of a property by its own spelling, or else by one in another letter case. */
export function propertySchema(schema: JsonSchema | undefined, name: string): JsonSchema | undefined {
  const parts = partsOf(schema).flatMap(({ properties }) => (isObject(properties) ? [properties] : []))
  const own = parts.find((properties) => Object.hasOwn(properties, name))?.[name]
  if (isObject(own)) return own
  const lower = name.toLowerCase()
  for (const properties of parts) {
    const found = Object.keys(properties).find((candidate) => candidate.toLowerCase() === lower)
    if (found !== undefined && isObject(properties[found])) return properties[found]
  }
  return undefined
}
