/** Computes a result when it is first needed, and keeps it. */
export function once<T>(work: () => T): () => T {
  let result: T | undefined
  return () => {
    result ??= work()
    return result
  }
}

/**
 * Computes a result once for each object, such as an operation, and keeps it as long as the object.
 *
 * @param work Gets other data as `context`; only that of the first call counts.
 * @example
 * const namesOf = onceFor((schema: JsonSchema) => Object.keys(schema.properties ?? {}))
 */
export function onceFor<Key extends object, Result extends NonNullable<unknown>, Context = void>(
  work: (key: Key, context: Context) => Result,
): (key: Key, context: Context) => Result {
  const kept = new WeakMap<Key, Result>()
  return (key, context) => {
    const known = kept.get(key)
    if (known !== undefined) return known
    const result = work(key, context)
    kept.set(key, result)
    return result
  }
}

/**
 * Keeps the results for the latest inputs; the oldest makes room for a new one.
 *
 * @example
 * const queries = new Recent<string, Query>(64)
 * const query = queries.get(text) ?? queries.keep(text, compile(text))
 */
export class Recent<Input, Result> {
  readonly #capacity: number
  readonly #kept = new Map<Input, Result>()

  /** @param capacity How many results are kept. */
  constructor(capacity: number) {
    this.#capacity = capacity
  }

  get(input: Input): Result | undefined {
    return this.#kept.get(input)
  }

  /** @returns the result itself. */
  keep(input: Input, result: Result): Result {
    this.#kept.delete(input)
    this.#kept.set(input, result)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > this.#capacity && oldest !== undefined) this.#kept.delete(oldest)
    return result
  }
}
