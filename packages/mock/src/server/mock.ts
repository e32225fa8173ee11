import { type Description, danglingReferences } from '@clientele/description'
import type { Api } from '../description/api.ts'
import { Catalog } from '../description/load/catalog.ts'
import { isMediaType } from '../description/operation.ts'
import { type Explanation, explain } from '../description/resources/explain.ts'
import { type AnsweredRequest, Engine } from '../engine/engine.ts'
import { bodyLimit } from '../engine/request.ts'
import { controlPrefix, type MockRequest, type WireAnswer } from '../exchange/message.ts'
import { Faults } from '../faults/faults.ts'
import { isObject } from '../json/json.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { World } from '../scenarios/world.ts'
import { KeyMint } from '../state/key-mint.ts'
import { Seeder } from '../state/seeder.ts'
import { MockClock } from '../store/clock.ts'
import { MemoryStore } from '../store/memory-store.ts'
import { restartableRandom, seededRandom } from '../store/random.ts'
import { SqliteStore } from '../store/sqlite-store.ts'
import type { Store, StoreSnapshot } from '../store/store.ts'
import { namedSources } from './configuration.ts'
import { MockControl } from './control.ts'
import { answerFetch } from './fetch.ts'
import { behindProxy } from './forwarded.ts'
import { type LogLine, RequestLog, type RequestRecord } from './log.ts'
import { checkOptions, type MockOptions } from './mock-options.ts'
import { type Listening, listenOn } from './node-server.ts'
import { apiKeyNames, declaredSecrets, Secrets } from './secrets.ts'
import { Site } from './site.ts'

/** A running mock. Its functions do not need `this`, so each can be passed on by itself. */
export interface Mock {
  /** Answers one request in process; pass it to anything that takes a `fetch`. */
  readonly fetch: (request: Request | string | URL, init?: RequestInit) => Promise<Response>
  /**
   * Serves on `node:http`, and reloads descriptions that change from then on. Rejects with the system's error
   * when the address is taken.
   * @param address `port` 0 takes any free one (default), `host` defaults to `127.0.0.1`
   * @returns the address, and a `close` of its own
   */
  readonly listen: (address?: { port?: number; host?: string }) => Promise<Listening>
  /** Finishes running requests, stops serving and watching, and releases the state file. */
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
   * @throws SettingsError when it is not a snapshot of these descriptions; nothing changes then.
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
   * @throws SettingsError that names the place of every mistake; nothing changes then.
   */
  readonly load: (scenario: Scenario | string) => void
  /** The APIs that are served, with their names and base paths. */
  readonly apis: () => readonly { readonly name: string; readonly basePaths: readonly string[] }[]
}

/**
 * Makes a stateful mock of the APIs that the descriptions describe: what POST creates, GET returns.
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

/** A running mock: the engine and everything that it answers from. */
class RunningMock {
  readonly #options: MockOptions
  readonly #catalog: Catalog
  readonly #engine: Engine
  readonly #world: World
  readonly #clock: MockClock
  readonly #faults: Faults
  readonly #requests: RequestLog
  /** What is left out of the log of requests. */
  #secrets: Secrets
  readonly #control: MockControl
  readonly #loading: Promise<void>
  readonly #listening = new Set<Listening>()
  readonly #closeStore: () => void

