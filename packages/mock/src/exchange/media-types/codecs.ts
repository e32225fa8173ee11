import { form } from './form.ts'
import { BodySyntaxError, type Codec } from './media-type.ts'
import { multipart } from './multipart.ts'
import { xml } from './xml.ts'

const decoder = new TextDecoder('utf-8', { fatal: true })

/** `application/json`, `text/json` and everything that ends in `+json` (RFC 6839). */
export const json: Codec = {
  name: 'JSON',
  handles: (essence) =>
    essence === 'application/json' || essence === 'text/json' || essence.endsWith('+json'),
  parse: (bytes) => parseJson(bytes),
  format: (value) => JSON.stringify(value),
}

function parseJson(bytes: Uint8Array): unknown {
  let text: string
  try {
    text = decoder.decode(bytes)
  } catch {
    throw new BodySyntaxError('The body is not valid UTF-8.')
  }
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

/** Every codec, the most common first; that for text takes what the others leave. */
const codecs: readonly Codec[] = [json, xml, form, multipart, text]

/** The codec for the essence of a media type, or undefined when the mock cannot read or write it. */
export function codecFor(essence: string): Codec | undefined {
  return codecs.find((codec) => codec.handles(essence))
}
