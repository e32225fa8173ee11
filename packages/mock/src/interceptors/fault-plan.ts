import { isObject } from '../json/json.ts'
import {
  accepted,
  alternatives,
  checked,
  chosen,
  integer,
  list,
  number,
  object,
  readSettings,
  type Schema,
  type Shape,
  text,
  turned,
  word,
} from '../json/settings.ts'

/** Milliseconds to wait: always the same, or drawn from a range for each request. */
export type Latency = number | { readonly min: number; readonly max: number }

/** How many requests are answered within a window of so many seconds. */
interface Budget {
  readonly requests: number
  readonly seconds: number
}

/** The requests that a rule applies to. All given values must match; without any, the rule applies to every request. */
export interface FaultMatch {
  /** `PATCH`, or several of them. */
  readonly method?: string | readonly string[]
  /**
   * Path of the request with or without its base path. `*` and `{anything}` match one segment, `**` matches the rest,
   * so a path template of the description can be used unchanged.
   */
  readonly path?: string
  /** `operationId` in the description. */
  readonly operation?: string
  /** Name of the API, for example `graph-customers`. */
  readonly api?: string
  /** Lets this many matching requests through first. @default 0 */
  readonly skip?: number
  /** Ends the rule after it was applied this often. Without it, it never ends. */
  readonly count?: number
  /** Applies it to this share of the matching requests, drawn with the seed. @default 100 */
  readonly percent?: number
}

/** Answers with an error in the shape of the API; nothing is changed. */
export interface StatusFault {
  readonly kind: 'status'
  /** 400 to 599. */
  readonly status: number
  /** Seconds, sent as `Retry-After`. */
  readonly retryAfter?: number
  /** The vendor's own code; without it the API's convention picks one for the status. */
  readonly code?: string
  readonly message?: string
}

/** Waits in real time before the first byte. */
export interface LatencyFault {
  readonly kind: 'latency'
  readonly latency: Latency
}

/**
 * Answers 429 once a budget is used up, with the seconds until the next one. The window starts
 * with the first request in it and follows the mock's clock.
 */
export interface ThrottleFault extends Budget {
  readonly kind: 'throttle'
}

/** Ends the connection without an answer. */
export interface ResetFault {
  readonly kind: 'reset'
  /** `before` the operation, so that nothing is changed, or `after` it, so that only the answer is lost. @default 'before' */
  readonly when?: 'before' | 'after'
}

/** Ends the connection in the middle of the body. What the operation changed stays changed. */
export interface TruncateFault {
  readonly kind: 'truncate'
  /** Bytes of the body that still arrive. @default half of them */
  readonly bytes?: number
}

/** Answers with a status without a body; nothing is changed. */
export interface EmptyFault {
  readonly kind: 'empty'
  readonly status: number
}

/** Answers with an HTML page, as a gateway would; nothing is changed. */
export interface HtmlFault {
  readonly kind: 'html'
  /** @default 502 */
  readonly status?: number
}

/** Sends the body with a wrong content type. What the operation changed stays changed. */
export interface ContentTypeFault {
  readonly kind: 'contentType'
  readonly contentType: string
}

export type FaultKind =
  | StatusFault
  | LatencyFault
  | ThrottleFault
  | ResetFault
  | TruncateFault
  | EmptyFault
  | HtmlFault
  | ContentTypeFault

/** One fault, and the requests that get it. */
export type FaultRule = FaultKind & FaultMatch

/**
 * All faults. Rules are tried in order, then the budget, then the error rate; the first one that answers instead of the
 * operation decides. Latencies add up.
 *
 * @example
 * const plan: FaultPlan = {
 *   latency: { min: 50, max: 200 },
 *   rules: [{ kind: 'status', status: 503, method: 'PATCH', count: 3 }],
 * }
 */
export interface FaultPlan {
  readonly rules?: readonly FaultRule[]
  /** A budget for all requests together. */
  readonly throttle?: Budget
  /** Percent of all requests that are answered with 500, 502, 503 or 504. */
  readonly errorRate?: number
  /** Latency of every answer. */
  readonly latency?: Latency
}

