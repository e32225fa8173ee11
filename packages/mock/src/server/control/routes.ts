import type { ClockSetting, ClockState, MockClock } from '../../clock/mock-clock.ts'
import type { FaultPlan, FaultReport } from '../../faults/fault-plan.ts'
import type { Faults } from '../../faults/faults.ts'
import type { StoreSnapshot } from '../../store/store.ts'
import type { RequestRecord } from '../log/request-log.ts'

/** What the control routes steer. */
export interface Controlled {
  readonly faults: Faults
  readonly clock: MockClock
  /** Back to the start: state, faults, clock, and no requests. */
  reset(): void
  snapshot(): StoreSnapshot
  /**
   * Loads what `PUT /__mock/state` got: a snapshot or a scenario.
   *
   * @throws SettingsError when it is neither.
   */
  load(document: unknown): void
  requests(): readonly RequestRecord[]
}

/** What a route answers; undefined means 204. */
type Action = (body: unknown) => unknown

/** One control route by its methods. The description in `control/openapi.yaml` has the same ones. */
export type ControlRoutes = Readonly<Record<string, Readonly<Record<string, Action>>>>

export function controlRoutes(mock: Controlled): ControlRoutes {
  return {
    '/__mock/reset': { POST: () => mock.reset() },
    '/__mock/state': {
      GET: (): StoreSnapshot => mock.snapshot(),
      PUT: (body) => mock.load(body),
    },
    '/__mock/faults': {
      GET: (): FaultReport => mock.faults.report(),
      PUT: (body): FaultReport => {
        mock.faults.set(body as FaultPlan)
        return mock.faults.report()
      },
    },
    '/__mock/clock': {
      GET: (): ClockState => mock.clock.state(),
      PUT: (body): ClockState => {
        mock.clock.set(body as ClockSetting)
        return mock.clock.state()
      },
    },
    '/__mock/requests': { GET: () => ({ requests: mock.requests() }) },
  }
}
