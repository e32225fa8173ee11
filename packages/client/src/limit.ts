import { AbortError, type FailedRequest, TimeoutError } from './errors.ts'

/** Longer delays overflow `setTimeout`, which then fires at once. */
export const longestTimer = 2 ** 31 - 1

/**
 * Runs `work` until its end, the end of its time, or the caller's abort, whichever comes first.
 *
 * @param timeout Milliseconds; without an end when it is more than a timer can count.
 * @param describe What to name in an error; asked for when there is one.
 *
 * The answer does not depend on `work` honouring its signal: a `fetch` that ignores it cannot hold up the caller.
 */
export function limit<T>(
  timeout: number,
  signal: AbortSignal | null | undefined,
  describe: () => FailedRequest,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  return new Promise<T>((resolve, reject) => {
    const ending =
      <Value>(settle: (value: Value) => void) =>
      (value: Value) => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', abort)
        settle(value)
      }
    const stop = ending((error: Error) => {
      reject(error)
      controller.abort(error)
    })
    const abort = () => stop(new AbortError('aborted by the caller', describe(), signal?.reason))
    // Before the timer: this throws where the caller has given no signal, and a timer would be left behind.
    signal?.addEventListener('abort', abort)
    const timer =
      timeout > longestTimer
        ? undefined
        : setTimeout(() => stop(new TimeoutError(`no answer within ${timeout} ms`, describe())), timeout)
    if (signal?.aborted) return abort()
    work(controller.signal).then(ending(resolve), ending(reject))
  })
}

/** Waits for `delay` milliseconds. */
export const sleep = (delay: number, ended: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, delay)
    ended.addEventListener('abort', () => clearTimeout(timer))
  })
