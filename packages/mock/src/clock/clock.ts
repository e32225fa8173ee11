/** The time of the mock: minted times, retention periods and throttling budgets follow it. */
export interface Clock {
  now(): Date
}

/** A clock that follows the machine, or the function that `createMock({ now })` was given. */
export function clockOf(now: () => Date = () => new Date()): Clock {
  return { now }
}
