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
export async function unwrap<Data>(result: VerbResult<Data> | Promise<VerbResult<Data>>): Promise<Data> {
  const { data, error } = await result
  if (error) throw error
  return data as Data
}

type VerbResult<Data> = { data: Data; error?: never } | { data?: never; error: Error }
