import type { Api } from '../description/api.ts'
import type { Answer } from '../exchange/answer.ts'
import type { Change, Exchange } from '../exchange/exchange.ts'
import { isProblem, type Problem } from '../exchange/problem.ts'
import type { JsonObject } from '../json/json.ts'
import type { Entry } from '../store/store.ts'
import type { Convention, ErrorShape, FailedRequest, ListAnswer, ListSource } from './convention.ts'
import { conventionModules } from './registry.ts'

/** The conventions that one API selected, as one: each hook runs those that have it, in their order. */
export class SelectedConventions {
  readonly #all: readonly Convention[]
  /** Names that the description selects and nobody registered. */
  readonly unknown: readonly string[]
  /** Whether one of them gives errors their body. */
  readonly shapesErrors: boolean

  constructor(api: Api) {
    const { conventions } = api.settings
    const modules = conventions.map((name) => conventionModules.find((module) => module.name === name))
    this.unknown = conventions.filter((_, index) => modules[index] === undefined)
    this.#all = modules.flatMap((module) => (module ? [module.create(api)] : []))
    this.shapesErrors = this.#all.some((convention) => convention.error)
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

  error(problem: Problem, failed: FailedRequest): ErrorShape | undefined {
    const shaping = this.#all.find((convention) => convention.error)
    return shaping?.error?.(problem, failed)
  }

  finish(answer: Answer, failed: FailedRequest): void {
    for (const convention of this.#all) convention.finish?.(answer, failed)
  }
}
