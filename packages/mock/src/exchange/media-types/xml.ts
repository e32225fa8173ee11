import { isObject, type JsonSchema } from '../../json/json.ts'
import { once } from '../../json/kept.ts'
import { library } from '../../json/runtime.ts'
import {
  BodySyntaxError,
  type Codec,
  type CodecContext,
  itemSchema,
  propertySchema,
  textOf,
  typed,
  typesOf,
} from './codec.ts'

const ATTRIBUTE = '@'
const TEXT = '#text'
const NIL = 'xsi:nil'
const SCHEMA_INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance'
const MAX_NESTED_TAGS = 64
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/**
 * `application/xml`, `text/xml` and everything that ends in `+xml` (RFC 7303). The root element carries the name of
 * the schema; arrays are repeated elements unless the schema says `xml: { wrapped: true }`, as OpenAPI has it.
 * A DOCTYPE is refused, so neither internal nor external entities exist.
 */
export const xml: Codec = {
  name: 'XML',
  handles: (essence) => essence === 'application/xml' || essence === 'text/xml' || essence.endsWith('+xml'),
  parse: parseXml,
  format: formatXml,
}

/** Loaded for the first XML: most mocks never need it. */
const fastXmlParser = library<typeof import('fast-xml-parser')>(
  () => import('fast-xml-parser'),
  (require) => require('fast-xml-parser'),
)

const tools = once(() => {
  const { XMLBuilder, XMLParser, XMLValidator } = fastXmlParser()
  return {
    parser: new XMLParser(parserOptions),
    builder: new XMLBuilder(builderOptions),
    validator: XMLValidator,
  }
})

const names = { ignoreAttributes: false, attributeNamePrefix: ATTRIBUTE, textNodeName: TEXT }

const parserOptions = {
  ...names,
  parseTagValue: false,
  parseAttributeValue: false,
  removeNSPrefix: true,
  trimValues: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: MAX_NESTED_TAGS,
  entityDecoder: {
    decode: decodeEntities,
    setExternalEntities: () => {},
    addInputEntities: () => {},
    setXmlVersion: () => {},
    reset: () => {},
  },
}

const builderOptions = { ...names, suppressEmptyNode: true, suppressBooleanAttributes: false }

function parseXml(bytes: Uint8Array, { schema, name }: CodecContext): unknown {
  const text = textOf(bytes)
  if (/<!DOCTYPE/i.test(text))
    throw new BodySyntaxError('The XML must not have a DOCTYPE; entities are not read.')
  const roots = Object.entries(parseDocument(text))
  const [root] = roots
  if (!root || roots.length > 1 || Array.isArray(root[1])) {
    throw new BodySyntaxError('The XML must have exactly one root element.')
  }
  const wanted = rootName(schema, name)
  if (wanted !== undefined && root[0].toLowerCase() !== wanted.toLowerCase()) {
    throw new BodySyntaxError(
      `The root element of the XML must be <${wanted}>, not <${root[0].slice(0, 40)}>.`,
    )
  }
  return typed(valueOfElement(root[1], schema), schema)
}

function parseDocument(text: string): Record<string, unknown> {
  const valid = tools().validator.validate(text)
  if (valid !== true) {
    const { line, col } = valid.err
    throw new BodySyntaxError(
      `The body is not well-formed XML: see line ${line}${col ? `, column ${col}` : ''}.`,
    )
  }
  try {
    return tools().parser.parse(text) as Record<string, unknown>
  } catch (error) {
    if (error instanceof BodySyntaxError) throw error
    // The library's message may quote the body, and the body may hold a password.
    throw new BodySyntaxError('The body is XML that is nested too deeply or uses a reserved name.')
  }
}

function decodeEntities(text: string): string {
  return text.replace(/&([^;\s&]{0,32});?/g, (whole, name: string) => {
    const decoded = ENTITIES[name] ?? characterOf(name)
    if (decoded === undefined || !whole.endsWith(';')) {
      throw new BodySyntaxError('The XML uses an entity that XML itself does not define.')
    }
    return decoded
  })
}

function characterOf(reference: string): string | undefined {
  const found = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(reference)
  if (!found) return undefined
  const code = found[1] === undefined ? Number(found[2]) : Number.parseInt(found[1], 16)
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined
}

/** Turns the parser's tree into values: nil becomes null, wrappers and white space between elements are removed. */
function valueOfElement(node: unknown, schema: JsonSchema | undefined): unknown {
  if (Array.isArray(node)) return node.map((item) => valueOfElement(item, itemSchema(schema)))
  if (!isObject(node)) return isWrapped(schema) && isBlank(node) ? [] : node
  if (node[`${ATTRIBUTE}nil`] === 'true') return null
  const names = Object.keys(node).filter((name) => name !== TEXT && !isNamespace(name))
  if (names.length === 0) return isWrapped(schema) ? [] : (node[TEXT] ?? '')
  if (isWrapped(schema)) return unwrap(node, names, schema)
  return Object.fromEntries(names.map((name) => memberOf(node[name], name, schema)))
}

