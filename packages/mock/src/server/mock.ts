import { type Security, type ServerObject, securityOf, serverUrl } from '@clientele/description'
import type { Api } from '../description/api.ts'
import { Catalog } from '../description/load/catalog.ts'
import type { OwnDescription } from '../description/load/sources.ts'
import { type Explanation, explain } from '../description/resources/explain.ts'
import { Router } from '../description/router.ts'
import type { AnsweredRequest, Engine } from '../engine/engine.ts'
import { bodyLimit } from '../engine/request.ts'
import { behindProxy, controlPrefix, type MockRequest, type WireAnswer } from '../exchange/message.ts'
import { isProblem, problem } from '../exchange/problem.ts'
import { answerFetch, type MaybePromise } from '../exchange/web.ts'
import type { Faults } from '../interceptors/faults.ts'
import type { OwnAnswers } from '../interceptors/own-answers.ts'
import { SettingsError } from '../json/mistakes.ts'
import { checkNothingMissing, LibraryMissing, loadMissing } from '../json/runtime.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import type { MockClock } from '../store/clock.ts'
import { MemoryStore, type Store, type StoreSnapshot } from '../store/store.ts'
import { useChecks } from '../values/ahead.ts'
import { namedSources } from './configuration.ts'
import { type Controlled, MockControl, refuseOpenControl } from './control.ts'
import type { LogLine, RequestRecord } from './log.ts'
import { checkOptions, type MockOptions } from './mock-options.ts'
import type { Address, Listening, listenOn } from './node-server.ts'
import type { panelPage } from './panel-page.ts'
import type { rehearse } from './rehearsal.ts'
import { apiKeyNames, declaredSecrets, Secrets } from './secrets.ts'
import {
  checkSessionName,
  Session,
  type SessionParts,
  SessionStart,
  Sessions,
  sessionOf,
} from './sessions.ts'
import type { Site } from './site.ts'
import { matching, type RequestMatch, verify } from './verify.ts'
import { Doubts, enumerated, ignoredIn, warningsOf } from './warnings.ts'

/** A running mock. Its functions do not need `this`, so each can be passed on separately. */
export interface Mock {
  /** Answers one request in process; pass it to any code that takes a `fetch`. */
  readonly fetch: (request: Request | string | URL, init?: RequestInit) => Promise<Response>
  /**
   * Serves on `node:http` or `node:https`, and from then on reloads descriptions that change. Rejects with the system's
   * error if the address is taken.
   * @param address `port` 0 takes any free one (default), `host` defaults to `127.0.0.1`, and `https` is off
   * @throws MockConfigurationError if other machines could use the control routes: give `controlToken`, or
   * turn them off with `control: false`; or when a certificate cannot be used.
   * @returns the address, and a `close` for this server
   */
  readonly listen: (address?: Address) => Promise<Listening>
  /**
   * Finishes running requests, stops serving and watching, and releases the state file. The `close` of a session ends
   * the session.
   */
  readonly close: () => Promise<void>
  /**
   * Resolves when the first request does not have to wait: descriptions from URLs and the libraries that check requests
   * are loaded. Rejects if a description cannot be loaded. `listen` waits for the same.
   */
  readonly ready: () => Promise<void>
  /**
   * Resets state, faults and clock to the start, and forgets the requests.
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
  /**
   * The last 200 requests (`keepRequests` raises that) with their answers, the oldest first. Tokens and passwords are
   * left out.
   *
   * @param match Only the requests that match.
   * @throws SettingsError when it is not a match, or names an operation that there is not.
   * @example
   * mock.requests({ operation: 'updateCustomer', body: { displayName: 'Contoso' } })
   */
  readonly requests: (match?: RequestMatch) => readonly RequestRecord[]
  /**
   * Checks that the mock received matching requests, and returns them.
   *
   * @param expected `count`: exactly this many requests match, 0 for none. By default one or more.
   * @throws VerificationError whose message shows the nearest requests and how each differs.
   * @example
   * mock.verify({ operation: 'createCustomer', body: { displayName: 'Contoso' } }, { count: 1 })
   */
  readonly verify: (match: RequestMatch, expected?: { readonly count?: number }) => readonly RequestRecord[]
  /** The resources inferred from the descriptions. */
  /**
   * @param options `thorough`: also tries each operation, to find answers that cannot be as described; takes seconds
   */
  readonly explain: (options?: { readonly thorough?: boolean }) => Explanation
  /**
   * The faults, with functions to change them. Like own answers, time and records, they can be set before descriptions
   * from elsewhere are loaded, and stay as set.
   */
  readonly faults: Faults
  /** The own answers, with functions to change them. */
  readonly answers: OwnAnswers
  /** The mock's time, with functions to change it. */
  readonly clock: MockClock
  /**
   * Replaces state, faults and clock with a scenario, given directly, by the name of a built-in one or by the path of a
   * file. While descriptions from elsewhere are loading, it waits for them; a mistake in it then rejects `ready` and
   * `fetch`.
   * @throws SettingsError that names the place of every mistake; nothing changes then.
   */
  readonly load: (scenario: Scenario | string) => void
  /**
   * A session with the same descriptions and its own state, faults, clock and requests. They begin like those of the
   * mock, and are only in memory.
   *
   * Over HTTP, use the same session with the header `Mock-Session: <name>`, or with `/__session/<name>` before the
   * path.
   *
   * @param name Up to 100 letters, digits and `.` `_` `~` `-`. A session begins when its name is first used.
   * @returns the session, with the members of a mock. Its `fetch` needs neither header nor prefix.
   * @throws SettingsError when the name cannot be one.
   * @example
   * const graph = createGraphClient({ token: 'any', fetch: mock.session('checkout').fetch })
   */
  readonly session: (name: string) => Mock
  /** The served APIs, with their names and base paths. */
  readonly apis: () => readonly ServedApi[]
}

