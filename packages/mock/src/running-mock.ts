import { MockClock } from './clock/mock-clock.ts'
import { declaredSecrets } from './control/declared-secrets.ts'
import { MockControl } from './control/mock-control.ts'
import { RequestLog } from './control/request-log.ts'
import { Secrets } from './control/secrets.ts'
import { Catalog } from './description/catalog.ts'
import { danglingReferences } from './description/dangling.ts'
import { namedSources } from './description/named-sources.ts'
import { Engine } from './engine.ts'
import { Faults } from './faults/faults.ts'
import type { Mock, MockOptions } from './mock.ts'
import { seededRandom } from './random/random.ts'
import { restartableRandom } from './random/restartable.ts'
import { explain } from './resource/explain.ts'
import { World } from './scenarios/world.ts'
import { Seeder } from './seed/seeder.ts'
import { Site } from './site/site.ts'
import { KeyMint } from './state/keys.ts'
import type { Store } from './store/store.ts'
import { answerFetch } from './transport/fetch.ts'
import { type Listening, listenOn } from './transport/node-server.ts'

/** A mock at work: the engine with everything that it answers from. */
export class RunningMock {
  readonly #options: MockOptions
  readonly #catalog: Catalog
  readonly #engine: Engine
  readonly #world: World
  readonly #clock: MockClock
  readonly #faults: Faults
  readonly #requests: RequestLog
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
    return answerFetch(whole, (each) => this.#engine.handle(each))
  }

  async listen({ port = 0, host = '127.0.0.1' }: { port?: number; host?: string } = {}): Promise<Listening> {
    await this.#loading
    const listening = await listenOn((request) => this.#engine.handle(request), { port, host })
    this.#control.listenOn(host)
    this.#listening.add(listening)
    this.#catalog.watch((apis) => this.#engine.replaceApis(apis))
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

  /** What a state file holds is from an earlier run, and goes on; a scenario only fills a new one. */
  #begin(): void {
    const { scenario, report } = this.#options
    if (scenario !== undefined) this.#world.begin(scenario, { keepRecords: true })
    for (const warning of this.#engine.warnings()) report?.(warning)
    // A large description takes a moment to be looked through; the first request need not wait for it.
    if (report) setImmediate(() => this.#reportDangling(report)).unref()
  }

  #reportDangling(report: (message: string) => void): void {
    for (const { source, document } of this.#engine.apis) {
      const dangling = danglingReferences(document)
      if (dangling !== undefined) report(`${source}: ${dangling}`)
    }
  }

  async #loadRemote(): Promise<void> {
    await this.#catalog.loadRemote((apis) => this.#engine.replaceApis(apis))
    this.#begin()
  }

  #declaredSecrets(): string[] {
    return this.#engine.apis.flatMap((api) => [...declaredSecrets(api.document)])
  }
}
