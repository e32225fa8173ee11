import { SettingsError } from '../json/mistakes.ts'
import { accepted, checked, object, readSettings, turned, word } from '../json/settings.ts'

/** The time of the mock: times in new records, retention periods and budgets follow it. */
export interface Clock {
  now(): Date
}

/** One function for all sessions: V8 compiles what many closures share less far. */
const machineTime = () => Date.now()

/** State of the mock's clock. */
export interface ClockState {
  /** `running` follows the machine's speed, `fixed` stops until it is moved. */
  readonly mode: 'running' | 'fixed'
  /** The mock's time now, RFC 3339 in UTC. */
  readonly time: string
}

/** A change of the mock's clock. What is left out stays the same. */
export interface ClockSetting {
  /** `fixed` stops the clock, `running` lets it run. */
  readonly mode?: 'running' | 'fixed'
  /** The time to set, RFC 3339. */
  readonly time?: string
  /** How far to move forward: an ISO 8601 duration such as `P31D` or `PT90S`, or milliseconds. */
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
  /** Milliseconds since 1970. */
  readonly #source: () => number
  /** Milliseconds added to the source while running. */
  #offset = 0
  /** Milliseconds since 1970 while fixed. */
  #fixed: number | undefined
  #isSet = false

  /** @param source The source of a running clock; by default the machine's clock. */
  constructor(source?: () => Date) {
    this.#source = source ? () => source().getTime() : machineTime
  }

  /** The mock's time. */
  now(): Date {
    return new Date(this.#fixed ?? this.#source() + this.#offset)
  }

  /** State of the clock, as in `GET /__mock/clock`. */
  state(): ClockState {
    return { mode: this.#fixed === undefined ? 'running' : 'fixed', time: this.now().toISOString() }
  }

  /** @throws SettingsError when it is not a setting; the clock then stays unchanged. */
  set(setting: ClockSetting): void {
    const { mode = this.state().mode, time = this.now().getTime(), advance = 0 } = readClockSetting(setting)
    const target = time + advance
    if (target > furthest) {
      throw new SettingsError('clock', [{ at: 'advance', message: 'must not lead past the year 9999' }])
    }
    this.#fixed = mode === 'fixed' ? target : undefined
    this.#offset = target - this.#source()
    this.#isSet = true
  }

  /** Whether it was set since the start or the last `reset`. */
  get isSet(): boolean {
    return this.#isSet
  }

  /** Back to the time of the source. */
  reset(): void {
    this.#fixed = undefined
    this.#offset = 0
    this.#isSet = false
  }
}

/** A change of the clock, in milliseconds. */
interface ReadClockSetting {
  readonly mode?: 'running' | 'fixed'
  /** Milliseconds since 1970. */
  readonly time?: number
  /** Milliseconds. */
  readonly advance?: number
}

const timestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i

/** A year has four digits in RFC 3339. In milliseconds since 1970. */
const furthest = Date.parse('9999-12-31T23:59:59.999Z')

const time = turned(
  accepted<string | Date>(
    (value) => !Number.isNaN(millisecondsOf(value)),
    'must be a time with its zone, such as 2026-11-20T08:00:00Z',
  ),
  millisecondsOf,
)

function millisecondsOf(value: unknown): number {
  if (value instanceof Date) return value.getTime()
  return timestamp.test(String(value)) ? Date.parse(String(value)) : Number.NaN
}

/** A thousand years, in milliseconds. */
const longestAdvance = 31_557_600_000_000

const advance = turned(
  accepted<string | number>((value) => {
    const amount = amountOf(value)
    return typeof amount === 'number' && amount >= 0 && amount <= longestAdvance
  }, 'must be a duration such as P31D or PT90S, or milliseconds; the clock only goes forward by it'),
  (value) => amountOf(value) as number,
)

function amountOf(value: unknown): unknown {
  return typeof value === 'string' ? parseDuration(value) : value
}

/** A change of the clock; in an empty one nothing changes. */
export const clockSetting = checked(
  object<ReadClockSetting>({ mode: word('running', 'fixed'), time, advance }),
  ({ time = 0, advance = 0 }) =>
    time + advance > furthest ? [{ steps: [], message: 'must not lead past the year 9999' }] : [],
)

/** @throws SettingsError */
export function readClockSetting(value: unknown): ReadClockSetting {
  return readSettings('clock', value, clockSetting)
}

const pattern = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/
const milliseconds = [604_800_000, 86_400_000, 3_600_000, 60_000, 1000]

/**
 * Milliseconds of an ISO 8601 duration in weeks, days, hours, minutes and seconds, such as `P31D` or
 * `PT1M30S`. Years and months are not accepted, because they have no fixed length.
 *
 * @returns undefined when the text is not such a duration.
 */
export function parseDuration(text: string): number | undefined {
  const match = pattern.exec(text)
  if (!match || text === 'P') return undefined
  return match
    .slice(1)
    .reduce((sum, part, index) => sum + Number(part ?? 0) * (milliseconds[index] as number), 0)
}
