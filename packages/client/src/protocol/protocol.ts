import type { ErrorEnvelope } from '../errors.ts'

/** What differs between services, apart from their operations. */
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
   * @param previous The headers of the previous attempt of the same call.
   */
  trace(previous?: Trace): Trace
  /** Reads an error body of the service. For any other object, which a gateway may send, the envelope is empty. */
  readError(body: object): ErrorEnvelope
  /**
   * The link to the page after this one.
   *
   * @param url The address of the page, for services whose links are relative to it.
   */
  nextLink(page: unknown, response: Response, url: string): PageLink | undefined
  /** Splits a link that is more than an address. It comes from an answer, so it may have any shape. */
  readLink?(link: PageLink): { uri?: unknown; headers: Record<string, string> }
  /** Path of the operation that takes several requests in one, if the service has such an operation. */
  batch?: string
  /** Where the token goes, in a request for an address. */
  authorize(token: string, url: string): Proof
  /**
   * Writes query parameters.
   * @default lists are joined with commas
   */
  writeQuery?(values: Record<string, unknown>): string
}

export type Trace = Record<string, string | undefined>

/** Tells the service who is calling. */
export interface Proof {
  headers?: Record<string, string>
  /** The address with the token in it. Errors and hooks show the address without it. */
  url?: string
}

/** A link to a page: an address, for Partner Center with its headers. */
export type PageLink =
  | string
  | {
      uri?: string | undefined
      headers?: { key?: string | undefined; value?: string | undefined }[] | undefined
    }
