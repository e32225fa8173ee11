import type { Api } from '../description/api.ts'
import type { Router } from '../description/router.ts'
import { type AnsweredRequest, Engine, ofTheSite } from '../engine/engine.ts'
import type { MockRequest } from '../exchange/message.ts'
import { type Problem, problem } from '../exchange/problem.ts'
import { Faults } from '../interceptors/faults.ts'
import { OwnAnswers } from '../interceptors/own-answers.ts'
import { Tokens } from '../interceptors/security.ts'
import { SettingsError } from '../json/mistakes.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { World } from '../scenarios/world.ts'
import { KeyMint } from '../state/key-mint.ts'
import { Seeder } from '../state/seeder.ts'
import { MockClock } from '../store/clock.ts'
import { seededRandom } from '../store/random.ts'
import { MemoryStore, readSnapshot, type Store, type StoreSnapshot } from '../store/store.ts'
import { RequestLog } from './log.ts'
import type { MockOptions } from './mock-options.ts'
import type { Secrets } from './secrets.ts'
import type { Site } from './site.ts'

/** How many sessions there can be; one more ends the one unused for longest. */
export const mostSessions = 1000

/** How long an unused session lasts: a day, in milliseconds. */
const longestIdle = 24 * 60 * 60 * 1000

const header = 'mock-session'
const prefix = '/__session/'
const form = /^(?!\.\.?$)[\w.~-]{1,100}$/
const expected = 'a session is named by up to 100 letters, digits and . _ ~ -'

/** The facts about a session. */
export interface SessionReport {
  readonly name: string
  /** When it began and was last used, in real time: RFC 3339. */
  readonly begun: string
  readonly used: string
}

interface Kept {
  readonly session: Session
  readonly begun: number
  used: number
}

/** The sessions of a mock by their names. */
export class Sessions {
  readonly #begin: (name: string) => Session
  /** The one unused for longest comes first. */
  readonly #kept = new Map<string, Kept>()

  /** @param begin Makes a session in the start state. */
  constructor(begin: (name: string) => Session) {
    this.#begin = begin
  }

  /** The session with a name, which begins at its first use. */
  at(name: string): Session {
    const now = Date.now()
    const kept = this.#current(name, now) ?? { session: this.#begin(name), begun: now, used: now }
    kept.used = now
    this.#kept.delete(name)
    this.#kept.set(name, kept)
    if (this.#kept.size > mostSessions) this.#endOldest()
    return kept.session
  }

  all(): Session[] {
    return [...this.#kept.values()].map(({ session }) => session)
  }

  /** Ends a session, if there is one; its name can begin a new one. */
  end(name: string): void {
    this.#kept.get(name)?.session.end()
    this.#kept.delete(name)
  }

  /** In the order of their last use. */
  report(): SessionReport[] {
    const now = Date.now()
    for (const name of this.#kept.keys()) this.#current(name, now)
    return [...this.#kept].map(([name, { begun, used }]) => ({
      name,
      begun: new Date(begun).toISOString(),
      used: new Date(used).toISOString(),
    }))
  }

  #current(name: string, now: number): Kept | undefined {
    const kept = this.#kept.get(name)
    if (kept && now - kept.used > longestIdle) this.end(name)
    return this.#kept.get(name)
  }

  #endOldest(): void {
    const [oldest] = this.#kept.keys()
    if (oldest !== undefined) this.end(oldest)
  }
}

/** @throws SettingsError when it cannot name a session. */
export function checkSessionName(name: string): string {
  if (form.test(name)) return name
  throw new SettingsError('session', [{ at: '', message: `${expected}, not ${quoted(name)}` }])
}

/** A request within its session. */
interface SessionRequest {
  readonly request: MockRequest
  /** Undefined: none was named. */
  readonly name: string | undefined
}

/**
 * Finds the session that a request names with `Mock-Session` or `/__session/<name>`. The prefix moves from the path to
 * the origin, so that links in the answer keep it.
 *
 * @param bound The session whose `fetch` or port received the request.
 */
export function sessionOf(request: MockRequest, bound: string | undefined): SessionRequest | Problem {
  const named = request.headers[header]
  const inside = request.path.startsWith(prefix)
  if (named === undefined && !inside) return { request, name: bound }
  const inPath = inside ? request.path.slice(prefix.length).split('/', 1)[0] : undefined
  const names = new Set([bound, named, inPath].filter((name) => name !== undefined))
  const [name = ''] = names
  if (names.size > 1)
    return problem(400, `The request names ${names.size} sessions: ${[...names].map(quoted).join(', ')}.`)
  if (!form.test(name)) return problem(400, `In a request ${expected}, not ${quoted(name)}.`)
  return { request: inside ? withoutPrefix(request, name) : request, name }
}

function withoutPrefix(request: MockRequest, name: string): MockRequest {
  const own = `${prefix}${name}`
  return { ...request, path: request.path.slice(own.length) || '/', origin: `${request.origin}${own}` }
}

function quoted(name: string): string {
  return JSON.stringify(name.slice(0, 120))
}

