import { readdirSync } from 'node:fs'
import { MockClock } from './clock/mock-clock.ts'
import { type Configuration, checkConfiguration } from './configuration.ts'
import { declaredSecrets } from './control/declared-secrets.ts'
import { MockControl } from './control/mock-control.ts'
import { RequestLog, type RequestRecord } from './control/request-log.ts'
import { Secrets } from './control/secrets.ts'
import { MockConfigurationError } from './description/errors.ts'
import type { LoadedApi } from './description/loaded-api.ts'
import type { ApiConfiguration } from './description/settings.ts'
import { type DescriptionSource, Source } from './description/sources.ts'
import { watchFiles } from './description/watch.ts'
import { Engine } from './engine.ts'
import type { FaultPlan } from './faults/fault-plan.ts'
import { Faults } from './faults/faults.ts'
import type { Log } from './log/log.ts'
import { seededRandom } from './random/random.ts'
import { restartableRandom } from './random/restartable.ts'
import { type Explanation, explain } from './resource/explain.ts'
import type { Scenario } from './scenarios/scenario.ts'
import { World } from './scenarios/world.ts'
import { Seeder } from './seed/seeder.ts'
import { Site } from './site/site.ts'
import { KeyMint } from './state/keys.ts'
import { MemoryStore } from './store/memory-store.ts'
import { SqliteStore } from './store/sqlite-store.ts'
import type { Store, StoreSnapshot } from './store/store.ts'
import { answerFetch } from './transport/fetch.ts'
import { type Listening, listenOn } from './transport/node-server.ts'

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
  /** Told what is wrong with a description that is served all the same, and about reloads. @default nothing */
  readonly report?: (message: string) => void
}

/** A running mock. Its functions can be passed on by themselves: none of them needs `this`. */
export interface Mock {
  /** Answers one request in process; pass it wherever a `fetch` is taken. */
  readonly fetch: (request: Request | string | URL, init?: RequestInit) => Promise<Response>
  /**
   * Serves on `node:http`, and from now on reloads descriptions that change.
   * @param address `port` 0 takes any free one (default), `host` defaults to `127.0.0.1`
   */
  readonly listen: (address?: { port?: number; host?: string }) => Promise<Listening>
  /** Ends serving and watching, and releases the state file. */
  readonly close: () => Promise<void>
  /** Resolves when descriptions from URLs are loaded; rejects when one cannot be. */
  readonly ready: () => Promise<void>
  /** Back to the start: state, faults, clock, no requests. */
  readonly reset: () => void
  /** The whole state as JSON that can be edited. */
  readonly snapshot: () => StoreSnapshot
  /** Replaces the state. */
  readonly restore: (snapshot: StoreSnapshot) => void
  /** The last requests, the oldest first, and how each was answered. */
  readonly requests: () => readonly RequestRecord[]
  /** What was inferred from the descriptions. */
  readonly explain: () => Explanation
  /** What goes wrong, and the means to change it. */
  readonly faults: Faults
  /** The mock's time, and the means to change it. */
  readonly clock: MockClock
  /** Replaces state, faults and clock by a scenario, the name of a ready one, or the path of a file. */
  readonly load: (scenario: Scenario | string) => void
  /** The APIs that are served, with their names and base paths. */
  readonly apis: () => readonly { readonly name: string; readonly basePaths: readonly string[] }[]
}

const ownDescriptions = new URL('../dist/descriptions/', import.meta.url)

/**
 * Makes a mock of the APIs that some descriptions describe. It remembers what it is told: what POST created,
 * GET returns.
 *
 * @throws MockConfigurationError when a description, the configuration or an option is wrong.
 * @example
 * const mock = createMock()
 * const graph = createGraphClient({ token: 'any', fetch: mock.fetch })
 */
