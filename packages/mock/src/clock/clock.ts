import { SettingsError } from '../json/mistakes.ts'
import { furthest, readClockSetting } from './setting.ts'

/** The time of the mock: times in new records, retention periods and budgets follow it. */
export interface Clock {
  now(): Date
}

/** State of the mock's clock. */
export interface ClockState {
  /** `running` goes on at the machine's speed, `fixed` stops until it is moved. */
  readonly mode: 'running' | 'fixed'
  /** The mock's time now, RFC 3339 in UTC. */
  readonly time: string
}

/** A change of the mock's clock. What is left out stays as it is. */
export interface ClockSetting {
  /** `fixed` stops the clock, `running` lets it go on. */
  readonly mode?: 'running' | 'fixed'
  /** The time to go to, RFC 3339. */
  readonly time?: string
  /** How far to go forward: an ISO 8601 duration such as `P31D` or `PT90S`, or milliseconds. */
  readonly advance?: string | number
}

/**
 * The time of the mock, which tests can stop and move. Times in new records, retention periods and budgets follow
 * it. Latency does not: it passes in real time.
 *
 * @example
 * clock.set({ mode: 'fixed', time: '2026-11-20T08:00:00Z' })
 * clock.set({ advance: 'P31D' })
 */
export class MockClock implements Clock {
  readonly #source: () => Date
  /** Milliseconds added to the source while running. */
  #offset = 0
  /** Milliseconds since 1970 while fixed. */
  #fixed: number | undefined

  /** @param source What a running clock follows; the machine's clock unless given. */
  constructor(source: () => Date = () => new Date()) {
    this.#source = source
  }

  /** The mock's time. */
  now(): Date {
    return new Date(this.#fixed ?? this.#source().getTime() + this.#offset)
  }

  /** State of the clock, as `GET /__mock/clock` answers it. */
  state(): ClockState {
    return { mode: this.#fixed === undefined ? 'running' : 'fixed', time: this.now().toISOString() }
  }

  /** @throws SettingsError when it is not a setting; the clock stays as it was then. */
  set(setting: ClockSetting): void {
    const { mode = this.state().mode, time = this.now().getTime(), advance = 0 } = readClockSetting(setting)
    const target = time + advance
    if (target > furthest) {
      throw new SettingsError('clock', [{ at: 'advance', message: 'must not lead past the year 9999' }])
    }
    this.#fixed = mode === 'fixed' ? target : undefined
    this.#offset = target - this.#source().getTime()
  }

  /** Back to the time of the source. */
  reset(): void {
    this.#fixed = undefined
    this.#offset = 0
  }
}
