import type { WireAnswer } from '../exchange/answer.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { Problem } from '../exchange/problem.ts'

/** What goes wrong with one request. */
export interface Fault {
  /** Answered in the API's own error shape instead of what the operation would answer; nothing is changed. */
  readonly problem?: Problem
  /** Changes what goes on the wire, after everything else: delay, cut, another body or content type. */
  alter?(answer: WireAnswer): WireAnswer
  /** For the log, for example `fault: 2 of 3 PATCH answer 503`. */
  readonly why: string
}

/** Decides for each request whether something goes wrong with it. */
export interface FaultSource {
  /** Called once per routed request, before any other stage (preflights and control routes excluded). */
  next(exchange: Exchange): Fault | undefined
}
