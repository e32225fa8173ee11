import { ApiError, createGraphClient, filter, type GraphClient } from '@clientele/client'
import type { Customer } from '@clientele/types'
import { useCallback, useEffect, useMemo, useState } from 'react'

/** The code under test: finds the customers that are not on the platform yet. */
export async function findWaiting(graph: GraphClient): Promise<string[]> {
  const $filter = filter((customer) => customer.isOnBoardedToMTM.eq(false))
  const names: string[] = []
  for await (const customer of graph.listCustomers.items({ $filter, $orderby: ['displayName'] }))
    names.push(nameOf(customer))
  return names
}

export const nameOf = ({ displayName, domain }: Customer): string => displayName ?? domain ?? 'without a name'

/** The same in a page, where a customer can be added. */
export function Waiting({ baseUrl }: { baseUrl?: string | undefined }) {
  const [shown, setShown] = useState<string[] | Error>()
  const graph = useMemo(
    () => createGraphClient({ token: 'token-of-the-page', baseUrl, retry: { maxRetries: 1 } }),
    [baseUrl],
  )
  const show = useCallback(() => findWaiting(graph).then(setShown, setShown), [graph])
  useEffect(() => void show(), [show])
  const add = (form: FormData) => {
    const body = { displayName: String(form.get('name')), isOnBoardedToMTM: false }
    return graph.createCustomer({ body }).then(show, setShown)
  }
  if (!shown) return <p>Loading…</p>
  if (shown instanceof Error) return <p role="alert">No customers: {reasonOf(shown)}</p>
  return (
    <>
      <ul aria-label="Waiting customers">
        {shown.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
      <form action={add}>
        <input name="name" aria-label="Name" required />
        <button type="submit">Add</button>
      </form>
    </>
  )
}

const reasonOf = (error: Error) =>
  error instanceof ApiError ? `the service says ${error.status}` : error.name