  constructor(options: MockOptions, store: Store) {
    this.#options = options
    const { seed = 1, count, faults = {}, now, site } = options
    this.#catalog = new Catalog(namedSources(options), (message) => options.report?.(message))
    this.#clock = new MockClock(now)
    this.#faults = new Faults(faults, seed)
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
    this.#engine = new Engine(this.#catalog.apis, {
      store,
      clock: this.#clock,
      random: requestRandom,
      seeder,
      keys,
      faults: this.#faults,
      dynamic: options.dynamic ?? false,
      errors: options.errors ?? false,
      answered: (answered) => this.#answered(answered),
      control: options.control === false ? undefined : this.#control,
      site: site === undefined ? undefined : new Site(site),
    })
    this.#secrets = new Secrets(apiKeyNames(this.#catalog.apis))
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
    this.#loading = this.#catalog.waiting ? this.#loadRemote() : Promise.resolve(this.#begin())
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
    return answerFetch(
      whole,
      (each) => this.#handle(each),
      (head) => this.#bodyLimitOf(head),
    )
  }

  #bodyLimitOf(head: MockRequest): number {
    const isControl = this.#options.control !== false && head.path.startsWith(controlPrefix)
    return isControl ? this.#control.bodyLimitOf(head) : bodyLimit
  }

  #handle(request: MockRequest): WireAnswer {
    return this.#engine.handle(this.#options.trustProxy ? behindProxy(request) : request)
  }

  async listen({ port = 0, host = '127.0.0.1' }: { port?: number; host?: string } = {}): Promise<Listening> {
    await this.#loading
    const listening = await listenOn(
      (request) => this.#handle(request),
      (head) => this.#bodyLimitOf(head),
      { port, host },
    )
    this.#control.listenOn(host)
    this.#listening.add(listening)
    this.#catalog.watch((apis) => this.#serve(apis))
    return listening
  }

  async close(): Promise<void> {
    this.#catalog.stop()
    await Promise.all([...this.#listening].map((listening) => listening.close()))
    this.#listening.clear()
    this.#closeStore()
  }

  reset(): void {
    this.#world.begin(this.#options.scenario)
  }

  /** The records of a state file are from an earlier run and stay; a scenario fills only a new file. */
  #begin(): void {
    const { scenario, report } = this.#options
    if (scenario !== undefined) this.#world.begin(scenario, { keepRecords: true })
    for (const warning of this.#engine.warnings()) report?.(warning)
    // Looking through a large description takes a moment; the first request need not wait for it.
    if (report) setImmediate(() => this.#reportIgnored(report)).unref()
  }

  #reportIgnored(report: (message: string) => void): void {
    for (const { source, document, description } of this.#engine.apis) {
      const dangling = danglingReferences(document)
      if (dangling.length > 0) report(`${source}: These references lead nowhere: ${enumerated(dangling)}.`)
      const keys = noMediaTypes(description)
      if (keys.length > 0)
        report(`${source}: These keys of "content" are not media types and are ignored: ${enumerated(keys)}.`)
    }
  }

  async #loadRemote(): Promise<void> {
    await this.#catalog.loadRemote((apis) => this.#serve(apis), this.#options.allowRefs ?? false)
    this.#begin()
  }

  #serve(apis: readonly Api[]): void {
    this.#engine.replaceApis(apis)
    this.#secrets = new Secrets(apiKeyNames(apis))
  }

  #answered(answered: AnsweredRequest): void {
    this.#requests.add(answered)
    this.#options.log?.(logLine(answered, this.#secrets))
  }

  #declaredSecrets(): string[] {
    return this.#engine.apis.flatMap((api) => [...declaredSecrets(api.document)])
  }
}

/** How many are named; more of them are usually one mistake. */
const named = 5

function enumerated(names: readonly string[]): string {
  const rest = names.length > named ? ` and ${names.length - named} more` : ''
  return `${names.slice(0, named).join(', ')}${rest}`
}

function noMediaTypes({ operations }: Description): string[] {
  const bodies = operations.flatMap(({ requestBody, responses }) => [requestBody, ...responses])
  const keys = bodies.flatMap((body) => {
    const { content } = (body?.node ?? {}) as { content?: unknown }
    return isObject(content) ? Object.keys(content).filter((key) => !isMediaType(key)) : []
  })
  return [...new Set(keys)].map((key) => `"${key}"`)
}

function logLine({ request, exchange, answer, duration, why }: AnsweredRequest, secrets: Secrets): LogLine {
  const { method, path, search } = request
  const url = secrets.inUrl(path, search)
  const operation = exchange && `${exchange.api.name} ${exchange.operation.id}`
  return { time: new Date().toISOString(), method, url, status: answer.status, duration, operation, why }
}