/** One of the APIs of a mock. */
export interface ServedApi {
  readonly name: string
  readonly basePaths: readonly string[]
  /** Where its credentials are sent. */
  readonly security: Security
  /** Addresses of the API itself, from its description; those without a host are left out. */
  readonly servers: readonly string[]
}

/** What a mock needs from its environment. A browser has no files and no servers. */
export interface Surroundings {
  readonly ownDescriptions: () => readonly OwnDescription[]
  readonly openStore: (file: string, options: Required<Pick<MockOptions, 'report'>>) => Store
  readonly openSite: (folder: string) => Site
  readonly listenOn: typeof listenOn
  readonly panelPage: typeof panelPage
  /** Left out where libraries come through the network: whoever waits for `ready` may be the one who brings them. */
  readonly rehearse?: typeof rehearse
}

/** Puts a mock together. */
export function assembleMock(options: MockOptions, surroundings: Surroundings): Mock {
  checkOptions(options)
  const { state, checks = [], report = console.error } = options
  useChecks(checks)
  const store = state === undefined ? new MemoryStore() : surroundings.openStore(state, { report })
  try {
    return new RunningMock(options, store, surroundings).face()
  } catch (error) {
    store.close()
    throw error
  }
}

/** A running mock: its sessions and what they share. */
class RunningMock {
  readonly #options: MockOptions
  readonly #listenOn: typeof listenOn
  readonly #rehearse: typeof rehearse | undefined
  readonly #catalog: Catalog
  readonly #router: Router
  readonly #parts: SessionParts
  /** The session of all requests that name none. */
  readonly #main: Session
  readonly #start: SessionStart
  readonly #sessions: Sessions
  /** The secrets to leave out of the log of requests. */
  #secrets: Secrets
  readonly #control: MockControl
  readonly #loading: Promise<void>
  #hasBegun = false
  readonly #doubts: Doubts
  #ready: Promise<void> | undefined
  #looking: ReturnType<typeof setTimeout> | undefined
  /** Where a mock or one of its sessions listens. */
  readonly #listening = new Map<Listening, string | undefined>()

