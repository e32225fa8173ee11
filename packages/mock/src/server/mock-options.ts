import type { DescriptionSource } from '../description/load/sources.ts'
import type { FaultPlan } from '../faults/fault-plan.ts'
import { isObject } from '../json/json.ts'
import { MockConfigurationError, SettingsError } from '../json/mistakes.ts'
import { integer, list, object, type Reader, readSettings, text } from '../json/reader.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import type { Configuration } from './configuration.ts'
import type { Log } from './log/log.ts'

/** Options of {@link createMock}. */
export interface MockOptions {
  /**
   * Descriptions to serve: paths, URLs or parsed documents.
   * @default the three of Clientele: Graph customers, Graph customer profile, Partner Center users
   */
  readonly documents?: readonly DescriptionSource[]
  /** Where all chance starts: made-up records, minted ids, faults. @default 1 */
  readonly seed?: number
  /** Records that each collection is topped up to; left out, a collection has what its description shows. */
  readonly count?: number
  /** File that keeps the state over restarts; left out, the state lives in memory. */
  readonly state?: string
  /** What goes wrong from the start. */
  readonly faults?: FaultPlan
  /** The time that the mock's clock follows. @default the machine's */
  readonly now?: () => Date
  /** State, faults and clock to begin with: a scenario, the name of a ready one, or the path of a file. */
  readonly scenario?: Scenario | string
  /** Corrections to what is inferred, and settings, by the name of the description. */
  readonly configuration?: Configuration
  /** Base paths by description (its name, or as it was given in `documents`). */
  readonly bases?: Readonly<Record<string, string>>
  /** Folder of a static site that is served wherever no description has a path. */
  readonly site?: string
  /** Whether `/__mock/` answers. @default true */
  readonly control?: boolean
  /** Called for every request. */
  readonly log?: Log
  /**
   * Told what is wrong with a description that is served all the same, about reloads, and about a state file
   * that was damaged and set aside.
   * @default nobody, but for a damaged state file: `console.error`
   */
  readonly report?: (message: string) => void
}

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
