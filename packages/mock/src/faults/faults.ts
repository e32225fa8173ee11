import type { Exchange } from '../exchange/exchange.ts'
import type { WireAnswer } from '../exchange/message.ts'
import { type Random, seededRandom } from '../store/random.ts'
import { type Effect, effectOf, type Fault, preferredDelay, serverError } from './effects.ts'
import { type FaultMatch, type FaultPlan, type FaultReport, readFaultPlan } from './fault-plan.ts'

/** The rules of a plan at work. */
interface ActivePlan {
  readonly plan: FaultPlan
  /** In the order of the plan's rules. */
  readonly rules: readonly ActiveRule[]
  /** Rules, budget and error rate, in this order: the first one that has a fault decides. */
  readonly deciding: readonly ActiveRule[]
  /** All of them count. */
  readonly delaying: readonly ActiveRule[]
}

/**
 * What goes wrong, as a plan says it. The same plan and seed give the same faults for the same requests.
 *
 * @example
 * faults.set({ rules: [{ kind: 'status', status: 503, method: 'PATCH', count: 3 }] })
 */
export class Faults {
  readonly #random: Random
  readonly #initial: FaultPlan
  #active: ActivePlan

  /**
   * @param plan What goes wrong from the start, and again after `reset`.
   * @param seed What is drawn comes from it. @default 1
   * @throws SettingsError when it is not a plan.
   */
  constructor(plan: FaultPlan = {}, seed: number | string = 1) {
    this.#random = seededRandom(seed).fork('faults')
    this.#initial = readFaultPlan(plan)
    this.#active = activate(this.#initial, this.#random)
  }

  /** What goes wrong with a request. Called once per routed request, before any stage; never for preflights and control routes. */
  next(exchange: Exchange): Fault | undefined {
    const preferred = preferredDelay(exchange.prefer)
    const { deciding, delaying } = this.#active
    if (deciding.length === 0 && delaying.length === 0) return preferred
    return combine([
      ...firstOf(deciding, exchange),
      ...eachOf(delaying, exchange),
      ...(preferred ? [preferred] : []),
    ])
  }

  /** What goes wrong now, and how often each rule was applied. Can be edited and set again. */
  report(): FaultReport {
    const { plan, rules } = this.#active
    const reported = (plan.rules ?? []).map((rule, index) => ({
      ...rule,
      applied: rules[index]?.applied ?? 0,
    }))
    return { ...plan, rules: reported }
  }

  /**
   * Replaces the plan; counters and chance start anew.
   *
   * @throws SettingsError when it is not a plan; the one before stays then.
   */
  set(plan: FaultPlan): void {
    this.#active = activate(readFaultPlan(plan), this.#random)
  }

  /** Back to the plan from the start. */
  reset(): void {
    this.#active = activate(this.#initial, this.#random)
  }
}

function* firstOf(rules: readonly ActiveRule[], exchange: Exchange): Iterable<Fault> {
  for (const rule of rules) {
    const fault = rule.next(exchange)
    if (!fault) continue
    yield fault
    return
  }
}

function* eachOf(rules: readonly ActiveRule[], exchange: Exchange): Iterable<Fault> {
  for (const rule of rules) {
    const fault = rule.next(exchange)
    if (fault) yield fault
  }
}

/** Each rule has chance of its own, so what one draws does not shift what another one gets. */
function activate(plan: FaultPlan, random: Random): ActivePlan {
  const { rules: planned = [], throttle, errorRate = 0, latency = 0 } = plan
  const make = (purpose: string, match: FaultMatch, effect: (random: Random) => Effect) =>
    new ActiveRule(match, effect(random.fork(`${purpose} effect`)), random.fork(`${purpose} chance`))
  const rules = planned.map((rule, index) => make(`rule ${index}`, rule, (own) => effectOf(rule, own)))
  const ofKind = (delays: boolean) =>
    rules.filter((_, index) => (planned[index]?.kind === 'latency') === delays)
  const deciding = ofKind(false)
  if (throttle) deciding.push(make('throttle', {}, (own) => effectOf({ kind: 'throttle', ...throttle }, own)))
  if (errorRate > 0) deciding.push(make('error rate', { percent: errorRate }, serverError))
  const delaying = ofKind(true)
  if (latency) delaying.push(make('latency', {}, (own) => effectOf({ kind: 'latency', latency }, own)))
  return { plan, rules, deciding, delaying }
}

/** Several faults of one request as one: the first problem, every alteration in order. */
function combine(faults: readonly Fault[]): Fault | undefined {
  if (faults.length < 2) return faults[0]
  const problem = faults.find((fault) => fault.problem)?.problem
  const alterations = faults.flatMap((fault) => fault.alter ?? [])
  return {
    ...(problem && { problem }),
    alter: (answer: WireAnswer) => alterations.reduce((altered, alter) => alter(altered), answer),
    why: faults.map(({ why }) => why).join('; '),
  }
}

/** An effect on the requests that match; counts them. */
class ActiveRule {
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