/** A rule, and how often it was applied. */
type ReportedRule = FaultRule & {
  /** How often it was applied since it was set. */
  readonly applied: number
}

/** A plan, and how often its rules were applied; in input, `applied` is ignored. */
export interface FaultReport extends Omit<FaultPlan, 'rules'> {
  readonly rules: readonly ReportedRule[]
}

/** Longest latency in milliseconds; clients give up earlier. */
export const longestLatency = 300_000

const errorStatus = integer(400, 599)
const anyStatus = integer(200, 599)

/** These never have a body (RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5), so they cannot come with a page. */
const withoutBody = [204, 205, 304]

const pageStatus = chosen<number>((value) =>
  withoutBody.includes(value as number) ? 'must be a status whose answer can have a body' : anyStatus,
)

const percent = number(0, 100)
const milliseconds = number(0, longestLatency)

const budget = object<Budget>({ requests: integer(1), seconds: number(0.001, 86_400) }, [
  'requests',
  'seconds',
])

type Range = Exclude<Latency, number>

const range = checked(
  object<Range>({ min: milliseconds, max: milliseconds }, ['min', 'max']),
  ({ min, max }) =>
    min > max ? [{ steps: [], message: `must not have a min (${min}) above its max (${max})` }] : [],
)

const latency = chosen<Latency>((value) => {
  if (typeof value === 'number') return milliseconds
  return isObject(value) ? range : 'must be milliseconds, or a range such as { min: 100, max: 400 }'
})

const method = text('a method such as PATCH', /^[A-Za-z]+$/)

const methods = chosen<string | readonly string[]>((value) => (Array.isArray(value) ? list(method) : method))

/** A report adds `applied`; an edited report may still have it. */
const match: Shape<FaultMatch & { applied?: number }> = {
  method: methods,
  path: text('a path that starts with a slash', /^\//),
  operation: text(),
  api: text(),
  skip: integer(0),
  count: integer(1),
  percent,
  applied: integer(0),
}

type Settings<Kind extends FaultKind['kind']> = Omit<Extract<FaultKind, { kind: Kind }>, 'kind'>

const kinds: { readonly [Kind in FaultKind['kind']]: Shape<Settings<Kind>> } = {
  status: { status: errorStatus, retryAfter: integer(0), code: text(), message: text() },
  latency: { latency },
  throttle: { requests: integer(1), seconds: number(0.001, 86_400) },
  reset: { when: word('before', 'after') },
  truncate: { bytes: integer(0) },
  empty: { status: anyStatus },
  html: { status: pageStatus },
  contentType: {
    contentType: text(
      'a media type such as text/plain',
      /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:\s*;[\t\x20-\x7e]*)?$/,
    ),
  },
}

const required: { readonly [Kind in FaultKind['kind']]: readonly string[] } = {
  status: ['status'],
  latency: ['latency'],
  throttle: ['requests', 'seconds'],
  reset: [],
  truncate: [],
  empty: ['status'],
  html: [],
  contentType: ['contentType'],
}

const kindNames = Object.keys(kinds) as FaultKind['kind'][]

const ruleOfNoKind = checked(accepted<FaultRule>(isObject, 'must be an object'), () => [
  { steps: ['kind'], message: `must be ${alternatives(kindNames)}` },
])

const rulesByKind = new Map<unknown, Schema<FaultRule>>(kindNames.map((name) => [name, ruleOfKind(name)]))

function ruleOfKind(name: FaultKind['kind']): Schema<FaultRule> {
  const shape = { kind: word(...kindNames), ...kinds[name], ...match } as Shape<Record<string, unknown>>
  return turned(
    object(shape, required[name]),
    ({ applied: _applied, ...rule }) => rule as unknown as FaultRule,
  )
}

const rule = chosen<FaultRule>((value) => rulesByKind.get(isObject(value) && value.kind) ?? ruleOfNoKind)

/** A plan; an empty one has no faults. */
export const faultPlan = object<FaultPlan>({
  rules: list(rule),
  throttle: budget,
  errorRate: percent,
  latency,
})

/** @throws SettingsError */
export function readFaultPlan(value: unknown): FaultPlan {
  return readSettings('faults', value, faultPlan)
}
