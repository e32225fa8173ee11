import type { Exchange } from '../exchange/exchange.ts'
import type { Preferences, WireAnswer } from '../exchange/message.ts'
import { addPreference } from '../exchange/message.ts'
import { type Problem, problem, reasonPhrase } from '../exchange/problem.ts'
import { type Random, seededRandom } from '../store/random.ts'
import {
  type ContentTypeFault,
  type EmptyFault,
  type FaultKind,
  type FaultMatch,
  type FaultPlan,
  type FaultReport,
  type HtmlFault,
  type Latency,
  type LatencyFault,
  longestLatency,
  type ResetFault,
  readFaultPlan,
  type StatusFault,
  type ThrottleFault,
  type TruncateFault,
} from './fault-plan.ts'

/** The rules of a plan at work. */
interface ActivePlan {
  readonly plan: FaultPlan
  /** In the order of the plan's rules. */
  readonly rules: readonly ActiveRule[]
  /** Rules, budget and error rate, in this order: the first fault decides. */
  readonly deciding: readonly ActiveRule[]
  /** All of them count. */
  readonly delaying: readonly ActiveRule[]
}

/**
 * The faults of a plan. The same plan and seed give the same faults for the same requests.
 *
 * @example
 * faults.set({ rules: [{ kind: 'status', status: 503, method: 'PATCH', count: 3 }] })
 */
export class Faults {
  readonly #random: Random
  readonly #initial: FaultPlan
  #active: ActivePlan
  #isSet = false

  /**
   * @param plan The plan of the start, and again after `reset`.
   * @param seed The seed of random choices. @default 1
   * @throws SettingsError when it is not a plan.
   */
  constructor(plan: FaultPlan = {}, seed: number | string = 1) {
    this.#random = seededRandom(seed).fork('faults')
    this.#initial = readFaultPlan(plan)
    this.#active = activate(this.#initial, this.#random)
  }

  /**
   * The fault of a request. Called once for each routed request, before any stage, but not for preflights and control
   * routes.
   */
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

  /** The present plan, and how often each rule was applied. It can be edited and set again. */
  report(): FaultReport {
    const { plan, rules } = this.#active
    const reported = (plan.rules ?? []).map((rule, index) => ({
      ...rule,
      applied: rules[index]?.applied ?? 0,
    }))
    return { ...plan, rules: reported }
  }

  /**
   * Replaces the plan; counters and random choices start again.
   *
   * @throws SettingsError when it is not a plan; the previous one then stays.
   */
  set(plan: FaultPlan): void {
    this.#active = activate(readFaultPlan(plan), this.#random)
    this.#isSet = true
  }

  /** Whether a plan was set since the start or the last `reset`. */
  get isSet(): boolean {
    return this.#isSet
  }

