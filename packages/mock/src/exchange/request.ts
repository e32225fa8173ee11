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
