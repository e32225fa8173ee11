import type { ClockSetting } from '../clock/clock.ts'
import type { FaultPlan } from '../faults/fault-plan.ts'
import type { JsonObject } from '../json/json.ts'
import type { StoreSnapshot } from '../store/store.ts'

/**
 * A starting point for the mock. What is left out is as at a start without a scenario, so nothing of the
 * one before stays.
 *
 * @example
 * const scenario: Scenario = {
 *   state: { from: 'nothing', records: { 'graph-customers': { '/Customers': [{ id: '1', displayName: 'Contoso' }] } } },
 *   faults: { throttle: { requests: 5, seconds: 10 } },
 *   clock: { mode: 'fixed', time: '2026-11-20T08:00:00Z' },
 * }
 */
export interface Scenario {
  /** For the reader. */
  readonly description?: string
  /** Records by rule, or a snapshot that was saved before. */
  readonly state?: ScenarioState | StoreSnapshot
  readonly faults?: FaultPlan
  readonly clock?: ClockSetting
}

/** Values by name of the API, then by path of a collection with the keys of its parents filled in. */
export type ByPath<T> = Readonly<Record<string, Readonly<Record<string, T>>>>

/** Which records there are. */
export interface ScenarioState {
  /** What to begin with: the records that every mock starts with, or none at all. @default 'seed' */
  readonly from?: 'seed' | 'nothing'
  /** How many records a collection is topped up to with generated ones. */
  readonly count?: ByPath<number>
  /** Given records, as the API would answer them; each with its key in the property that holds it. */
  readonly records?: ByPath<readonly JsonObject[]>
}
