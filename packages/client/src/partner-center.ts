import { createClient } from './client.ts'
import {
  type Answers,
  baseUrl,
  type FilterProperties,
  type Operations,
  operations,
} from './generated/services/partner-center.ts'
import type { ClientOptions } from './options.ts'
import { partnerCenter } from './protocol/partner-center.ts'
import type { ClientOf } from './types/client.ts'

/** What the type of the client is made of. */
export interface PartnerCenterApi {
  operations: Operations
  table: typeof operations
  filters: FilterProperties
  answers: Answers
}

/** The users of customers in Partner Center. */
export interface PartnerCenterClient extends ClientOf<PartnerCenterApi> {}

/**
 * Creates a client for the users of customers in Partner Center.
 *
 * @param options At least `token`; see {@link ClientOptions} for defaults and units.
 * @returns The client: one method for each operation that gives the data or throws, and the verbs by path that give
 *   `{ data, error, response }`.
 * @throws {TypeError} When options are unknown or wrong; it names all of them.
 * @example
 * ```ts
 * const partnerCenter = createPartnerCenterClient({ token })
 * await partnerCenter.updateCustomerUser({ customer_id, user_id, body: { state: 'active' } })
 * ```
 */
export function createPartnerCenterClient(options: ClientOptions): PartnerCenterClient {
  const api = { baseUrl, protocol: partnerCenter, operations }
  return createClient('createPartnerCenterClient', api, options) as PartnerCenterClient
}
