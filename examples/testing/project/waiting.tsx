import { createGraphClient, filter, type GraphClient } from '@clientele/client'
import type { Customer } from '@clientele/types'
import { useEffect, useState } from 'react'

/** The code under test: finds the customers that are not on the platform yet. */
export async function findWaiting(graph: GraphClient): Promise<string[]> {
  const $filter = filter((customer) => customer.isOnBoardedToMTM.eq(false))
  const names: string[] = []
  for await (const customer of graph.listCustomers.items({ $filter, $orderby: ['displayName'] }))
    names.push(nameOf(customer))
  return names
}

export const nameOf = ({ displayName, domain }: Customer): string => displayName ?? domain ?? 'without a name'

/** The same in a page. */
export function Waiting({ baseUrl }: { baseUrl?: string | undefined }) {
  const [shown, setShown] = useState<string[] | Error>()
  useEffect(() => {
    const graph = createGraphClient({ token: 'token-of-the-page', baseUrl, retry: { maxRetries: 1 } })
    findWaiting(graph).then(setShown, setShown)
  }, [baseUrl])
  if (!shown) return <p>Loading…</p>
  if (shown instanceof Error) return <p role="alert">No customers: {shown.name}</p>
  return (
    <ul aria-label="Waiting customers">
      {shown.map((name) => (
        <li key={name}>{name}</li>
      ))}
    </ul>
  )
}