  constructor(options: MockOptions, store: Store, surroundings: Surroundings) {
    this.#options = options
    this.#listenOn = surroundings.listenOn
    this.#rehearse = surroundings.rehearse
    this.#doubts = new Doubts(options.report)
    const { site } = options
    this.#control = new MockControl(options.controlToken, surroundings.panelPage)
    const sources = namedSources(options, surroundings.ownDescriptions)
    this.#catalog = new Catalog(sources, (message) => options.report?.(message))
    this.#router = new Router(this.#catalog.apis)
    this.#secrets = new Secrets(apiKeyNames(this.#router.apis))
    const parts = {
      options,
      router: this.#router,
      hasBegun: () => this.#hasBegun,
      site: site === undefined ? undefined : surroundings.openSite(site),
      secrets: () => new Secrets(this.#declaredSecrets()),
      answered: (answered: AnsweredRequest, session: string | undefined) => {
        if (answered.exchange?.doubts.length) this.#doubts.report(answered.exchange)
        options.log?.(logLine(answered, session, this.#secrets))
      },
    }
    this.#parts = parts
    this.#main = new Session(parts, store)
    this.#start = new SessionStart(parts)
    this.#sessions = new Sessions((name) => this.#start.begin(name))
    this.#loading = this.#catalog.waiting ? this.#loadRemote() : Promise.resolve(this.#begin())
    // Reported by `ready`, `fetch` and `listen`; an unused mock must not end the process.
    this.#loading.catch(() => undefined)
  }

  face(name?: string): Mock {
    const session = () => this.#session(name)
    return {
      fetch: (request, init) => this.fetch(name, request, init),
      listen: (address) => this.listen(name, address),
      close: () => this.close(name),
      ready: () => this.ready(),
      reset: () => session().load(),
      snapshot: () => session().world.snapshot(),
      restore: (snapshot) => session().restore(snapshot),
      requests: (match = {}) => matching(session().requests.records(), match, this.#router.apis),
      verify: (match, { count } = {}) => {
        const { requests } = session()
        return verify(requests.records(), match, count, requests.asked, this.#router.apis)
      },
      explain: ({ thorough = false } = {}) => this.#explained(thorough),
      get faults() {
        return session().faults
      },
      get answers() {
        return session().answers
      },
      get clock() {
        return session().clock
      },
      load: (scenario) => session().load(scenario),
      session: (other) => this.face(checkSessionName(other)),
      apis: () => this.#router.apis.map(servedApi),
    }
  }

  #session(name: string | undefined): Session {
    return name === undefined ? this.#main : this.#sessions.at(name)
  }

  async fetch(
    name: string | undefined,
    request: Request | string | URL,
    init?: RequestInit,
  ): Promise<Response> {
    await this.#loading
    const whole = request instanceof Request && !init ? request : new Request(request, init)
    return answerFetch(
      whole,
      (each) => this.#handleLoaded(each, name),
      (head) => this.#bodyLimitOf(head, name),
    )
  }

  #bodyLimitOf(head: MockRequest, bound: string | undefined): number {
    const named = sessionOf(head, bound)
    if (isProblem(named)) return 0
    return this.#isControl(named.request) ? this.#control.bodyLimitOf(named.request) : bodyLimit
  }

  #isControl({ path }: MockRequest): boolean {
    return this.#options.control !== false && (path.startsWith(controlPrefix) || `${path}/` === controlPrefix)
  }

  #handleLoaded(received: MockRequest, bound: string | undefined): Promise<WireAnswer> {
    return whenLoaded(this.#answerTo(received, bound))
  }

  #handle(received: MockRequest, bound: string | undefined): MaybePromise<WireAnswer> {
    return this.#answerTo(received, bound)()
  }

  #answerTo(received: MockRequest, bound: string | undefined): () => MaybePromise<WireAnswer> {
    const named = sessionOf(this.#options.trustProxy ? behindProxy(received) : received, bound)
    if (isProblem(named)) return () => this.#main.engine.refuse(received, named)
    const { request, name } = named
    if (this.#isControl(request)) return () => this.#control.handle(request, this.#controlled(name))
    return () => this.#engineOf(name).handle(request)
  }

  #engineOf(name: string | undefined): Pick<Engine, 'handle'> {
    try {
      return this.#session(name).engine
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error
      const refusal = problem(500, `The session cannot begin. ${error.message}`)
      return { handle: (request) => this.#main.engine.refuse(request, refusal) }
    }
  }

  #controlled(name: string | undefined): Controlled {
    return {
      name,
      session: () => this.#session(name),
      reset: () => this.#session(name).load(),
      sessions: () => this.#sessions.report(),
      end: () => {
        if (name !== undefined) this.#sessions.end(name)
      },
    }
  }

  /** Rejects when a description cannot be loaded. */
  ready(): Promise<void> {
    this.#ready ??= this.#loading.then(() =>
      this.#rehearse?.(this.#parts, (found) => this.#doubts.report(found)),
    )
    return this.#ready
  }

