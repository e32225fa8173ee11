import { essenceOf } from '../message.ts'
import { BodySyntaxError, type Codec, textOf } from './codec.ts'
import { form } from './form.ts'
import { multipart } from './multipart.ts'
import { xml } from './xml.ts'

interface Range {
  readonly type: string
  readonly quality: number
}

/**
 * Picks the media type of an answer (RFC 9110, section 12.5.1): the offered one with the highest quality,
 * the earlier one on a tie. Without an `Accept` header, or with an empty one, it is the first.
 *
 * @returns undefined if the client accepts none of them.
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

/** A little less than the type itself, which wins if both are offered. */
const relatedShare = 0.999

/** `application/problem+json` and `application/json` → `json`. */
function suffixOf(essence: string): string {
  return essence.slice(Math.max(essence.lastIndexOf('+'), essence.indexOf('/')) + 1)
}

function parseRange(text: string): Range {
  const quality = /;\s*q\s*=\s*([\d.]+)/i.exec(text)?.[1]
  return { type: essenceOf(text), quality: quality === undefined ? 1 : Number(quality) || 0 }
}

/** `application/json`, `text/json` and everything that ends in `+json` (RFC 6839). */
export const json: Codec = {
  name: 'JSON',
  handles: (essence) =>
    essence === 'application/json' || essence === 'text/json' || essence.endsWith('+json'),
  parse: (bytes) => parseJson(bytes),
  format: (value) => JSON.stringify(value),
}

function parseJson(bytes: Uint8Array): unknown {
  const text = textOf(bytes)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new BodySyntaxError(`The body is not valid JSON: ${placeOnly((error as Error).message)}.`)
  }
}

/** V8 quotes a piece of the input in its message; that piece may be a password. */
function placeOnly(message: string): string {
  const place = /at position \d+(?: \(line \d+ column \d+\))?/.exec(message)
  return place ? `unexpected token ${place[0]}` : 'unexpected end of input'
}

/** Plain text of any kind (`text/plain`, `text/csv`): the body is the value. */
const text: Codec = {
  name: 'text',
  handles: (essence) => essence.startsWith('text/'),
  parse: (bytes, { parameters }) => decoderFor(parameters.charset ?? 'utf-8').decode(bytes),
  format: (value) => (typeof value === 'string' ? value : JSON.stringify(value)),
}

function decoderFor(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset)
  } catch {
    throw new BodySyntaxError('The body is in a character encoding that the mock does not know.')
  }
}

/** Every codec, the most common first; the one for text takes the rest. */
const codecs: readonly Codec[] = [json, xml, form, multipart, text]

/** The codec for the essence of a media type, or undefined if the mock cannot read or write it. */
export function codecFor(essence: string): Codec | undefined {
  return codecs.find((codec) => codec.handles(essence))
}

const eventStream = 'text/event-stream'

export function isEventStream(mediaType: string): boolean {
  return essenceOf(mediaType) === eventStream
}
