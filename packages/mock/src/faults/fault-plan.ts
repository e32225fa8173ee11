/** Milliseconds to wait: always the same, or drawn from a range for each request. */
export type Latency = number | { readonly min: number; readonly max: number }

/** How many requests are answered within a window of so many seconds. */
export interface Budget {
  readonly requests: number
  readonly seconds: number
}

/** Which requests a rule is for. All that is given must match; nothing given means every request. */
export interface FaultMatch {
  /** `PATCH`, or several of them. */
  readonly method?: string | readonly string[]
  /**
   * Path of the request with or without its base path. `*` and `{anything}` stand for one segment, `**` for
   * the rest, so a path template of the description can be used unchanged.
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

/** Answers an error in the shape of the API; nothing is changed. */
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
 * Answers 429 once a budget is used up, with the seconds after which there is a new one. The window starts
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

/** Answers a status without a body; nothing is changed. */
export interface EmptyFault {
  readonly kind: 'empty'
  readonly status: number
}

/** Answers an HTML page, as a gateway does; nothing is changed. */
export interface HtmlFault {
  readonly kind: 'html'
  /** @default 502 */
  readonly status?: number
}

/** Says another content type than the body has. What the operation changed stays changed. */
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

/** One thing that goes wrong, and for which requests. */
export type FaultRule = FaultKind & FaultMatch

/**
 * Everything that goes wrong. Rules are tried in their order, then the budget, then the error rate; the first one
 * that answers instead of the operation decides. Latencies add up.
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
export type ReportedRule = FaultRule & {
  /** How often it was applied since it was set. */
  readonly applied: number
}

/** A plan, and how often its rules were applied; in input, `applied` is ignored. */
export interface FaultReport extends Omit<FaultPlan, 'rules'> {
  readonly rules: readonly ReportedRule[]
}