export function createMock(options: MockOptions = {}): Mock {
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

class RunningMock {
  readonly #options: MockOptions
  readonly #sources: readonly Source[]
  readonly #engine: Engine
  readonly #world: World
  readonly #clock: MockClock
  readonly #faults: Faults
  readonly #requests: RequestLog
  readonly #control: MockControl
  readonly #loading: Promise<void>
  readonly #listening = new Set<Listening>()
  readonly #closeStore: () => void
  #stopWatching: (() => void) | undefined

  constructor(options: MockOptions, store: Store) {
    this.#options = options
    const { seed = 1, count, faults = {}, now, site } = options
    this.#sources = sourcesOf(options)
    this.#clock = new MockClock(now)
    this.#faults = new Faults(faults, seed)
    const apis = this.#sources.filter(({ remote }) => !remote).map((source) => source.load())
    const random = seededRandom(seed)
    const requestRandom = restartableRandom(() => random.fork('requests'))
    const keys = new KeyMint(store)
    const seeder = new Seeder({ store, keys, clock: this.#clock, random: random.fork('records'), count })
    this.#requests = new RequestLog({ secrets: () => new Secrets(this.#declaredSecrets()) })
    this.#control = new MockControl({
      faults: this.#faults,
      clock: this.#clock,
      reset: () => this.reset(),
      snapshot: () => this.#world.snapshot(),
      load: (document) => this.#world.load(document),
      requests: () => this.#requests.records(),
    })
    this.#engine = new Engine(apis, {
      store,
      clock: this.#clock,
      random: requestRandom,
      seeder,
      keys,
      faults: this.#faults,
      requests: this.#requests,
      log: options.log,
      control: options.control === false ? undefined : this.#control,
      site: site === undefined ? undefined : new Site(site),
    })
    this.#closeStore = () => store.close()
    this.#world = new World({
      store,
      seeder,
      faults: this.#faults,
      clock: this.#clock,
      keys,
      random: requestRandom,
      requests: this.#requests,
      apis: () => this.#engine.apis,
    })
    for (const warning of this.#engine.warnings()) options.report?.(warning)
    const remote = this.#sources.filter((source) => source.remote)
    if (remote.length === 0) this.#beginFirst()
    this.#loading = remote.length === 0 ? Promise.resolve() : this.#loadRemote(remote)
    // Reported by `ready`, `fetch` and `listen`; a mock that nobody uses must not end the process.
    this.#loading.catch(() => undefined)
  }

  face(): Mock {
    return {
      fetch: (request, init) => this.fetch(request, init),
      listen: (address) => this.listen(address),
      close: () => this.close(),
      ready: () => this.#loading,
      reset: () => this.reset(),
      snapshot: () => this.#world.snapshot(),
      restore: (snapshot) => this.#world.restore(snapshot),
      requests: () => this.#requests.records(),
      explain: () => explain(this.#engine.apis),
      faults: this.#faults,
      clock: this.#clock,
      load: (scenario) => this.#world.begin(scenario),
      apis: () => this.#engine.apis.map(({ name, basePaths }) => ({ name, basePaths })),
    }
  }

  async fetch(request: Request | string | URL, init?: RequestInit): Promise<Response> {
    await this.#loading
    const whole = request instanceof Request && !init ? request : new Request(request, init)
    return answerFetch(whole, (each) => this.#engine.handle(each))
  }

  async listen({ port = 0, host = '127.0.0.1' }: { port?: number; host?: string } = {}): Promise<Listening> {
    await this.#loading
    const listening = await listenOn((request) => this.#engine.handle(request), { port, host })
    this.#control.listenOn(host)
    this.#listening.add(listening)
    this.#watch()
    return listening
  }

  async close(): Promise<void> {
    this.#stopWatching?.()
    await Promise.all([...this.#listening].map((listening) => listening.close()))
    this.#listening.clear()
    this.#closeStore()
  }

  reset(): void {
    this.#world.begin(this.#options.scenario)
  }

  /** What a state file holds is from an earlier run, and goes on; a scenario only fills a new one. */
  #beginFirst(): void {
    const { scenario } = this.#options
    if (scenario !== undefined) this.#world.begin(scenario, { keepRecords: true })
  }

  async #loadRemote(remote: readonly Source[]): Promise<void> {
    const loaded = await Promise.all(remote.map((source) => source.loadRemote()))
    const byName = new Map([...this.#engine.apis, ...loaded].map((api) => [api.name, api]))
    this.#engine.replaceApis(this.#sources.map(({ name }) => byName.get(name) as LoadedApi))
    this.#beginFirst()
    for (const warning of this.#engine.warnings()) this.#options.report?.(warning)
  }

  /** Watches what was read; after a reload that may be other files. */
  #watch(): void {
    this.#stopWatching?.()
    const stops = this.#engine.apis.map((api) => watchFiles(api.locations, () => this.#reload(api.name)))
    this.#stopWatching = () => {
      for (const stop of stops) stop()
    }
  }

  /** A description that does not load any more leaves the one before in service. */
  #reload(name: string): void {
    const source = this.#sources.find((each) => each.name === name)
    if (!source || source.remote) return
    try {
      const fresh = source.load()
      this.#engine.replaceApis(this.#engine.apis.map((api) => (api.name === name ? fresh : api)))
      this.#options.report?.(`Reloaded ${source.shown}; the state is kept.`)
      for (const warning of fresh.warnings) this.#options.report?.(`${source.shown}: ${warning}`)
      this.#watch()
    } catch (error) {
      if (!(error instanceof MockConfigurationError)) throw error
      this.#options.report?.(`Not reloaded, the version before stays in service. ${error.message}`)
    }
  }

  #declaredSecrets(): string[] {
    return this.#engine.apis.flatMap((api) => [...declaredSecrets(api.document)])
  }
}

function sourcesOf({ documents, configuration = {}, bases = {} }: MockOptions): Source[] {
  const { apis = {} } = checkConfiguration(configuration, 'The configuration')
  const used = new Set<string>()
  const settings = (name: string, given: string): ApiConfiguration => {
    const base = bases[name] ?? bases[given]
    for (const each of [name, given]) used.add(each)
    return { ...apis[name], ...(base !== undefined && { base }) }
  }
  const taken = new Set<string>()
  const sources = (documents ?? descriptionsOfPackage()).map((document) => {
    const source = new Source(document, taken, settings)
    taken.add(source.name)
    return source
  })
  const strange = [...Object.keys(apis), ...Object.keys(bases)].filter((name) => !used.has(name))
  if (strange.length === 0) return sources
  const names = [...taken].join(', ')
  throw new MockConfigurationError(
    `No description is called ${strange.join(', ')}; the descriptions are called ${names}.`,
  )
}

function descriptionsOfPackage(): URL[] {
  try {
    return readdirSync(ownDescriptions)
      .sort()
      .map((file) => new URL(file, ownDescriptions))
  } catch {
    throw new MockConfigurationError('The descriptions of this package are not built yet. Run: npm run build')
  }
}
