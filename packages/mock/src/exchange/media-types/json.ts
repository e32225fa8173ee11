import { BodySyntaxError, type Codec } from './codec.ts'

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
