import type { ClientError } from './errors.ts'
import { longestTimer } from './limit.ts'
import type { Settings } from './options.ts'

const firstDelay = 500
const longestDelay = 30_000

/**
 * Whether the request may be sent again.
 *
 * 429 and 503 say that the request was refused. After a lost answer, or the 502 or 504 of a gateway that got none, it
 * may have been carried out: only a request that may run twice is repeated. 500 is an answer of the service.
 */
export function isRepeatable(error: ClientError, mayRunTwice: boolean): boolean {
  const failure = `${error.status ?? error.name}`
  return /^(429|503)$/.test(failure) || (mayRunTwice && /^(502|504|NetworkError|TimeoutError)$/.test(failure))
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
  retry: Settings['retry'],
): number {
  const { maxRetries = 3, maxTime = 120_000 } = retry
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
