import type { Exchange } from '../exchange/exchange.ts'
import type { Random } from '../random/random.ts'
import type { Fault } from './fault.ts'
import type { FaultMatch } from './fault-plan.ts'
import type { Effect } from './kinds/kind.ts'
import { matcherOf } from './match.ts'

/** An effect at work for the requests that a match is for; counts them. */
export class ActiveRule {
  readonly #match: FaultMatch
  readonly #fits: (exchange: Exchange) => boolean
  readonly #effect: Effect
  readonly #chance: Random
  #seen = 0
  #applied = 0

  /** @param chance What `percent` draws from. */
  constructor(match: FaultMatch, effect: Effect, chance: Random) {
    this.#match = match
    this.#fits = matcherOf(match)
    this.#effect = effect
    this.#chance = chance
  }

  get applied(): number {
    return this.#applied
  }

  next(exchange: Exchange): Fault | undefined {
    const { skip = 0, count, percent = 100 } = this.#match
    if (this.#applied === count || !this.#fits(exchange) || ++this.#seen <= skip) return undefined
    if (percent < 100 && this.#chance.next() * 100 >= percent) return undefined
    const fault = this.#effect(exchange)
    if (!fault) return undefined
    this.#applied++
    const place = count === undefined ? '' : `, ${this.#applied} of ${count}`
    return { ...fault, why: `fault: ${fault.why}${place}` }
  }
}
