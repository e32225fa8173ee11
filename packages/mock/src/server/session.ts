import { type AnsweredRequest, Engine, ofTheSite } from '../engine/engine.ts'
import type { ServedApis } from '../engine/served-apis.ts'
import { Faults } from '../faults/faults.ts'
import { OwnAnswers } from '../overrides/own-answers.ts'
import { Tokens } from '../overrides/tokens.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { World } from '../scenarios/world.ts'
import { KeyMint } from '../state/key-mint.ts'
import { Seeder } from '../state/seeder.ts'
import { MockClock } from '../store/clock.ts'
import { MemoryStore } from '../store/memory-store.ts'
import { restartableRandom, seededRandom } from '../store/random.ts'
import type { Store } from '../store/store.ts'
import { RequestLog } from './log.ts'
import type { MockOptions } from './mock-options.ts'
import type { Secrets } from './secrets.ts'
import type { Site } from './site.ts'

/** What the sessions of a mock share. */
export interface SessionParts {
  readonly options: MockOptions
  readonly served: ServedApis
  readonly site: Site | undefined
  /** Names that descriptions declare secret, asked for when someone asks for requests. */
  readonly secrets: () => Secrets
  /** Told of every request that a session answered. */
  readonly answered: (answered: AnsweredRequest, session: string | undefined) => void
}

/** A world of its own: records, faults, time and requests that no other session sees. */
export class Session {
  /** Undefined: the one of all requests that name none. */
  readonly name: string | undefined
  readonly faults: Faults
  readonly answers: OwnAnswers
  readonly clock: MockClock
  readonly requests: RequestLog
  readonly world: World
  readonly engine: Engine
  readonly #store: Store

  constructor({ options, served, site, secrets, answered }: SessionParts, store: Store, name?: string) {
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
    this.#store = store
    this.clock = new MockClock(now)
    this.faults = new Faults(faults, seed)
    this.answers = new OwnAnswers(answers, () => served.apis)
    this.requests = new RequestLog({ secrets, ...(keepRequests && { limit: keepRequests }) })
    const own = seededRandom(seed)
    const random = restartableRandom(() => own.fork('requests'))
    const keys = new KeyMint(store)
    const seeder = new Seeder({ store, keys, clock: this.clock, random: own.fork('records'), count })
    const tokens = new Tokens()
    const steered = { faults: this.faults, answers: this.answers, clock: this.clock }
    const parts = { store, seeder, keys, random, tokens, ...steered }
    this.engine = new Engine(served, {
      ...parts,
      dynamic,
      errors,
      site,
      answered: (each) => {
        // The files of one page would push the requests of an application out of the list.
        if (each.why !== ofTheSite) this.requests.add(each)
        answered(each, name)
      },
    })
    this.world = new World({ ...parts, requests: this.requests, apis: () => served.apis })
  }

  end(): void {
    this.#store.close()
  }
}

/** The records of a start grow old: their times are those of the moment when it was made. In milliseconds. */
const startAge = 60 * 60 * 1000

/** Begins sessions. What the scenario of the start fills is filled once and then shared until a session changes it. */
export class SessionStart {
  readonly #parts: SessionParts
  #start: { readonly store: MemoryStore; readonly scenario: Scenario; readonly made: number } | undefined

  constructor(parts: SessionParts) {
    this.#parts = parts
  }

  /** @throws SettingsError when the scenario of the start no longer fits. */
  begin(name: string): Session {
    const { scenario } = this.#parts.options
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