  async listen(name: string | undefined, address: Address = {}): Promise<Listening> {
    await this.ready()
    const { host = '127.0.0.1' } = address
    const { control, controlToken } = this.#options
    if (control !== false && controlToken === undefined) refuseOpenControl(host)
    const listening = await this.#listenOn(
      (request) => this.#handle(request, name),
      (head) => this.#bodyLimitOf(head, name),
      (refusal) => this.#main.engine.refuseUnread(refusal),
      address,
    )
    this.#control.listenOn(host)
    this.#listening.set(listening, name)
    this.#catalog.watch((apis) => this.#serve(apis))
    return listening
  }

  async close(name: string | undefined): Promise<void> {
    const own = [...this.#listening].filter(([, session]) => name === undefined || session === name)
    if (name === undefined) {
      this.#catalog.stop()
      clearTimeout(this.#looking)
    }
    await Promise.all(own.map(([listening]) => listening.close()))
    for (const [listening] of own) this.#listening.delete(listening)
    if (name === undefined) this.#main.end()
    else this.#sessions.end(name)
  }

  #begin(): void {
    const { report } = this.#options
    this.#hasBegun = true
    for (const session of [this.#main, ...this.#sessions.all()]) session.begin()
    for (const warning of this.#router.apis.flatMap(warningsOf)) report?.(warning)
    if (report) this.#later(() => this.#reportIgnored(report))
  }

  /** Looking through a large description takes a moment, and the first request must not wait for it. */
  #later(work: () => void): void {
    const operations = this.#router.apis.reduce((sum, api) => sum + api.operations.length, 0)
    const soon = globalThis.setImmediate ?? setTimeout
    if (operations <= manyOperations) soon(work)
    else this.#looking = setTimeout(work, 1000)
  }

  #reportIgnored(report: (message: string) => void): void {
    const { state } = this.#options
    const unfit = state === undefined ? [] : this.#main.world.misfits()
    if (unfit.length > 0)
      report(
        `${state}: These records do not fit the descriptions: ${enumerated(unfit)}. They are kept as they are.`,
      )
    for (const ignored of this.#router.apis.flatMap(ignoredIn)) report(ignored)
  }

  #explained(thorough: boolean): Explanation {
    for (const doubt of thorough ? this.#main.engine.lookThrough() : []) this.#doubts.add(doubt)
    return explain(this.#router.apis, this.#doubts.all)
  }

  async #loadRemote(): Promise<void> {
    await this.#catalog.loadRemote((apis) => this.#serve(apis), this.#options.allowRefs ?? false)
    this.#begin()
  }

  #serve(apis: readonly Api[]): void {
    this.#router.replace(apis)
    this.#start.forget()
    this.#secrets = new Secrets(apiKeyNames(apis))
  }

  #declaredSecrets(): string[] {
    return this.#router.apis.flatMap((api) => [...declaredSecrets(api.document)])
  }
}

function servedApi({ name, basePaths, document, description }: Api): ServedApi {
  const servers = Array.isArray(document.servers) ? (document.servers as ServerObject[]) : []
  const addresses = servers.map(serverUrl).filter((url) => URL.canParse(url))
  return { name, basePaths, security: securityOf(description), servers: addresses }
}

/** If libraries are loaded on demand, work that lacked one is repeated when it is loaded. */
async function whenLoaded<T>(work: () => MaybePromise<T>): Promise<T> {
  for (;;) {
    try {
      const done = await work()
      checkNothingMissing()
      return done
    } catch (error) {
      if (!(error instanceof LibraryMissing)) throw error
      await loadMissing()
    }
  }
}

/** Looking through more of them takes longer than the answer to a request. */
const manyOperations = 500

function logLine(
  { request, exchange, answer, duration, why }: AnsweredRequest,
  session: string | undefined,
  secrets: Secrets,
): LogLine {
  const { method, path, search } = request
  const url = secrets.inUrl(path, search)
  const operation = exchange && `${exchange.api.name} ${exchange.operation.id}`
  return {
    time: new Date().toISOString(),
    ...(session !== undefined && { session }),
    method,
    url,
    status: answer.status,
    duration,
    operation,
    why,
  }
}
