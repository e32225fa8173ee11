import { MockConfigurationError } from './description/errors.ts'
import { isObject } from './json/json.ts'
import type { MockOptions } from './mock.ts'
import { SettingsError } from './settings/mistakes.ts'
import { integer, list, object, type Reader, readSettings, text } from './settings/reader.ts'

/** What is read with all its parts where it is used, and names its mistakes there. */
const readLater: Reader<unknown> = (value) => value

const anyNumber: Reader<number> = (value, place) =>
  typeof value === 'number' && Number.isFinite(value) ? value : place.wrong('must be a number')

const flag: Reader<boolean> = (value, place) =>
  typeof value === 'boolean' ? value : place.wrong('must be true or false')

const callable: Reader<unknown> = (value, place) =>
  typeof value === 'function' ? value : place.wrong('must be a function')

const source: Reader<unknown> = (value, place) =>
  typeof value === 'string' || isObject(value)
    ? value
    : place.wrong('must be a path, a URL or a parsed description')

const readers: Record<keyof MockOptions, Reader<unknown>> = {
  documents: list(source),
  seed: anyNumber,
  count: integer(0, 1_000_000),
  state: text(),
  faults: readLater,
  now: callable,
  scenario: readLater,
  configuration: readLater,
  bases: readLater,
  site: text(),
  control: flag,
  log: callable,
  report: callable,
}

const options = object<Record<string, unknown>>(readers)

/** @throws MockConfigurationError that lists every mistake; an option that is undefined counts as left out. */
export function checkOptions(given: MockOptions): void {
  const set = Object.entries(given).filter(([, value]) => value !== undefined)
  try {
    readSettings('Options of the mock', Object.fromEntries(set), options)
  } catch (error) {
    throw error instanceof SettingsError ? new MockConfigurationError(error.message) : error
  }
}