  /** Restores the plan of the start. */
  reset(): void {
    this.#active = activate(this.#initial, this.#random)
    this.#isSet = false
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

/** Each rule has its own random numbers, so one does not affect another. */
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

/** An effect on matching requests, which it counts. */
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

/** Makes the test whether a request matches a rule, without regard to counts. */
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

/** A trailing slash does not matter here; routing decided whether it is allowed. */
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

/** The fault of one request. */
export interface Fault {
  /** An answer in the API's error shape instead of the operation's; nothing is changed. */
  readonly problem?: Problem
  /** Changes the answer, after everything else: delay, cut, another body or content type. */
  readonly alter?: (answer: WireAnswer) => WireAnswer
  /** For the log, for example `fault: 2 of 3 PATCH answer 503`. */
  readonly why: string
}

/** What a rule does to a matching request; undefined if it lets this one pass. */
type Effect = (exchange: Exchange) => Fault | undefined

/** The effect of a rule of any kind. It draws from `random`, which belongs to this rule only. */
function effectOf(rule: FaultKind, random: Random): Effect {
  switch (rule.kind) {
    case 'status':
      return status(rule)
    case 'latency':
      return latency(rule, random)
    case 'throttle':
      return throttle(rule)
    case 'reset':
      return reset(rule)
    case 'truncate':
      return truncate(rule)
    case 'empty':
      return empty(rule)
    case 'html':
      return html(rule)
    case 'contentType':
      return contentType(rule)
  }
}

const failures = [500, 502, 503, 504] as const

/** One of the statuses of a failing service, drawn each time. */
function serverError(random: Random): Effect {
  const effects = failures.map((code) => status({ kind: 'status', status: code }))
  return (exchange) => random.pick(effects)(exchange)
}

/**
 * `Prefer: delay=<ms>`: one slow answer, asked for by the request itself. A value that is not a delay is ignored, as
 * RFC 7240 demands (section 2), and reported in the log.
 */
function preferredDelay({ delay }: Preferences): Fault | undefined {
  if (delay === undefined) return undefined
  const milliseconds = typeof delay === 'string' && /^\d{1,9}$/.test(delay) ? Number(delay) : Number.NaN
  if (!(milliseconds <= longestLatency)) {
    return { why: `Prefer: delay ignored, it takes 0 to ${longestLatency} milliseconds` }
  }
  const fault = delayed(milliseconds)
  return {
    alter: (answer) => preferenceApplied(fault.alter?.(answer) ?? answer, milliseconds),
    why: `Prefer: ${fault.why}`,
  }
}

function preferenceApplied(answer: WireAnswer, milliseconds: number): WireAnswer {
  const headers = { ...answer.headers }
  addPreference(headers, `delay=${milliseconds}`)
  return { ...answer, headers }
}

function status({ status, retryAfter, code, message }: StatusFault): Effect {
  const detail = message ?? `${reasonPhrase(status)}: a fault that was asked for.`
  const headers = retryAfter === undefined ? undefined : { 'Retry-After': String(retryAfter) }
  const refused = problem(status, detail, { ...(code && { code }), ...(headers && { headers }) })
  return () => ({ problem: refused, why: `status ${status}` })
}

function latency({ latency }: LatencyFault, random: Random): Effect {
  return () => delayed(draw(latency, random))
}

/** Waits before the first byte of the answer. */
function delayed(milliseconds: number): Fault {
  return {
    alter: (answer) => ({ ...answer, delay: (answer.delay ?? 0) + milliseconds }),
    why: `delay ${milliseconds} ms`,
  }
}

function draw(latency: Latency, random: Random): number {
  return typeof latency === 'number' ? latency : random.between(latency.min, latency.max)
}

/**
 * A window instead of a bucket that refills gradually: all refused clients get the same time, and at that time the
 * whole budget is back. `Retry-After` has whole seconds (RFC 9110, section 10.2.3), so it is rounded up: waiting that
 * long is always enough.
 */
function throttle({ requests, seconds }: ThrottleFault): Effect {
  const length = seconds * 1000
  let start = Number.NEGATIVE_INFINITY
  let used = 0
  return ({ clock }) => {
    const now = clock.now().getTime()
    // A clock that was set back also begins a new window, or the old one would not end.
    if (now >= start + length || now < start) {
      start = now
      used = 0
    }
    if (used < requests) {
      used++
      return undefined
    }
    return throttled(Math.max(1, Math.ceil((start + length - now) / 1000)), requests, seconds)
  }
}

function throttled(retryAfter: number, requests: number, seconds: number): Fault {
  const detail = `Too many requests: ${requests} in ${seconds} s are answered. Try again in ${retryAfter} s.`
  return {
    problem: problem(429, detail, { headers: { 'Retry-After': String(retryAfter) } }),
    why: `throttled, ${retryAfter} s left`,
  }
}

function reset({ when = 'before' }: ResetFault): Effect {
  const alter = (answer: WireAnswer): WireAnswer => ({ ...answer, cut: 'reset' })
  if (when === 'after') return () => ({ alter, why: 'answer lost in a connection reset' })
  const refused = problem(503, 'The connection was reset.')
  return () => ({ problem: refused, alter, why: 'connection reset' })
}

function truncate({ bytes }: TruncateFault): Effect {
  return () => ({ alter: (answer) => shortened(answer, bytes), why: 'body truncated' })
}

/** At least one byte is missing; an answer without a body is lost as a whole. */
function shortened(answer: WireAnswer, bytes: number | undefined): WireAnswer {
  const length = lengthOf(answer.body)
  if (length === 0) return { ...answer, cut: 'reset' }
  return { ...answer, cut: { after: Math.min(bytes ?? Math.floor(length / 2), length - 1) } }
}

function lengthOf(body: WireAnswer['body']): number {
  if (body === undefined) return 0
  return typeof body === 'string' ? new TextEncoder().encode(body).length : body.length
}

function empty({ status }: EmptyFault): Effect {
  const refused = problem(status, 'An answer without a body.')
  return () => ({
    problem: refused,
    alter: ({ body: _body, headers, ...answer }) => ({
      ...answer,
      status,
      headers: withoutBody(headers),
      body: undefined,
    }),
    why: `status ${status} without a body`,
  })
}

function html({ status = 502 }: HtmlFault): Effect {
  const refused = problem(status, 'An HTML page instead of an answer of the API.')
  const body = page(status)
  return () => ({
    problem: refused,
    alter: ({ headers, ...answer }) => ({
      ...answer,
      status,
      headers: withContentType(headers, 'text/html; charset=utf-8'),
      body,
    }),
    why: `HTML page with status ${status}`,
  })
}

function page(status: number): string {
  const heading = status < 400 ? 'Sign in to continue' : `${status} ${reasonPhrase(status)}`
  return `<!doctype html>
<html>
<head><title>${heading}</title></head>
<body><h1>${heading}</h1><hr><p>gateway</p></body>
</html>
`
}

function contentType({ contentType }: ContentTypeFault): Effect {
  return () => ({
    alter: (answer) => {
      if (answer.body === undefined) return answer
      return { ...answer, headers: withContentType(answer.headers, contentType) }
    },
    why: `content type ${contentType}`,
  })
}

type Headers = Record<string, string>

const aboutBody = new Set(['content-type', 'content-length', 'content-encoding', 'etag'])

/** The headers without those about the body. */
function withoutBody(headers: Headers): Headers {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !aboutBody.has(name.toLowerCase())))
}

/** The headers with another content type, and without a length that may no longer be right. */
function withContentType(headers: Headers, contentType: string): Headers {
  return { ...withoutBody(headers), 'Content-Type': contentType }
}
