import type { ErrorEnvelope } from '../errors.ts'

/** What differs between services, beside their operations. */
export interface Protocol {
  /** Scopes to ask a credential for. */
  scopes: string[]
  /** Whether a POST may be sent twice, because the service recognises the second one. */
  repeatsPost: boolean
  /** Header names of the ids by which support finds a request and a call. */
  requestId: string
  correlationId: string
  /**
   * Headers that make one attempt traceable.
   *
   * @param previous Those of the attempt before it, in the same call.
   */
  trace(previous?: Trace): Trace
  /** Reads the service's error bodies; another object, which a gateway may send, gives an empty envelope. */
  readError(body: object): ErrorEnvelope
  /**
   * The link to the page after this one.
   *
   * @param url The address that gave the page, for services whose links are relative to it.
   */
  nextLink(page: unknown, response: Response, url: string): PageLink | undefined
  /** Takes apart a link that may be more than an address; it comes from an answer and may have any shape. */
  readLink?(link: PageLink): { uri?: unknown; headers: Record<string, string> }
  /** Path of the operation that takes several requests in one, if the service has it. */
  batch?: string
  /** Where the token goes. */
  authorize(token: string): Proof
  /**
   * Writes query parameters.
   * @default lists are joined with commas
   */
  writeQuery?(values: Record<string, unknown>): string
}

export type Trace = Record<string, string>

/** What proves to the service who calls. */
export interface Proof {
  headers?: Record<string, string>
  /** Puts a token into the address that is sent; errors and hooks show the address without it. */
  sign?(url: string): string
}

/** A link to a page: an address, and for Partner Center the headers that belong to it. */
export type PageLink =
  | string
  | {
      uri?: string | undefined
      headers?: { key?: string | undefined; value?: string | undefined }[] | undefined
    }
