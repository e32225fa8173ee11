import type { Api } from '../description/api.ts'
import type { Faults } from '../interceptors/faults.ts'
import type { OwnAnswers } from '../interceptors/own-answers.ts'
import type { Tokens } from '../interceptors/security.ts'
import { isObject } from '../json/json.ts'
import { object, readSettings, text } from '../json/settings.ts'
import type { KeyMint } from '../state/key-mint.ts'
import type { Seeder } from '../state/seeder.ts'
import type { MockClock } from '../store/clock.ts'
import type { SeededRandom } from '../store/random.ts'
import { readSnapshot, type Store, type StoreSnapshot } from '../store/store.ts'
import { checkSnapshot, misfits, type PlacedState, placeState } from './place-state.ts'
import { loadScenario, readScenario, readyScenario, type Scenario } from './scenario.ts'

/** What a scenario changes. */
interface WorldParts {
  readonly store: Store
  readonly seeder: Seeder
  readonly faults: Faults
  readonly answers: OwnAnswers
  readonly tokens: Tokens
  readonly clock: MockClock
  readonly keys: KeyMint
  readonly random: SeededRandom
  /** The log of requests, which begins again with everything else. */
  readonly requests: { clear(): void }
  /** Called each time, because descriptions reload. */
  apis(): readonly Api[]
}

/** Options of {@link World.begin}. */
interface Beginning {
  /** Keeps existing records, which a state file has from an earlier run. */
  readonly keepRecords?: boolean
  /** Keeps the faults, the time and the own answers that were set before the descriptions were loaded. */
  readonly keepSet?: boolean
}

/** The records, faults and time of a mock, which change together. */
export class World {
  readonly #parts: WorldParts

  constructor(parts: WorldParts) {
    this.#parts = parts
  }

  /** Every record, as JSON that can be edited and restored. */
  snapshot(): StoreSnapshot {
    this.#parts.seeder.ensureAll(this.#parts.apis())
    return this.#parts.store.snapshot()
  }

  /** What no longer fits the descriptions, a phrase for each collection. */
  misfits(): string[] {
    return misfits(this.#parts.store, this.#parts.apis())
  }

  /**
   * Replaces every record; faults and clock stay.
   *
   * @throws SettingsError when it is not a snapshot of these descriptions.
   */
  restore(snapshot: StoreSnapshot): void {
    const read = readSnapshot(snapshot)
    checkSnapshot(read, this.#parts.apis())
    this.#parts.store.transaction(() => this.#replace(read))
  }

  /**
   * Replaces everything with a scenario; without one, goes back to the start. Random numbers and numbering also begin
   * again, so the same requests get the same answers afterwards.
   *
   * @param scenario Also the name of a built-in one, or the path of a file.
   * @returns the scenario as it was read.
   * @throws SettingsError when it does not fit; nothing is changed then.
   */
  begin(
    scenario: Scenario | string = {},
    { keepRecords = false, keepSet = false }: Beginning = {},
  ): Scenario {
    const { store } = this.#parts
    const read = typeof scenario === 'string' ? loadScenario(scenario) : readScenario('scenario', scenario)
    const { state = {} } = read
    const fill = 'collections' in state ? this.#filledFrom(state) : this.#filledBy(state)
    // Time comes first: the times of generated records follow from it.
    this.continue(read, keepSet)
    if (!keepRecords || isEmpty(store)) store.transaction(fill)
    return read
  }

  /**
   * Begins with the records that the store already holds.
   *
   * @param scenario One that was read before.
   * @param keepSet See {@link Beginning}.
   */
  continue({ faults: plan, clock: setting, answers: own, tokens: users }: Scenario, keepSet = false): void {
    const { faults, answers, tokens, clock, random, requests } = this.#parts
    // Answers come first, because only they may fail, for lack of an operation.
    if (keepSet) answers.begin(own)
    else if (own) answers.set(own)
    else answers.reset()
    tokens.set(users)
    if (!keepSet || !clock.isSet) {
      clock.reset()
      if (setting) clock.set(setting)
    }
    if (!keepSet || !faults.isSet) {
      faults.reset()
      if (plan) faults.set(plan)
    }
    random.restart()
    requests.clear()
  }

  /**
   * Loads a snapshot, a scenario, or `{ scenario: <name> }` for a built-in one.
   *
   * @throws SettingsError
   */
  load(document: unknown): void {
    if (isObject(document) && 'collections' in document) this.restore(document as unknown as StoreSnapshot)
    else if (isObject(document) && 'scenario' in document) this.begin(named(document))
    else this.begin(readScenario('scenario', document))
  }

  #filledFrom(snapshot: StoreSnapshot): () => void {
    checkSnapshot(snapshot, this.#parts.apis())
    return () => {
      this.#empty()
      this.#replace(snapshot)
    }
  }

  #filledBy(state: Exclude<Scenario['state'], StoreSnapshot | undefined>): () => void {
    const placed = placeState(state, this.#parts.apis())
    return () => {
      this.#empty()
      if (placed.from === 'nothing') this.#parts.seeder.stop(this.#parts.apis())
      this.#add(placed)
    }
  }

  /** Given records come first; a count adds generated ones to them. */
  #add({ counts, records }: PlacedState): void {
    const { seeder } = this.#parts
    for (const { collection, key, value } of records) {
      seeder.place(collection.api, collection.resource, collection.scope, key, value)
    }
    for (const { collection, count } of counts) {
      seeder.topUp(collection.api, collection.resource, collection.scope, count)
    }
  }

  /** A snapshot without marks of seeding was written by hand and is complete. */
  #replace(snapshot: StoreSnapshot): void {
    const { store, seeder, keys, apis } = this.#parts
    store.restore(snapshot)
    seeder.restart()
    keys.restart()
    if (!snapshot.collections.some(({ resource }) => resource === '#seeded')) seeder.stop(apis())
  }

  #empty(): void {
    this.#parts.store.clear()
    this.#parts.seeder.restart()
    this.#parts.keys.restart()
  }
}

function isEmpty(store: Store): boolean {
  for (const _ of store.scopes()) return false
  return true
}

function named(document: Record<string, unknown>): Scenario {
  const { scenario } = readSettings('scenario', document, object<{ scenario: string }>({ scenario: text() }))
  return readyScenario(scenario)
}
