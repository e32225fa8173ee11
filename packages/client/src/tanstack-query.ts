import { details } from './api.ts'
import type { OperationDetails } from './client.ts'
import type { PageLink } from './protocol/protocol.ts'
import type { Arguments, Chooses, Content, Described, FailureAt } from './types/client.ts'
import type { ApiTypes, OperationAt, Property, Wishes } from './types/inputs.ts'

/** The address of the service in the description, the operationId, and the input. A shorter key matches longer ones. */
export type Key<Id extends string = string> = readonly [service: string, operation: Id, ...rest: object[]]

/** Carries the type of the failure. The client itself retries what may be retried. */
type Retry<Failed> = (failureCount: number, error: Failed) => boolean

/** What `useQuery` and `queryClient.fetchQuery` take. */
export interface QueryOptions<Id extends string, Data, Failed> {
  queryKey: Key<Id>
  queryFn: (context: { signal: AbortSignal }) => Promise<Data>
  retry: Retry<Failed>
}

/** What `useInfiniteQuery` and `queryClient.fetchInfiniteQuery` take. */
export interface InfiniteQueryOptions<Id extends string, Data, Failed> {
  queryKey: Key<Id>
  queryFn: (context: { signal: AbortSignal; pageParam: PageLink | undefined }) => Promise<Data>
  initialPageParam: PageLink | undefined
  getNextPageParam: (page: Data) => PageLink | undefined
  /** The link that came beside a page is found by the object of the page, so the object must stay the same. */
  structuralSharing: false
  retry: Retry<Failed>
}

/** What `useMutation` takes. */
export interface MutationOptions<Id extends string, Variables, Data, Failed> {
  mutationKey: Key<Id>
  mutationFn: (input: Variables) => Promise<Data>
  retry: Retry<Failed>
}

type Method = ((input: object) => Promise<unknown>) & {
  [details]: OperationDetails
  withResponse(input: object): Promise<{ data: unknown; response: Response }>
}

/**
 * The key of an operation, and of its queries.
 *
 * The key is the same for all clients of a service: give each identity its own `QueryClient`.
 *
 * @param method A method of a client.
 * @param input The input of one query. If missing, the key matches all queries of the operation.
 * @example
 * ```ts
 * await queryClient.invalidateQueries({ queryKey: queryKey(graph.listCustomers) })
 * ```
 */
export function queryKey<
  Api extends ApiTypes,
  Id extends string,
  const Chosen extends Property<OperationAt<Api, Id>> = never,
>(method: Described<Api, Id>, input?: Chooses<Api, Id, Chosen, Wishes>): Key<Id> {
  const { api, operationId } = aboutOf(method)
  return [api.baseUrl, operationId as Id, ...(input ? [keyOf(input)] : [])]
}

/**
 * A query for TanStack Query 5 of any framework. Its `signal` ends the call. TanStack Query does not retry a failed call,
 * because the client already has.
 *
 * @param method A method of a client.
 * @param input The input of the call; `$select` narrows the type of the data.
 * @example
 * ```ts
 * const { data } = useQuery(queryOptions(graph.getCustomer, { CustomersId }))
 * ```
 */
export function queryOptions<
  Api extends ApiTypes,
  Id extends string,
  const Chosen extends Property<OperationAt<Api, Id>> = never,
>(
  method: Described<Api, Id>,
  ...[input]: Arguments<Api, Id, Chosen, Wishes>
): QueryOptions<Id, Content<Api, Id, Chosen, Wishes>, FailureAt<Api, Id>> {
  const given = { ...input }
  return {
    queryKey: queryKey(method, given as Chooses<Api, Id, Chosen, Wishes>),
    queryFn: ({ signal }) =>
      (method as Method)({ ...given, signal }) as Promise<Content<Api, Id, Chosen, Wishes>>,
    retry: () => false,
  }
}

