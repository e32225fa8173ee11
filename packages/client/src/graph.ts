import { createClient } from './client.ts'
import {
  type Answers,
  baseUrl,
  type FilterProperties,
  type Operations,
  operations,
} from './generated/services/graph.ts'
import type { ClientOptions } from './options.ts'
import { graph } from './protocol/graph.ts'
import type { ClientOf } from './types/client.ts'

/** What the type of the client is made of. */
export interface GraphApi {
  operations: Operations
  table: typeof operations
  filters: FilterProperties
  answers: Answers
}

/** The customers and the customer profile of Microsoft Graph. */
export interface GraphClient extends ClientOf<GraphApi> {}

/**
 * Creates a client for the customers of Microsoft Graph (beta).
 *
 * @param options At least `token`; see {@link ClientOptions} for defaults and units.
 * @returns The client: one method for each operation that gives the data or throws, and the verbs by path that give
 *   `{ data, error, response }`.
 * @throws {TypeError} When options are unknown or wrong; it names all of them.
 * @example
 * ```ts
 * const graph = createGraphClient({ token })
 * for await (const customer of graph.listCustomers.items({ $select: ['displayName'] })) {
 *   console.log(customer.displayName)
 * }
 * ```
 */
export function createGraphClient(options: ClientOptions): GraphClient {
  return createClient('createGraphClient', { baseUrl, protocol: graph, operations }, options) as GraphClient
}
