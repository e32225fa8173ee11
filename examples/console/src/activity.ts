import type { ClientOptions } from '@clientele/client'
import { useSyncExternalStore } from 'react'

/** A call that is waiting to be sent again. */
export interface Wait {
  id: number
  service: string
  /** 429 when the service asked for a pause; otherwise the service did not answer. */
  throttled: boolean
  /** Milliseconds since 1970. */
  until: number
}

let waits: readonly Wait[] = []
let count = 0
const listeners = new Set<() => void>()

function change(next: readonly Wait[]): void {
  waits = next
  for (const listener of listeners) listener()
}

/** Records when a client waits, for the banner at the top. */
export const noteWaits =
  (service: string): NonNullable<Exclude<ClientOptions['retry'], false | undefined>['onRetry']> =>
  ({ delay, error }) => {
    const wait = { id: ++count, service, throttled: error.status === 429, until: Date.now() + delay }
    change([...waits, wait])
    setTimeout(() => change(waits.filter(({ id }) => id !== wait.id)), delay + 250)
  }

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The calls that are waiting now. */
export const useWaits = (): readonly Wait[] => useSyncExternalStore(subscribe, () => waits)