/**
 * A query for all pages of an operation, for `useInfiniteQuery` and the like. The page parameter is the next link.
 *
 * @param method A method of a client that has pages.
 * @param input The input of the call for the first page.
 * @throws {TypeError} When the operation has no pages.
 * @example
 * ```ts
 * const { data, fetchNextPage } = useInfiniteQuery(infiniteQueryOptions(graph.listCustomers, { $top: 20 }))
 * ```
 */
export function infiniteQueryOptions<
  Api extends ApiTypes,
  Id extends string,
  const Chosen extends Property<OperationAt<Api, Id>> = never,
>(
  method: Described<Api, Id> & { pages: unknown },
  ...[input]: Arguments<Api, Id, Chosen, Wishes>
): InfiniteQueryOptions<Id, Content<Api, Id, Chosen, Wishes>, FailureAt<Api, Id>> {
  const { api, operation, operationId } = aboutOf(method)
  if (operation.items === undefined) throw new TypeError(`${operationId} has no pages`)
  /** For services that send the link beside the page. */
  const links = new WeakMap<object, PageLink>()
  const { from, ...given } = { ...input } as { from?: PageLink | null }
  const key = queryKey(method, { ...given, ...(from ? { from } : {}) } as Chooses<Api, Id, Chosen, Wishes>)
  return {
    // A page and a list of pages are different data, so they need different keys.
    queryKey: [...key, { pages: true }],
    queryFn: async ({ signal, pageParam }) => {
      const input = { ...given, signal, from: pageParam }
      const { data, response } = await (method as unknown as Method).withResponse(input)
      const next = api.protocol.nextLink(data, response, response.url || api.baseUrl)
      if (typeof data === 'object' && data && next) links.set(data, next)
      return data as Content<Api, Id, Chosen, Wishes>
    },
    initialPageParam: from ?? undefined,
    // A page that was stored and read again is another object, but most services put the link inside the page.
    getNextPageParam: (page) =>
      links.get(page as object) ?? (api.protocol.nextLink(page, new Response(), api.baseUrl) || undefined),
    structuralSharing: false,
    retry: () => false,
  }
}

/**
 * A mutation for TanStack Query 5 of any framework; its variables are the input of the call.
 *
 * @param method A method of a client.
 * @example
 * ```ts
 * const { mutate } = useMutation({
 *   ...mutationOptions(graph.updateCustomer),
 *   onSuccess: () => queryClient.invalidateQueries({ queryKey: queryKey(graph.listCustomers) }),
 * })
 * mutate({ CustomersId, body: { domain: 'harbourlane.test' } })
 * ```
 */
export function mutationOptions<Api extends ApiTypes, Id extends string>(
  method: Described<Api, Id>,
): MutationOptions<Id, Chooses<Api, Id, never, Wishes>, Content<Api, Id, never, Wishes>, FailureAt<Api, Id>> {
  return {
    mutationKey: queryKey(method),
    mutationFn: (input) => (method as Method)(input) as Promise<Content<Api, Id, never, Wishes>>,
    retry: () => false,
  }
}

function aboutOf(method: object): OperationDetails {
  const about = (method as Method)[details]
  if (!about) throw new TypeError('a method of a client is expected, such as graph.listCustomers')
  return about
}

/** What tells two queries apart, as plain data: TanStack Query writes keys as JSON, in which a filter would be `{}`. */
function keyOf(input: object): object {
  const { signal, timeout, headers, ...rest } = input as Record<string, unknown>
  const entries = Object.entries(rest).map(([name, value]) => [name, isPlain(value) ? value : `${value}`])
  const named = headers instanceof Headers ? Object.fromEntries(headers) : (headers ?? {})
  const shown = Object.entries(named).filter(([name]) => name.toLowerCase() !== 'authorization')
  return { ...Object.fromEntries(entries), ...(shown.length ? { headers: Object.fromEntries(shown) } : {}) }
}

const isPlain = (value: unknown): boolean =>
  typeof value !== 'object' ||
  value === null ||
  Array.isArray(value) ||
  Object.prototype.toString === (value as object).toString
