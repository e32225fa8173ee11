/**
 * Turns the result of a verb into its data, or throws its error: the bridge between the two styles.
 *
 * @param result What a verb returned, awaited or not.
 * @returns The `data` of the result.
 * @throws The `error` of the result.
 * @example
 * ```ts
 * const customer = await unwrap(graph.GET('/Customers/{CustomersId}', { params: { path: { CustomersId } } }))
 * ```
 */
export async function unwrap<Result extends VerbResult>(
  result: Result | Promise<Result>,
): Promise<Succeeded<Result>['data']> {
  const { data, error } = await result
  if (error) throw error
  return data
}

type VerbResult = { data?: unknown; error?: Error | undefined }

/** The result without `error`. The data of all results together would include the `undefined` of a failure. */
type Succeeded<Result> = Extract<Result, { data: unknown; error?: never }>
