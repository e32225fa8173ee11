import type { Random } from './random.ts'

/** Chance that can go back to its start, for a mock that is reset. */
export interface RestartableRandom extends Random {
  /** From now on it draws what it drew at first. */
  restart(): void
}

/** @param make Makes the chance to draw from, the same one each time. */
export function restartableRandom(make: () => Random): RestartableRandom {
  let current = make()
  return {
    next: () => current.next(),
    between: (low, high) => current.between(low, high),
    pick: (values) => current.pick(values),
    uuid: () => current.uuid(),
    fork: (purpose) => current.fork(purpose),
    restart: () => {
      current = make()
    },
  }
}