/** Data that the sessions of a mock share. */
export interface SessionParts {
  readonly options: MockOptions
  readonly router: Router
  /** Whether the descriptions are loaded. */
  readonly hasBegun: () => boolean
  readonly site: Site | undefined
  /** Names that descriptions declare secret, read when someone reads the requests. */
  readonly secrets: () => Secrets
  /** Called for every request that a session answered. */
  readonly answered: (answered: AnsweredRequest, session: string | undefined) => void
}

/** Records, faults, time and requests that other sessions do not see. */
export class Session {
  /** Undefined for the main session, of all requests that name none. */
  readonly name: string | undefined
  readonly faults: Faults
  readonly answers: OwnAnswers
  readonly clock: MockClock
  readonly requests: RequestLog
  readonly world: World
  readonly engine: Engine
  readonly apis: () => readonly Api[]
  readonly #parts: SessionParts
  readonly #store: Store
  /** What was loaded, and then restored, before the descriptions were loaded. */
  #early: { readonly scenario?: Scenario | string | undefined; readonly snapshot?: StoreSnapshot } = {}

  constructor(parts: SessionParts, store: Store, name?: string) {
    const { options, router, site, secrets, answered } = parts
    const {
      seed = 1,
      count,
      faults = {},
      answers = [],
      keepRequests,
      now,
      dynamic = false,
      errors = false,
    } = options
    this.name = name
    this.apis = () => router.apis
    this.#parts = parts
    this.#store = store
    this.clock = new MockClock(now)
    this.faults = new Faults(faults, seed)
    this.answers = new OwnAnswers(answers, () => (parts.hasBegun() ? router.apis : undefined))
    this.requests = new RequestLog({ secrets, ...(keepRequests && { limit: keepRequests }) })
    const own = seededRandom(seed)
    const random = own.fork('requests')
    const keys = new KeyMint(store)
    const seeder = new Seeder({ store, keys, clock: this.clock, random: own.fork('records'), count })
    const tokens = new Tokens()
    const steered = { faults: this.faults, answers: this.answers, clock: this.clock }
    const world = { store, seeder, keys, random, tokens, ...steered }
    this.engine = new Engine(router, {
      ...world,
      dynamic,
      errors,
      site,
      answered: (each) => {
        // The files of a single page would push the requests of an application out of the list.
        if (each.why !== ofTheSite) this.requests.add(each)
        answered(each, name)
      },
    })
    this.world = new World({ ...world, requests: this.requests, apis: this.apis })
  }

  /** Called when the descriptions are loaded. Earlier settings stay, and so do the records of a state file. */
  begin(): void {
    const { scenario = this.#parts.options.scenario, snapshot } = this.#early
    const keepRecords = this.#early.scenario === undefined
    if (scenario === undefined) this.answers.begin()
    else this.world.begin(scenario, { keepRecords, keepSet: true })
    if (snapshot) this.world.restore(snapshot)
    this.#early = {}
  }

  /** Begins again with a scenario, by default that of the start; it waits until the descriptions are loaded. */
  load(scenario?: Scenario | string): void {
    if (this.#parts.hasBegun()) {
      this.world.begin(scenario ?? this.#parts.options.scenario)
      return
    }
    this.#early = { scenario }
    for (const each of [this.faults, this.clock, this.answers]) each.reset()
  }

  restore(snapshot: StoreSnapshot): void {
    if (this.#parts.hasBegun()) this.world.restore(snapshot)
    else this.#early = { ...this.#early, snapshot: readSnapshot(snapshot) }
  }

  end(): void {
    this.#store.close()
  }
}

/** The records of a start grow old: their times are those of the moment when it was made. In milliseconds. */
const startAge = 60 * 60 * 1000

/** Begins sessions. The records of the start scenario are created once and shared until a session changes them. */
export class SessionStart {
  readonly #parts: SessionParts
  #start: { readonly store: MemoryStore; readonly scenario: Scenario; readonly made: number } | undefined

  constructor(parts: SessionParts) {
    this.#parts = parts
  }

  /** @throws SettingsError when the scenario of the start no longer fits. */
  begin(name: string): Session {
    const { options, hasBegun } = this.#parts
    const { scenario } = options
    if (!hasBegun()) return new Session(this.#parts, new MemoryStore(), name)
    if (scenario === undefined) {
      const session = new Session(this.#parts, new MemoryStore(), name)
      session.answers.reset()
      return session
    }
    const start = this.#filled(scenario)
    const session = new Session(this.#parts, start.store.fork(), name)
    session.world.continue(start.scenario)
    return session
  }

  /** The descriptions were replaced: the scenario is read again. */
  forget(): void {
    this.#start = undefined
  }

  #filled(scenario: Scenario | string) {
    const now = Date.now()
    if (!this.#start || now - this.#start.made > startAge) {
      const store = new MemoryStore()
      this.#start = { store, scenario: new Session(this.#parts, store).world.begin(scenario), made: now }
    }
    return this.#start
  }
}