function isBlank(node: unknown): boolean {
  return typeof node === 'string' && node.trim() === ''
}

function memberOf(node: unknown, name: string, schema: JsonSchema | undefined): [string, unknown] {
  const property = propertyNamed(decodeName(name.startsWith(ATTRIBUTE) ? name.slice(1) : name), schema)
  return [property, valueOfElement(node, propertySchema(schema, property))]
}

/** The property whose `xml.name` is the element's name, else the element's name itself. */
function propertyNamed(element: string, schema: JsonSchema | undefined): string {
  const properties = schema?.properties
  if (!isObject(properties)) return element
  return Object.keys(properties).find((name) => xmlOf(properties[name]).name === element) ?? element
}

function unwrap(
  node: Record<string, unknown>,
  names: readonly string[],
  schema: JsonSchema | undefined,
): unknown {
  const items = names.flatMap((name) => node[name])
  return items.map((item) => valueOfElement(item, itemSchema(schema)))
}

/** Namespace declarations and attributes of XML Schema instances are not data. */
function isNamespace(name: string): boolean {
  return name === `${ATTRIBUTE}xmlns` || name === `${ATTRIBUTE}type` || name.startsWith(`${ATTRIBUTE}xmlns:`)
}

function formatXml(value: unknown, { schema, name }: CodecContext): string {
  if (isWrittenXml(value)) return value
  // Prism's name; the description does not name the root.
  const root = rootName(schema, name) ?? 'xml'
  const content = elementOf(Array.isArray(value) ? { item: value } : value, schema)
  const attributes = { [`${ATTRIBUTE}xmlns:xsi`]: SCHEMA_INSTANCE }
  const body = isObject(content) ? { ...attributes, ...content } : { ...attributes, [TEXT]: content }
  return `<?xml version="1.0" encoding="utf-8"?>${tools().builder.build({ [encodeName(root)]: body })}`
}

/** Whether a value is already a whole document: examples of XML are often one text. */
export function isWrittenXml(value: unknown): value is string {
  if (typeof value !== 'string') return false
  const text = value.trim()
  return text.startsWith('<') && text.endsWith('>')
}

/** Turns a value into the builder's tree. */
function elementOf(value: unknown, schema: JsonSchema | undefined): unknown {
  if (value === null) return { [ATTRIBUTE + NIL]: 'true' }
  if (Array.isArray(value)) return value.map((item) => elementOf(item, itemSchema(schema)))
  if (!isObject(value)) return typeof value === 'string' ? printable(value) : String(value)
  const members = Object.entries(value).filter(([, own]) => own !== undefined)
  return Object.fromEntries(members.map(([name, own]) => childOf(name, own, propertySchema(schema, name))))
}

function childOf(name: string, value: unknown, schema: JsonSchema | undefined): [string, unknown] {
  const settings = xmlOf(schema)
  const own = encodeName(typeof settings.name === 'string' ? settings.name : name)
  if (settings.attribute === true && !isObject(value)) return [ATTRIBUTE + own, String(value ?? '')]
  const element = elementOf(value, schema)
  if (!Array.isArray(value) || !isWrapped(schema)) return [own, element]
  const itemName = xmlOf(itemSchema(schema)).name
  return [own, { [encodeName(typeof itemName === 'string' ? itemName : name)]: element }]
}

function isWrapped(schema: JsonSchema | undefined): boolean {
  return typesOf(schema).includes('array') && xmlOf(schema).wrapped === true
}

function rootName(schema: JsonSchema | undefined, name: string | undefined): string | undefined {
  const own = xmlOf(schema).name
  return typeof own === 'string' ? own : name
}

function xmlOf(schema: unknown): Record<string, unknown> {
  const settings = isObject(schema) ? schema.xml : undefined
  return isObject(settings) ? settings : {}
}

/** Characters that no XML 1.0 document may hold, not even as a reference. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to be replaced
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
}

/** `@odata.type` is not an XML name; what XML does not allow is written as `_x0040_`, as .NET does. */
function encodeName(name: string): string {
  const inner = name.replace(/[^\p{L}\p{N}_.-]/gu, hexadecimal)
  return /^[\p{L}_]/u.test(inner) ? inner : hexadecimal(inner.charAt(0)) + inner.slice(1)
}

function hexadecimal(character: string): string {
  return `_x${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}_`
}

function decodeName(name: string): string {
  return name.replace(/_x([0-9a-f]{4,6})_/gi, (whole, code: string) => {
    const point = Number.parseInt(code, 16)
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole
  })
}
