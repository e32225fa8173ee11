import { filter } from '@clientele/client'
import { infiniteQueryOptions } from '@clientele/client/tanstack-query'
import { graph } from '../clients.ts'

export type Status = 'all' | 'onboarded' | 'waiting'
export type Column = 'displayName' | 'countryLetterCode' | 'cosmosLastModifiedDateTimeUTC'

/** What the list shows. */
export interface View {
  search: string
  status: Status
  sort: Column
  descending: boolean
}

export const firstView: View = { search: '', status: 'all', sort: 'displayName', descending: false }

export const pageSize = 8

/** The API may list records that are marked as deleted; the console leaves them out. */
function conditionOf({ search, status }: View): string {
  const kept = filter((customer) => {
    const alive = customer.isDeleted.ne(true)
    return status === 'all' ? alive : alive.and(customer.isOnBoardedToMTM.eq(status === 'onboarded'))
  })
  const text = search.trim().toLowerCase().replaceAll("'", "''")
  if (!text) return `${kept}`
  return `${kept} and (contains(tolower(displayName),'${text}') or contains(tolower(domain),'${text}'))`
}

export const customersQuery = (view: View) =>
  infiniteQueryOptions(graph.listCustomers, {
    $filter: conditionOf(view),
    $orderby: [`${view.sort} ${view.descending ? 'desc' : 'asc'}`],
    $top: pageSize,
    $count: true,
  })
