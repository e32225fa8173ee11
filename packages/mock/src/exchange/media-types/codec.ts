import type { JsonSchema } from '../../json/json.ts'

/** What a codec may need to know beside the text. */
export interface CodecContext {
  /** Schema of the body, references inlined: forms and XML carry no types of their own. */
  readonly schema: JsonSchema | undefined
  /** Name of the schema in the description: the root element of an XML body. */
  readonly name: string | undefined
  /** Parameters of the `Content-Type` header, names in lower case, such as `boundary`. */
  readonly parameters: Readonly<Record<string, string>>
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
