/** The time of the mock: minted times, retention periods and throttling budgets follow it. */
export interface Clock {
  now(): Date
}
