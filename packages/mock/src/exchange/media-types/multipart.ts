import { isObject, type JsonSchema } from '../../json/json.ts'
import { essenceOf, parametersOf, percentDecoded } from '../message.ts'
import { BodySyntaxError, type Codec, itemSchema, propertySchema, typed, typesOf } from './codec.ts'
import { nest } from './form.ts'

const MAX_PARTS = 1000
/** Bytes of the headers of one part. */
const MAX_HEADERS = 16_384
/** RFC 2046, section 5.1.1. */
const MAX_BOUNDARY = 70

/** One part of a form: a field, or a file if it has a file name. */
interface Part {
  readonly name: string
  readonly filename: string | undefined
  readonly mediaType: string | undefined
  readonly bytes: Uint8Array
}

/**
 * `multipart/form-data` (RFC 7578). Fields are named as in other forms. A field is JSON where its part says so, or where
 * the schema has an object; a file is its text, or base64 where it is no UTF-8.
 */
export const multipart: Codec = {
  name: 'multipart form',
  handles: (essence) => essence === 'multipart/form-data',
  parse: (bytes, { schema, parameters, partTypes, files }) => {
    const parts = partsOf(bytes, boundaryOf(parameters)).map((part) => ofAllowedType(part, partTypes))
    for (const { name, filename, mediaType, bytes: own } of parts) {
      if (filename !== undefined) files?.push({ property: name, filename, mediaType, size: own.byteLength })
    }
    const places = nest(parts.map(({ name }, index) => [name, String(index)]))
    return typed(filled(places, parts, schema), schema)
  },
  format: (value) => (typeof value === 'string' ? value : JSON.stringify(value)),
}

function boundaryOf({ boundary = '' }: Readonly<Record<string, string>>): string {
  if (boundary !== '' && boundary.length <= MAX_BOUNDARY) return boundary
  throw new BodySyntaxError(
    `The Content-Type of a multipart form needs a boundary of 1 to ${MAX_BOUNDARY} characters. ` +
      'Let the client set it: do not set this header by hand.',
  )
}

/** The parts between the boundaries; text before the first and after the last is ignored. */
function partsOf(bytes: Uint8Array, boundary: string): Part[] {
  const line = ascii(`\r\n--${boundary}`)
  const parts: Part[] = []
  // The first boundary may be at the very beginning.
  let at = startsWith(bytes, line.subarray(2), 0) ? line.length - 2 : after(bytes, line, 0)
  while (at !== undefined && !startsWith(bytes, dashes, at)) {
    if (parts.length === MAX_PARTS) throw new BodySyntaxError(`The form has more than ${MAX_PARTS} parts.`)
    const next = after(bytes, line, at)
    if (next === undefined) break
    parts.push(partOf(bytes.subarray(at, next - line.length)))
    at = next
  }
  if (at === undefined || !startsWith(bytes, dashes, at))
    throw new BodySyntaxError('The form does not end with its boundary and two dashes.')
  return parts
}

const dashes = ascii('--')
const emptyLine = ascii('\r\n\r\n')

function partOf(bytes: Uint8Array): Part {
  const end = after(bytes, emptyLine, 0)
  if (end === undefined) throw new BodySyntaxError('A part of the form has no empty line behind its headers.')
  if (end > MAX_HEADERS)
    throw new BodySyntaxError(`A part of the form has headers of more than ${MAX_HEADERS} bytes.`)
  const headers = headersOf(utf8(bytes.subarray(0, end)) ?? '')
  const disposition = headers.get('content-disposition') ?? ''
  const { name, filename, 'filename*': encoded } = parametersOf(disposition)
  if (essenceOf(disposition) !== 'form-data' || name === undefined)
    throw new BodySyntaxError('A part of the form has no Content-Disposition with its name.')
  return {
    name,
    filename: encoded === undefined ? filename : decodedName(encoded),
    mediaType: headers.get('content-type'),
    bytes: bytes.subarray(end),
  }
}

/**
 * The part, with the type that the description has for it where it names none itself. Refused with another type;
 * `application/octet-stream` says nothing of what is in a file.
 */
function ofAllowedType(part: Part, partTypes: ReadonlyMap<string, string> | undefined): Part {
  const property = part.name.replace(/\[.*$/, '')
  const allowed = partTypes?.get(property)
  if (allowed === undefined) return part
  const types = allowed.split(',').map(essenceOf)
  if (part.mediaType === undefined) return types.length === 1 ? { ...part, mediaType: types[0] } : part
  const own = essenceOf(part.mediaType)
  const fits = types.some(
    (type) => type === own || type === '*/*' || (type.endsWith('/*') && own.startsWith(type.slice(0, -1))),
  )
  if (fits || own === 'application/octet-stream') return part
  const shown = [property, own].map((text) => JSON.stringify(text.slice(0, 40)))
  throw new BodySyntaxError(`The part ${shown[0]} of the form is ${shown[1]}. Send it as ${allowed}.`)
}

function headersOf(text: string): Map<string, string> {
  const lines = text.split('\r\n').filter((line) => line.includes(':'))
  return new Map(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
}

/** RFC 8187: `UTF-8''na%C3%AFve.txt`. */
function decodedName(text: string): string {
  return percentDecoded(text.replace(/^[^']*'[^']*'/, '')) ?? text
}

/** The tree of places with the values of the parts in it. */
function filled(place: unknown, parts: readonly Part[], schema: JsonSchema | undefined): unknown {
  if (typeof place === 'string') return partValue(parts[Number(place)] as Part, schema)
  if (Array.isArray(place)) return place.map((item) => filled(item, parts, itemSchema(schema)))
  const entries = Object.entries(place as object).map(([name, inner]) => {
    const described = propertySchema(schema, name)
    const single = typeof inner === 'string' && typesOf(described).includes('array')
    return [name, filled(inner, parts, single ? itemSchema(described) : described)]
  })
  return Object.fromEntries(entries)
}

function partValue({ name, filename, mediaType, bytes }: Part, schema: JsonSchema | undefined): unknown {
  const text = utf8(bytes)
  if (text === undefined) return base64(bytes)
  const said = mediaType !== undefined && /^application\/(?:[\w.+-]+\+)?json$/.test(essenceOf(mediaType))
  // The default for objects is JSON; clients seldom name it.
  const meant = filename === undefined && typesOf(schema).includes('object') && /^\s*\{/.test(text)
  if (!said && !meant) return text
  try {
    const value: unknown = JSON.parse(text)
    return filename !== undefined && isObject(value) && !typesOf(schema).includes('object') ? text : value
  } catch {
    if (!said || filename !== undefined) return text
    throw new BodySyntaxError(`The part ${JSON.stringify(name.slice(0, 40))} of the form is not valid JSON.`)
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true })

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}

function base64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 0x8000)
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(text)
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

function startsWith(bytes: Uint8Array, wanted: Uint8Array, at: number): boolean {
  return wanted.every((byte, index) => bytes[at + index] === byte)
}

/** The place after the next occurrence of some bytes. */
function after(bytes: Uint8Array, wanted: Uint8Array, from: number): number | undefined {
  const first = wanted[0] as number
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (startsWith(bytes, wanted, at)) return at + wanted.length
  }
  return undefined
}
