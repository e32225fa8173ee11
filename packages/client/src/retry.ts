import type { ClientError } from './errors.ts'
import { longestTimer } from './limit.ts'
import type { RetryOptions } from './options.ts'
import type { Protocol } from './protocol/protocol.ts'

/**
 * Milliseconds to wait before the next attempt: what the answer asks for, or else exponential backoff with full jitter.
 *
 * 429 and 503 mean that the request was refused. After a lost answer, or after 502 or 504 from a gateway that got none, the
 * request may have been carried out, so it is sent again only if it may run twice. 500 is an answer of the service itself.
 *
 * @param retries How often the call has been retried so far.
 * @param started When the call began, in milliseconds since 1970.
 * @throws The error itself when the request may not be sent again, or when another attempt would be one too many or start
 *   too late.
 */
export function delayBefore(
  error: ClientError,
  { repeatsPost }: Protocol,
  retries: number,
  started: number,
  { maxRetries = 3, maxTime = 120_000 }: RetryOptions,
): number {
  const firstDelay = 500
  const longestDelay = 30_000
  const mayRunTwice = error.method !== 'POST' || repeatsPost
  const repeatable = mayRunTwice ? /^(429|50[234]|NetworkError|TimeoutError)$/ : /^(429|503)$/
  const delay = error.retryAfter ?? Math.random() * Math.min(longestDelay, firstDelay * 2 ** retries)
  const isTooLate = delay > Math.min(started + maxTime - Date.now(), longestTimer)
  if (!repeatable.test(`${error.status ?? error.name}`) || retries >= maxRetries || isTooLate) throw error
  return delay
}

/**
 * Milliseconds of a `Retry-After` header: seconds, of which Graph also sends fractions, or a date (RFC 9110, 10.2.3).
 *
 * A date is compared with the `Date` of the same answer, so a wrong clock on this machine does not matter.
 *
 * @returns `undefined` for anything else: negative, empty, infinite, or neither a number nor a date.
 */
export function readRetryAfter(headers: Headers): number | undefined {
  const value = headers.get('retry-after') ?? ''
  const now = Date.parse(headers.get('date') ?? '') || Date.now()
  const delay = value.endsWith('GMT')
    ? Math.max(0, Date.parse(value) - now)
    : /^\d+(\.\d+)?$/.test(value) && Number(value) * 1000
  return Number.isFinite(delay) ? (delay as number) : undefined
}
