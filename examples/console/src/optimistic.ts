import type { InfiniteData, QueryClient, QueryKey } from '@tanstack/react-query'

/**
 * Changes what is shown before the service answers.
 *
 * @param queryKey Matches the queries to change.
 * @param change Gets the data of each query.
 * @returns A function that undoes the change.
 */
export async function changeAtOnce<Data>(
  queryClient: QueryClient,
  queryKey: QueryKey,
  change: (data: Data) => Data,
): Promise<() => void> {
  await queryClient.cancelQueries({ queryKey })
  const before = queryClient.getQueriesData<Data>({ queryKey })
  queryClient.setQueriesData<Data>({ queryKey }, (data) => data && change(data))
  return () => {
    for (const [key, data] of before) queryClient.setQueryData(key, data)
  }
}

/** Changes every page of a list. */
export const eachPage =
  <Page>(change: (page: Page) => Page) =>
  (data: InfiniteData<Page>): InfiniteData<Page> => ({ ...data, pages: data.pages.map(change) })
