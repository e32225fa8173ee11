import type { Codec } from './codec.ts'
import { form } from './form.ts'
import { json } from './json.ts'
import { text } from './text.ts'
import { xml } from './xml.ts'

/** Every codec, the most common first; that for text takes what the others leave. */
const codecs: readonly Codec[] = [json, xml, form, text]

/** The codec for the essence of a media type, or undefined when the mock cannot read or write it. */
export function codecFor(essence: string): Codec | undefined {
  return codecs.find((codec) => codec.handles(essence))
}
