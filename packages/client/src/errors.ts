/** The request that failed, as far as it may be shown. */
export interface FailedRequest {
  method: string
  url: string
}

/** A failure of the vendors' envelopes in one shape. */
export interface ErrorDetail {
  code?: string
  message?: string
  /** Name of the property or parameter that is to blame. */
  target?: string
}

/** What the two vendors' error bodies have in common. */
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
 * What every failed call is an instance of.
 *
 * The message says what happened, with method and address, and never a token or a password.
 */
export class ClientError extends Error {
  declare readonly method: string
  declare readonly url: string
  /** Only an answer has a status. */
  declare readonly status?: number | undefined
  /**
   * Id of the request for Microsoft's support: `request-id` of Graph, `MS-RequestId` of Partner Center. The latter is
   * known without an answer too: sent again, it makes a later call the repetition of this one.
   */
  declare readonly requestId?: string | undefined
  /** Id of the call, also without an answer: `client-request-id` of Graph, `MS-CorrelationId` of Partner Center. */
  declare readonly correlationId?: string | undefined
  /** Milliseconds to wait before another attempt, if an answer named a time. */
  declare readonly retryAfter?: number | undefined
  /** The answer, if there was one; its body is consumed. Logs do not show it: its headers are what the service likes. */
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
 * `Status` and `Body` come from the description, so that a check of `status` also narrows `body`.
 *
 * @example
 * ```ts
 * if (error instanceof ApiError && error.status === 404) return undefined
 * ```
 */
export class ApiError<Status extends number = number, Body = unknown> extends ClientError {
  /** Without it, `instanceof` narrows to `ApiError<any, any>`, whose `status` and `body` nothing is checked of. */
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
  /** The parsed body; text when a gateway answered with something else than JSON; `undefined` when it is empty. */
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

/** No answer arrived: no connection, or it was lost, also in the middle of the body. `cause` is what `fetch` threw. */
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
 * A success by its status, but its body is not what it should be: not JSON, for example a page of HTML; not a page with
 * a list; larger than `maxBodySize`. `cause` says where JSON ends.
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

/** `token` gave no usable token. `cause` is what it threw, and the message has the first line of it. */
export class TokenError extends ClientError {
  override readonly name = 'TokenError'
  declare readonly status?: undefined
}

/** A link to a page does not lead below an address of the API, or is not text, and was not followed. */
export class LinkError extends ClientError {
  override readonly name = 'LinkError'
  declare readonly status?: undefined
}
