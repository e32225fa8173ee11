import type { Api } from '../description/api.ts'
import type { Change, Exchange } from '../exchange/exchange.ts'
import type { Answer } from '../exchange/message.ts'
import { isProblem, type Problem } from '../exchange/problem.ts'
import type { JsonObject } from '../json/json.ts'
import { onceFor } from '../json/kept.ts'
import type { Entry } from '../store/store.ts'
import type {
  Convention,
  ConventionModule,
  ErrorShape,
  FailedRequest,
  ListAnswer,
  ListSource,
} from './convention.ts'
import { graphErrors } from './graph-errors.ts'
import { odata } from './odata/odata.ts'
import { partnerCenterCollections } from './partner-center-collections/partner-center-collections.ts'
import { partnerCenterErrors } from './partner-center-errors.ts'
import { partnerCenterIdempotency } from './partner-center-idempotency.ts'

/** Every convention that a description can select by name in `x-mock.conventions`. */
export const conventionModules: readonly ConventionModule[] = [
  odata,
  graphErrors,
  partnerCenterCollections,
  partnerCenterErrors,
  partnerCenterIdempotency,
]

/** The conventions of one API combined: each hook runs those that have it, in order. */
export class SelectedConventions {
  readonly #all: readonly Convention[]
  /** Names that the description selects but no convention has. */
  readonly unknown: readonly string[]
  /** Whether every record of the store can be addressed. */
  readonly showsAll: boolean
  /** Whether one of them gives errors their body. */
  readonly shapesErrors: boolean
  /** Whether one of them completes every answer. */
  readonly finishesAnswers: boolean

  constructor(api: Api) {
    const { conventions } = api.settings
    const modules = conventions.map((name) => conventionModules.find((module) => module.name === name))
    this.unknown = conventions.filter((_, index) => modules[index] === undefined)
    this.#all = modules.flatMap((module) => (module ? [module.create(api)] : []))
    this.showsAll = !this.#all.some((convention) => convention.visible)
    this.shapesErrors = this.#all.some((convention) => convention.error)
    this.finishesAnswers = this.#all.some((convention) => convention.finish)
  }

  request(exchange: Exchange): Answer | Problem | undefined {
    for (const convention of this.#all) {
      const ended = convention.request?.(exchange)
      if (ended) return ended
    }
    return undefined
  }

  list(exchange: Exchange, source: ListSource): ListAnswer | Problem | undefined {
    const listing = this.#all.find((convention) => convention.list)
    return listing?.list?.(exchange, source)
  }

  visible(exchange: Exchange, entry: Entry): boolean {
    return this.#all.every((convention) => convention.visible?.(exchange, entry) ?? true)
  }

  change(exchange: Exchange, change: Change): Change | Problem {
    let current = change
    for (const convention of this.#all) {
      const next = convention.change?.(exchange, current) ?? current
      if (isProblem(next)) return next
      current = next
    }
    return current
  }

  represent(exchange: Exchange, entry: Entry): JsonObject {
    let record = entry.value
    for (const convention of this.#all) record = convention.represent?.(exchange, record, entry) ?? record
    return record
  }

  /** Name of the convention that shapes errors. */
  get errorShape(): string | undefined {
    return this.#all.find((convention) => convention.error)?.name
  }

  error(problem: Problem, failed: FailedRequest): ErrorShape | undefined {
    const shaping = this.#all.find((convention) => convention.error)
    return shaping?.error?.(problem, failed)
  }

  finish(answer: Answer, failed: FailedRequest): void {
    for (const convention of this.#all) convention.finish?.(answer, failed)
  }
}

/** The conventions of an API, the same objects for all of its requests, because they keep what they read from it. */
export const conventionsOf = onceFor((api: Api) => new SelectedConventions(api))

/** A first record, adapted by the conventions that its API selected. */
export function seeded({ settings }: Api, record: JsonObject, now: Date): JsonObject {
  let current = record
  for (const { name, seed } of conventionModules) {
    if (seed && settings.conventions.includes(name)) current = seed(current, now)
  }
  return current
}
