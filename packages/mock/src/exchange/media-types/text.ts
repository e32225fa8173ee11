import { BodySyntaxError, type Codec } from './codec.ts'

/** Plain text of any kind (`text/plain`, `text/csv`): the body is the value. */
export const text: Codec = {
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
