import { ClientError, NetworkError, TimeoutError } from './errors.ts'
import { longestTimer } from './limit.ts'

/** How often and how long to repeat a call. */
export interface RetryOptions {
  /**
   * How often a call is repeated at most.
   * @default 3
   * @example
   * ```ts
   * createGraphClient({ token, retry: { maxRetries: 10 } })
   * ```
   */
  maxRetries?: number
  /**
   * Milliseconds from the first attempt after which no other one starts. A `Retry-After` beyond it is not waited
   * for: the call fails at once, with `retryAfter` in the error.
   * @default 120_000
   * @example
   * ```ts
   * createGraphClient({ token, retry: { maxTime: 10_000 } })
   * ```
   */
  maxTime?: number
  /**
   * Called before each wait.
   * @default nobody is told
   * @example
   * ```ts
   * createGraphClient({ token, retry: { onRetry: ({ error, delay }) => console.warn(error.message, delay) } })
   * ```
   */
  onRetry?: (retry: Retry) => void
}

/** What `onRetry` is told. */
export interface Retry {
  /** 1 for the first repetition. */
  attempt: number
  /** Milliseconds until it starts. */
  delay: number
  /** Why the attempt before it failed. */
  error: ClientError
}

const firstDelay = 500
const longestDelay = 30_000

/**
 * Whether nothing speaks against sending the request again.
 *
 * 429 and 503 say that the request was refused. Without an answer it may have been carried out, so only a request that
 * may run twice is repeated. 500 is an answer, not an accident on the way.
 */
export function isRepeatable(error: unknown, mayRunTwice: boolean): error is ClientError {
  if (!(error instanceof ClientError)) return false
  return error.status === 429 || error.status === 503 || (mayRunTwice && isUnanswered(error))
}

/** Whether the service itself said nothing: a gateway that answers 502 or 504 has no answer of it either. */
export function isUnanswered(error: ClientError): boolean {
  const { status } = error
  return status === 502 || status === 504 || error instanceof NetworkError || error instanceof TimeoutError
}

/**
 * Milliseconds to wait: what the answer asks for, or else exponential backoff with full jitter.
 *
 * @param retries How often the call was repeated so far.
 * @param elapsed Milliseconds since the call began.
 * @throws The error itself when another attempt would be one too many, or start too late.
 */
export function delayBefore(
  error: ClientError,
  retries: number,
  elapsed: number,
  { maxRetries, maxTime }: Required<RetryOptions>,
): number {
  const delay = error.retryAfter ?? Math.random() * Math.min(longestDelay, firstDelay * 2 ** retries)
  if (retries >= maxRetries || delay > Math.min(maxTime - elapsed, longestTimer)) throw error
  return delay
}

/**
 * Milliseconds of a `Retry-After` header: seconds, of which Graph also sends fractions, or a date (RFC 9110, 10.2.3).
 *
 * A date counts from the `Date` of the same answer, so that a wrong clock of this machine does no harm.
 *
 * @returns `undefined` for anything else: negative, empty, infinite, no number and no date.
 */
export function readRetryAfter(headers: Headers): number | undefined {
  const value = headers.get('retry-after') ?? ''
  const now = Date.parse(headers.get('date') ?? '') || Date.now()
  const delay = value.endsWith('GMT')
    ? Math.max(0, Date.parse(value) - now)
    : /^\d+(\.\d+)?$/.test(value) && Number(value) * 1000
  return Number.isFinite(delay) ? (delay as number) : undefined
}
