/**
 * A request as the engine sees it, whichever way it came in. Plain data, because a WHATWG `Request` costs
 * more than the whole answer of a small list; `mock.fetch` and `mock.listen` each translate once.
 */
export interface MockRequest {
  /** Upper case. */
  readonly method: string
  /** Raw path, still percent-encoded, without query. Starts with a slash. */
  readonly path: string
  /** Raw query without its question mark; empty when there is none. */
  readonly search: string
  /** `http://127.0.0.1:4010`: what absolute links in answers start with. */
  readonly origin: string
  /** Names in lower case; repeated headers joined by `, `. */
  readonly headers: Readonly<Record<string, string>>
  /** Undefined when the request has no body. */
  readonly body: Uint8Array | undefined
  /** Set when the body was larger than what is read; `body` is undefined then. */
  readonly tooLarge?: boolean
}

/**
 * An answer before it is written: a value still to be formatted by the media type that the client accepts.
 * Conventions change it in `finish`.
 */
export interface Answer {
  status: number
  /** Names as they are sent. Line breaks are removed from values before that. */
  headers: Record<string, string>
  /** What the media type's codec formats; undefined sends no body. */
  body: unknown
  /** Set when `body` is already text in this media type; no codec is asked then. */
  mediaType?: string
}

/** What is sent. */
export interface WireAnswer {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: string | Uint8Array | undefined
  /** Milliseconds to wait before the first byte. */
  readonly delay?: number
  /** Ends the connection: at once, or after so many bytes of the body (the announced length stays). */
  readonly cut?: 'reset' | { readonly after: number }
}

/** Prefix of the routes that steer the mock itself. They are looked at before any description. */
export const controlPrefix = '/__mock/'
