import { AbortError, type FailedRequest, TimeoutError } from './errors.ts'

/** Longer delays overflow `setTimeout`, which would fire at once. */
export const longestTimer = 2 ** 31 - 1

/**
 * Runs `work` until it ends, its time is up, or the caller aborts, whichever comes first. It does not wait for `work` to
 * honour its signal, so a `fetch` that ignores it cannot hold up the caller.
 *
 * @param timeout Milliseconds; more than a timer can count means no limit.
 * @param request Named in an error, as it is by then.
 * @param work If missing, the end of the time is not an error.
 */
export function limit<T>(
  timeout: number,
  signal: AbortSignal | null | undefined,
  request: FailedRequest,
  work?: (ended: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  return new Promise<T>((resolve, reject) => {
    const clear = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
    }
    const succeed = (value: T) => {
      clear()
      resolve(value)
    }
    const fail = (error: unknown) => {
      clear()
      reject(error)
      controller.abort(error)
    }
    const abort = () => fail(new AbortError('aborted by the caller', request, signal?.reason))
    // Before the timer is set: this throws if the caller passed something else than a signal, and would leave a timer behind.
    signal?.addEventListener('abort', abort)
    const timer =
      timeout > longestTimer
        ? undefined
        : setTimeout(() => {
            if (work) fail(new TimeoutError(`no answer within ${timeout} ms`, request))
            else succeed(undefined as T)
          }, timeout)
    if (signal?.aborted) return abort()
    work?.(controller.signal).then(succeed, fail)
  })
}

/** Waits for `delay` milliseconds, or until the caller aborts: a limit without work. */
export const sleep: (
  delay: number,
  signal: AbortSignal | null | undefined,
  request: FailedRequest,
) => Promise<void> = limit
