/** One stop of the way that a property takes through the project. */
export interface Stop {
  /** Where the property should be, in words. */
  name: string
  /** Looks; throws or returns false when the property is not there. */
  holds(): Promise<boolean> | boolean
}

/**
 * Follows a thread stop by stop, in order.
 *
 * @throws Error that names the first stop at which the thread broke, and the last that held.
 */
export async function followThread(property: string, stops: readonly Stop[]): Promise<void> {
  let last = 'nowhere'
  for (const { name, holds } of stops) {
    const found = await Promise.resolve()
      .then(holds)
      .catch((error: unknown) => {
        throw broken(property, name, last, error)
      })
    if (!found) throw broken(property, name, last)
    last = name
  }
}

function broken(property: string, stop: string, last: string, cause?: unknown): Error {
  const why = cause instanceof Error ? `: ${cause.message}` : ''
  return new Error(`The thread of ${property} broke at the ${stop} (it held up to: ${last})${why}`, { cause })
}
