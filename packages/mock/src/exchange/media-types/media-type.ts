import type { JsonSchema } from '../../json/json.ts'

/** What a codec may need to know besides the text. */
export interface CodecContext {
  /** Schema of the body, references inlined: forms and XML carry no types of their own. */
  readonly schema: JsonSchema | undefined
  /** Name of the schema in the description: the root element of an XML body. */
  readonly name: string | undefined
  /** Parameters of the `Content-Type` header, names in lower case, such as `boundary`. */
  readonly parameters: Readonly<Record<string, string>>
  /** Media types that the parts of a multipart form may have, by property: `image/png, image/*`. */
  readonly partTypes?: ReadonlyMap<string, string>
  /** Takes note of the files in a form. */
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

/** Thrown by `parse` when the text is not what its media type says; the message goes into the 400. */
export class BodySyntaxError extends Error {
  override readonly name = 'BodySyntaxError'
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

interface Range {
  readonly type: string
  readonly quality: number
}

/**
 * Picks the media type of an answer (RFC 9110, section 12.5.1): the offered one with the highest quality,
 * the earlier one on a tie. Without an `Accept` header, or with an empty one, the first is taken.
 *
 * @returns undefined when the client accepts none of them.
 */
export function negotiate(accept: string | undefined, offered: readonly string[]): string | undefined {
  if (accept === undefined || accept.trim() === '' || accept === '*/*') return offered[0]
  const ranges = accept.split(',').map(parseRange)
  let best: string | undefined
  let bestQuality = 0
  for (const mediaType of offered) {
    const quality = qualityOf(essenceOf(mediaType), ranges)
    if (quality > bestQuality) {
      best = mediaType
      bestQuality = quality
    }
  }
  return best
}

/** `Application/JSON; charset=utf-8` → `application/json`. */
export function essenceOf(mediaType: string): string {
  const end = mediaType.indexOf(';')
  return (end < 0 ? mediaType : mediaType.slice(0, end)).trim().toLowerCase()
}

/** `multipart/form-data; boundary="x"` → `{ boundary: 'x' }`; names in lower case. */
export function parametersOf(header: string): Record<string, string> {
  const parameters: Record<string, string> = {}
  if (!header.includes(';')) return parameters
  for (const [, name = '', quoted, plain] of header.matchAll(
    /;\s*([^=;\s]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))/g,
  )) {
    parameters[name.toLowerCase()] = quoted?.replace(/\\(.)/g, '$1') ?? plain ?? ''
  }
  return parameters
}

/** The most specific range that matches decides, not the one with the highest quality. */
function qualityOf(essence: string, ranges: readonly Range[]): number {
  const top = essence.slice(0, essence.indexOf('/') + 1)
  for (const wanted of [essence, `${top}*`, '*/*']) {
    const range = ranges.find(({ type }) => type === wanted)
    if (range) return range.quality
    // `application/vnd.example.v3+json` is JSON as well (RFC 6839): clients of a vendor send it with every call.
    const related =
      wanted === essence &&
      ranges.find(({ type }) => type.startsWith(top) && suffixOf(type) === suffixOf(essence))
    if (related) return related.quality * relatedShare
  }
  return 0
}

/** A little less than the type itself, which is sent where both are offered. */
const relatedShare = 0.999

/** `application/problem+json` and `application/json` → `json`. */
function suffixOf(essence: string): string {
  return essence.slice(Math.max(essence.lastIndexOf('+'), essence.indexOf('/')) + 1)
}

function parseRange(text: string): Range {
  const quality = /;\s*q\s*=\s*([\d.]+)/i.exec(text)?.[1]
  return { type: essenceOf(text), quality: quality === undefined ? 1 : Number(quality) || 0 }
}
