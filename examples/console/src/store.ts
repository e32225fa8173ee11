import { useSyncExternalStore } from 'react'

/** A value outside of React that components follow. */
export function createStore<Value>(value: Value) {
  let now = value
  const listeners = new Set<() => void>()
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  return {
    change(next: (before: Value) => Value): void {
      now = next(now)
      for (const listener of listeners) listener()
    },
    use: (): Value => useSyncExternalStore(subscribe, () => now),
  }
}
