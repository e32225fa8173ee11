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
  /** Seed of all chance: made-up records, new ids, faults. @default 1 */
  readonly seed?: number
  /** Adds made-up records until each collection has this many; left out, a collection has what its description shows. */
  readonly count?: number
  /** File that keeps the state over restarts; left out, the state lives in memory. */
  readonly state?: string
  /** What goes wrong from the start. */
  readonly faults?: FaultPlan
  /** Answers in place of operations, as data or as code. */
  readonly answers?: readonly OwnAnswer[]
  /** The time that the mock's clock follows. @default the machine's */
  readonly now?: () => Date
  /** State, faults and clock to begin with: a scenario, the name of a ready one, or the path of a file. */
  readonly scenario?: Scenario | string
  /** Corrections to what is inferred, and settings, by the name of the description. */
  readonly configuration?: Configuration
  /** Base paths by description (its name, or as it was given in `documents`). */
  readonly bases?: Readonly<Record<string, string>>
  /** Folder of a static site that is served where no description has a path. */
  readonly site?: string
  /**
   * Whether every answer is made up for its schema, as after `Prefer: dynamic=true`; nothing is kept then.
   * @default false
   */
  readonly dynamic?: boolean
  /**
   * Whether a request that breaks the description is answered with its error even when it asks for another answer by
   * `Prefer: code` or `example`.
   * @default false
   */
  readonly errors?: boolean
  /** Whether `/__mock/` answers. @default true */
  readonly control?: boolean
  /** What `/__mock/` asks for as `Authorization: Bearer <text>`. Without it, whoever reaches the mock may steer it. */
  readonly controlToken?: string
  /**
   * Whether links in answers follow `Forwarded`, `X-Forwarded-Host`, `X-Forwarded-Proto` and `X-Forwarded-Prefix`. Only
   * behind a proxy that sets them: anyone else could lead a client away with them.
   * @default false
   */
  readonly trustProxy?: boolean
  /**
   * Whether a description from a URL may refer to other hosts than its own. It never reads local files.
   * @default false
   */
  readonly allowRefs?: boolean
  /** How many of the last requests `requests` and `verify` know, in each session. @default 200 */
  readonly keepRequests?: number
  /**
   * Checks that `compileChecks` compiled ahead of time from these descriptions: the default export of the module that it
   * writes. What it does not have is compiled when a request needs it.
   */
  readonly checks?: CompiledChecks
  /** Called for every request. */
  readonly log?: Log
  /**
   * Called with a sentence about a description that is served in spite of a mistake, about reloads, and about a
   * damaged state file that was set aside.
   * @default nothing, except for a damaged state file: `console.error`
   */
  readonly report?: (message: string) => void
}

/** Checked with all its parts where it is used. */
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

/** @throws MockConfigurationError that lists every mistake; an option that is undefined counts as left out. */
export function checkOptions(given: MockOptions): void {
  const set = Object.entries(given).filter(([, value]) => value !== undefined)
  readConfigured('Options of the mock', Object.fromEntries(set), options)
}
