import type { Exchange } from '../exchange/exchange.ts'
import type { Random } from '../random/random.ts'
import type { Effect, Fault } from './effects.ts'
import type { FaultMatch } from './fault-plan.ts'

/** An effect on the requests that match; counts them. */
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

/** Makes the test whether a request matches a rule; how often the rule applies does not matter here. */
function matcherOf({ method, path, operation, api }: FaultMatch): (exchange: Exchange) => boolean {
  const methods = method === undefined ? undefined : [method].flat().map((name) => name.toUpperCase())
  const paths = path === undefined ? undefined : { exact: patternOf(path, ''), any: patternOf(path, 'i') }
  return (exchange) =>
    (methods?.includes(exchange.request.method) ?? true) &&
    (operation === undefined || exchange.operation.id === operation) &&
    (api === undefined || exchange.api.name === api) &&
    (paths === undefined || fitsPath(exchange, paths[exchange.api.settings.letterCase]))
}

function fitsPath({ request, basePath }: Exchange, pattern: RegExp): boolean {
  return pattern.test(request.path) || pattern.test(request.path.slice(basePath.length) || '/')
}

/** One trailing slash more or less makes no difference; routing decided whether it is allowed. */
function patternOf(path: string, flags: string): RegExp {
  const segments = path.replace(/\/$/, '').split('/').map(segmentPattern)
  return new RegExp(`^${segments.join('/')}/?$`, flags)
}

/** Neighbouring wildcards become one, so that the expression never tries every split between them. */
function segmentPattern(segment: string): string {
  if (segment === '**') return '.*'
  return segment
    .split(/((?:\{[^{}]*\}|\*)+)/)
    .map((part, index) => (index % 2 === 1 ? '[^/]+' : part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')))
    .join('')
}
