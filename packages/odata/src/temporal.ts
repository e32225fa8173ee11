/**
 * Dates, times and durations in the text form that JSON carries, and as numbers that order them.
 * Text stays the value of an expression because functions such as `hour(…)` use the time zone in the text.
 */
const MILLISECONDS_PER_DAY = 86_400_000

const DATE_TIME =
  /^(-?\d{4,5})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(?:[Zz]|([+-])(\d\d):(\d\d))$/
const TIME = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?$/
const DURATION = /^([+-]?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/

const ZERO = 48
const Z = 90

/** Milliseconds since 1970 in UTC, fractions included; NaN if the text is not a date and time with an offset. */
export function instantOf(text: string): number {
  // `2026-11-20T10:00:00Z` is nearly every value there is; reading its digits is ten times faster than a RegExp.
  if (text.length === 20 && text.charCodeAt(19) === Z && text.charCodeAt(10) === 84) {
    const year = twoDigits(text, 0) * 100 + twoDigits(text, 2)
    const day = dayNumber(year, twoDigits(text, 5), twoDigits(text, 8))
    const seconds = twoDigits(text, 11) * 3600 + twoDigits(text, 14) * 60 + twoDigits(text, 17)
    return day * MILLISECONDS_PER_DAY + seconds * 1000
  }
  const parts = partsOf(text)
  return parts ? parts.local - parts.offsetMinutes * 60_000 : Number.NaN
}

/** Milliseconds of a date's midnight in UTC; NaN if the text is not a date. */
export function dateOf(text: string): number {
  const found = /^(-?\d{4,5})-(\d\d)-(\d\d)$/.exec(text)
  if (!found) return Number.NaN
  return dayNumber(Number(found[1]), Number(found[2]), Number(found[3])) * MILLISECONDS_PER_DAY
}

/** Milliseconds since midnight; NaN if the text is not a time of day. */
export function timeOf(text: string): number {
  const found = TIME.exec(text)
  if (!found) return Number.NaN
  return clock(found[1], found[2], found[3], found[4])
}

/** Milliseconds of an ISO 8601 day-time duration; NaN for any other text. */
export function durationOf(text: string): number {
  const found = DURATION.exec(text)
  if (!found) return Number.NaN
  const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0'] = found
  const total = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)
  return (sign === '-' ? -total : total) * 1000
}

export interface DateTimeParts {
  /** Milliseconds that the wall clock of the stated zone would show, counted as if it were UTC. */
  local: number
  offsetMinutes: number
}

export function partsOf(text: string): DateTimeParts | undefined {
  const found = DATE_TIME.exec(text)
  if (!found) return undefined
  const [, year, month, day, hour, minute, second, fraction, sign, offsetHours = '0', offsetRest = '0'] =
    found
  const date = dayNumber(Number(year), Number(month), Number(day)) * MILLISECONDS_PER_DAY
  const offset = Number(offsetHours) * 60 + Number(offsetRest)
  const local = date + clock(hour, minute, second, fraction)
  return Number.isNaN(local) ? undefined : { local, offsetMinutes: sign === '-' ? -offset : offset }
}

export function instantText(milliseconds: number): string {
  const date = new Date(milliseconds)
  return Number.isNaN(date.getTime()) ? '' : date.toISOString()
}

export function dateText(milliseconds: number): string {
  return instantText(Math.floor(milliseconds / MILLISECONDS_PER_DAY) * MILLISECONDS_PER_DAY).slice(0, 10)
}

export function timeText(milliseconds: number): string {
  return instantText(milliseconds).slice(11, -1)
}

export function durationText(milliseconds: number): string {
  const seconds = Math.abs(milliseconds) / 1000
  return `${milliseconds < 0 ? '-' : ''}PT${seconds.toFixed(3)}S`
}

function clock(hour = '0', minute = '0', second = '0', fraction = ''): number {
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second)
  const inRange = Number(hour) < 24 && Number(minute) < 60 && Number(second) < 61
  return inRange ? seconds * 1000 + Number(`0.${fraction || '0'}`) * 1000 : Number.NaN
}

/** Days since 1970-01-01 of a proleptic Gregorian date; NaN for a day that the calendar does not have. */
function dayNumber(year: number, month: number, day: number): number {
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month))) return Number.NaN
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - ZERO
  const ones = text.charCodeAt(at + 1) - ZERO
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN
}
