/** The part of a failed request that errors may show. */
export interface FailedRequest {
  method: string
  url: string
}

/** A failure from a vendor's error body, in one shape for all vendors. */
export interface ErrorDetail {
  code?: string
  message?: string
  /** Name of the property or parameter that caused the failure. */
  target?: string
}

/** What the error bodies of the vendors have in common. */
export interface ErrorEnvelope {
  code?: string | undefined
  message?: string | undefined
  details: ErrorDetail[]
  requestId?: string | undefined
  correlationId?: string | undefined
  /** Milliseconds. */
  retryAfter?: number | undefined
}

/**
 * Base class of the errors of all failed calls.
 *
 * The message says what happened, with method and address, and never contains a token or a password.
 */
export class ClientError extends Error {
  declare readonly method: string
  declare readonly url: string
  /** Only an answer has a status. */
  declare readonly status?: number | undefined
  /**
   * Id of the request for Microsoft's support: `request-id` of Graph, `MS-RequestId` of Partner Center. The latter is known
   * even without an answer. A later call that sends it again counts as a repetition of this one.
   */
  declare readonly requestId?: string | undefined
  /** Id of the call, also without an answer: `client-request-id` of Graph, `MS-CorrelationId` of Partner Center. */
  declare readonly correlationId?: string | undefined
  /** Milliseconds to wait before another attempt, if an answer named a time. */
  declare readonly retryAfter?: number | undefined
  /** The answer, if there was one; its body is consumed. Logs do not show it, because its headers may contain anything. */
  declare readonly response?: Response | undefined

  constructor(what: string, { method, url }: FailedRequest, cause?: unknown, response?: Response) {
    super(`${what} (${method} ${url})`, cause === undefined ? undefined : { cause })
    Object.assign(this, { method, url })
    Object.defineProperty(this, 'response', { value: response })
  }
}

/**
 * The service answered with a status outside of 2xx.
 *
 * `Status` and `Body` come from the description, so checking `status` also narrows `body`.
 *
 * @example
 * ```ts
 * if (error instanceof ApiError && error.status === 404) return undefined
 * ```
 */
export class ApiError<Status extends number = number, Body = unknown> extends ClientError {
  /** Without it, `instanceof` narrows to `ApiError<any, any>`, whose `status` and `body` are not checked. */
  declare static readonly [Symbol.hasInstance]: (value: unknown) => value is ApiError
  override readonly name = 'ApiError'
  declare readonly status: Status
  /** Machine-readable reason: `error.code` of Graph, `code` of Partner Center. Absent when the body has none. */
  declare readonly code: string | undefined
  declare readonly requestId: string | undefined
  declare readonly correlationId: string | undefined
  /** Milliseconds to wait before another attempt, if the answer named a time. */
  declare readonly retryAfter: number | undefined
  /** Single failures inside this one: `error.details` of Graph, `data` of Partner Center. */
  declare readonly details: readonly ErrorDetail[]
  /** The parsed body; text if it is not JSON, for example from a gateway; `undefined` if it is empty. */
  declare readonly body: Body | string | undefined
  declare readonly response: Response

  constructor(request: FailedRequest, response: Response, envelope: ErrorEnvelope, body: unknown) {
    const { message, ...fields } = envelope
    const { status } = response
    // A browser hides the status of a redirect that it does not follow.
    const what = [status || 'redirected', fields.code, message].filter(Boolean).join(' ')
    super(what, request, undefined, response)
    Object.assign(this, fields, { status, body })
  }
}

/** No complete answer arrived: there was no connection, or it was lost. `cause` is what `fetch` threw. */
export class NetworkError extends ClientError {
  override readonly name = 'NetworkError'
  declare readonly status?: undefined
}

/** No complete answer arrived within `timeout`. */
export class TimeoutError extends ClientError {
  override readonly name = 'TimeoutError'
  declare readonly status?: undefined
}

/** The caller's `signal` was aborted; `cause` is its reason. */
export class AbortError extends ClientError {
  override readonly name = 'AbortError'
  declare readonly status?: undefined
}

/**
 * The status says success, but the body is unusable: it is not JSON (for example HTML), has no list where a page is needed,
 * or is larger than `maxBodySize`. `cause` is the error of `JSON.parse`.
 */
export class ParseError extends ClientError {
  override readonly name = 'ParseError'
  declare readonly status?: undefined
  /** The body as text; empty when it was larger than `maxBodySize`. */
  declare readonly body: string
  declare readonly response: Response

  constructor(what: string, request: FailedRequest, response: Response, body: string, cause?: unknown) {
    super(what, request, cause, response)
    this.body = body
  }
}

/** `token` gave no usable token. `cause` is what it threw; the message contains its first line. */
export class TokenError extends ClientError {
  override readonly name = 'TokenError'
  declare readonly status?: undefined
}

/** A link to a page does not lead to an address of the API, or is not a string. It was not followed. */
export class LinkError extends ClientError {
  override readonly name = 'LinkError'
  declare readonly status?: undefined
}
