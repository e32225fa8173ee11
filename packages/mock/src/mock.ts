import type { MockClock } from './clock/mock-clock.ts'
import type { Configuration } from './configuration.ts'
import type { RequestRecord } from './control/request-log.ts'
import type { DescriptionSource } from './description/sources.ts'
import type { FaultPlan } from './faults/fault-plan.ts'
import type { Faults } from './faults/faults.ts'
import type { Log } from './log/log.ts'
import { checkOptions } from './mock-options.ts'
import type { Explanation } from './resource/explain.ts'
import { RunningMock } from './running-mock.ts'
import type { Scenario } from './scenarios/scenario.ts'
import { MemoryStore } from './store/memory-store.ts'
import { SqliteStore } from './store/sqlite-store.ts'
import type { Store, StoreSnapshot } from './store/store.ts'
import type { Listening } from './transport/node-server.ts'

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

/** A running mock. Its functions can be passed on by themselves: none of them needs `this`. */
export interface Mock {
  /** Answers one request in process; pass it wherever a `fetch` is taken. */
  readonly fetch: (request: Request | string | URL, init?: RequestInit) => Promise<Response>
  /**
   * Serves on `node:http`, and from now on reloads descriptions that change. Rejects with the system's error
   * when the address is taken.
   * @param address `port` 0 takes any free one (default), `host` defaults to `127.0.0.1`
   * @returns the address, and a `close` of its own
   */
  readonly listen: (address?: { port?: number; host?: string }) => Promise<Listening>
  /** Finishes the requests that run, ends serving and watching, and releases the state file. */
  readonly close: () => Promise<void>
  /** Resolves when descriptions from URLs are loaded; rejects when one cannot be. */
  readonly ready: () => Promise<void>
  /**
   * Back to the start: state, faults, clock, no requests.
   * @throws SettingsError when the scenario of the start no longer fits.
   */
  readonly reset: () => void
  /** The whole state as JSON that can be edited. */
  readonly snapshot: () => StoreSnapshot
  /**
   * Replaces every record; faults and clock stay.
   * @throws SettingsError when it is no snapshot of these descriptions; nothing is changed then.
   */
  readonly restore: (snapshot: StoreSnapshot) => void
  /** The last 200 requests, the oldest first, and how each was answered. Tokens and passwords are left out. */
  readonly requests: () => readonly RequestRecord[]
  /** What was inferred from the descriptions. */
  readonly explain: () => Explanation
  /** What goes wrong, and the means to change it. */
  readonly faults: Faults
  /** The mock's time, and the means to change it. */
  readonly clock: MockClock
  /**
   * Replaces state, faults and clock by a scenario, the name of a ready one, or the path of a file.
   * @throws SettingsError that names every mistake by its place; nothing is changed then.
   */
  readonly load: (scenario: Scenario | string) => void
  /** The APIs that are served, with their names and base paths. */
  readonly apis: () => readonly { readonly name: string; readonly basePaths: readonly string[] }[]
}

/**
 * Makes a mock of the APIs that some descriptions describe. It remembers what it is told: what POST created,
 * GET returns.
 *
 * @throws MockConfigurationError when a description, the configuration or an option is wrong.
 * @throws SettingsError when the faults or the scenario are.
 * @throws StateFileError when the state file is in use or cannot be written.
 * @example
 * const mock = createMock()
 * const graph = createGraphClient({ token: 'any', fetch: mock.fetch })
 */
export function createMock(options: MockOptions = {}): Mock {
  checkOptions(options)
  const store = openStore(options)
  try {
    return new RunningMock(options, store).face()
  } catch (error) {
    store.close()
    throw error
  }
}

function openStore({ state, report = console.error }: MockOptions): Store {
  return state === undefined ? new MemoryStore() : new SqliteStore(state, { report })
}
