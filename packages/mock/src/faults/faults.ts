import type { Exchange } from '../exchange/exchange.ts'
import type { WireAnswer } from '../exchange/message.ts'
import { type Random, seededRandom } from '../random/random.ts'
import { type Effect, effectOf, type Fault, preferredDelay, serverError } from './effects.ts'
import type { FaultMatch, FaultPlan, FaultReport } from './fault-plan.ts'
import { readFaultPlan } from './read-plan.ts'
import { ActiveRule } from './rule.ts'

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
