import type { DescriptionSource } from '../description/load/sources.ts'
import type { FaultPlan } from '../interceptors/fault-plan.ts'
import type { OwnAnswer } from '../interceptors/own-answers.ts'
import { isObject } from '../json/json.ts'
import { accepted, integer, list, object, readConfigured, text } from '../json/settings.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import type { CompiledChecks } from '../values/ahead.ts'
import type { Configuration } from './configuration.ts'
import type { Log } from './log.ts'

/** Options of {@link createMock}. */
export interface MockOptions {
  /**
   * Descriptions to serve: paths, URLs or parsed documents.
   * @default the three of Clientele: Graph customers, Graph customer profile, Partner Center users
   */
  readonly documents?: readonly DescriptionSource[]
  /** Seed of all random choices: made-up records, new ids, faults. @default 1 */
  readonly seed?: number
  /**
   * Adds made-up records until each collection has this many; by default a collection has the records in its
   * description.
   */
  readonly count?: number
  /** File that keeps the state across restarts; by default the state is only in memory. */
  readonly state?: string
  /** The faults of the start. */
  readonly faults?: FaultPlan
  /** Own answers, as data or as code. */
  readonly answers?: readonly OwnAnswer[]
  /** The time that the mock's clock follows. @default the machine's */
  readonly now?: () => Date
  /** State, faults and clock to begin with: a scenario, the name of a built-in one, or the path of a file. */
  readonly scenario?: Scenario | string
  /** Corrections to what is inferred, and settings, by the name of the description. */
  readonly configuration?: Configuration
  /** Base paths by description (its name, or as it was given in `documents`). */
  readonly bases?: Readonly<Record<string, string>>
  /** Folder of a static site, served at paths that no description has. */
  readonly site?: string
  /**
   * Whether every answer is made up from its schema, as with `Prefer: dynamic=true`; then nothing is stored.
   * @default false
   */
  readonly dynamic?: boolean
  /**
   * Whether a request that breaks the description gets an error even if it asks for another answer with `Prefer: code`
   * or `example`.
   * @default false
   */
  readonly errors?: boolean
  /** Whether the control routes below `/__mock/` exist. @default true */
  readonly control?: boolean
  /**
   * Token that `/__mock/` requires as `Authorization: Bearer <text>`. Without it, anyone who reaches the mock may
   * control it.
   */
  readonly controlToken?: string
  /**
   * Whether links in answers follow `Forwarded`, `X-Forwarded-Host`, `X-Forwarded-Proto` and `X-Forwarded-Prefix`. Only
   * behind a proxy that sets them: anyone else could lead a client away with them.
   * @default false
   */
  readonly trustProxy?: boolean
  /**
   * Whether a description from a URL may refer to other hosts. It never reads local files.
   * @default false
   */
  readonly allowRefs?: boolean
  /** How many of the last requests each session keeps for `requests` and `verify`. @default 200 */
  readonly keepRequests?: number
  /**
   * Checks that `compileChecks` compiled ahead of time from these descriptions: the default export of the module that
   * it writes. Missing checks are compiled when a request needs them.
   */
  readonly checks?: CompiledChecks
  /** Called for every request. */
  readonly log?: Log
  /**
   * Called with a sentence about a description that is served despite a mistake, about reloads, and about a damaged
   * state file that was set aside.
   * @default nothing, except for a damaged state file: `console.error`
   */
  readonly report?: (message: string) => void
}

/** Its parts are checked where they are used. */
const readLater = accepted<unknown>(() => true, '')
const anyNumber = accepted<number>(Number.isFinite, 'must be a number')
const flag = accepted<boolean>((value) => typeof value === 'boolean', 'must be true or false')
const callable = accepted<unknown>((value) => typeof value === 'function', 'must be a function')
const source = accepted<unknown>(
  (value) => typeof value === 'string' || isObject(value),
  'must be a path, a URL or a parsed description',
)

function isCompiledChecks(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'function')
}

const options = object<Record<keyof MockOptions, unknown>>({
  documents: list(source),
  seed: anyNumber,
  count: integer(0, 100_000),
  state: text(),
  faults: readLater,
  answers: readLater,
  now: callable,
  scenario: readLater,
  configuration: readLater,
  bases: readLater,
  site: text(),
  dynamic: flag,
  errors: flag,
  control: flag,
  controlToken: text('text without spaces', /^\S+$/),
  trustProxy: flag,
  allowRefs: flag,
  keepRequests: integer(1, 1_000_000),
  checks: accepted(isCompiledChecks, 'must be the default export of a module that compileChecks wrote'),
  log: callable,
  report: callable,
})

/** @throws MockConfigurationError that lists every mistake; an undefined option counts as left out. */
export function checkOptions(given: MockOptions): void {
  const set = Object.entries(given).filter(([, value]) => value !== undefined)
  readConfigured('Options of the mock', Object.fromEntries(set), options)
}
