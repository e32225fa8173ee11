import { accepted, checked, object, readSettings, turned, word } from '../json/settings.ts'

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
export const furthest = Date.parse('9999-12-31T23:59:59.999Z')

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
