import { useEffect, useSyncExternalStore } from 'react'

const subscribe = (listener: () => void) => {
  addEventListener('hashchange', listener)
  return () => removeEventListener('hashchange', listener)
}

/** The id of the customer that the address names; `undefined` on the list. */
export function useRoute(): string | undefined {
  const hash = useSyncExternalStore(subscribe, () => location.hash)
  const [, id] = /^#\/customers\/(.+)$/.exec(hash) ?? []
  return id === undefined ? undefined : decodeURIComponent(id)
}

export const addressOf = (id: string): string => `#/customers/${encodeURIComponent(id)}`

export const showList = (): void => {
  location.hash = '#/'
}

/** Names the page in the tab and for screen readers. */
export function useTitle(name: string): void {
  useEffect(() => {
    document.title = `${name} · Clientele console`
  }, [name])
}
