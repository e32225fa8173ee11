import { AbortError, type FailedRequest, TimeoutError } from './errors.ts'

/** Longer delays overflow `setTimeout`, which then fires at once. */
export const longestTimer = 2 ** 31 - 1

/**
 * Runs `work` until its end, the end of its time, or the caller's abort, whichever comes first.
 *
 * @param timeout Milliseconds; without an end when it is more than a timer can count.
 * @param request What to name in an error, as it is by then.
 * @param work Without it, the end of the time is no error.
 *
 * The answer does not depend on `work` honouring its signal: a `fetch` that ignores it cannot hold up the caller.
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
    // Before the timer: this throws where the caller has given no signal, and a timer would be left behind.
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

/** Waits for `delay` milliseconds, or until the caller aborts: a limit with nothing to do. */
export const sleep: (
  delay: number,
  signal: AbortSignal | null | undefined,
  request: FailedRequest,
) => Promise<void> = limit
