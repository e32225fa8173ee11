/**
 * An answer before it is written: a value still to be formatted by the media type that the client accepts.
 * Conventions change it in `finish`.
 */
export interface Answer {
  status: number
  /** Names as they are to be sent. Values are cleaned of line breaks before they leave. */
  headers: Record<string, string>
  /** What the media type's codec formats; undefined sends no body. */
  body: unknown
  /** Set when `body` is already text in this media type; no codec is asked then. */
  mediaType?: string
}

/** What goes on the wire. */
export interface WireAnswer {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: string | Uint8Array | undefined
  /** Milliseconds to wait before the first byte. */
  readonly delay?: number
  /** Ends the connection: at once, or after so many bytes of the body (the announced length stays). */
  readonly cut?: 'reset' | { readonly after: number }
}
