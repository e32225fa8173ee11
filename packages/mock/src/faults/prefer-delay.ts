import type { WireAnswer } from '../exchange/answer.ts'
import type { Preferences } from '../exchange/prefer.ts'
import type { Fault } from './fault.ts'
import { delayed } from './kinds/latency.ts'
import { longestLatency } from './read-plan.ts'

/**
 * `Prefer: delay=<ms>`: one slow answer, asked for by the request itself. A value that is none is ignored, as
 * RFC 7240 wants it (section 2), and named in the log.
 */
export function preferredDelay({ delay }: Preferences): Fault | undefined {
  if (delay === undefined) return undefined
  const milliseconds = typeof delay === 'string' && /^\d{1,9}$/.test(delay) ? Number(delay) : Number.NaN
  if (!(milliseconds <= longestLatency)) {
    return { why: `Prefer: delay ignored, it takes 0 to ${longestLatency} milliseconds` }
  }
  const fault = delayed(milliseconds)
  return {
    alter: (answer) => applied(fault.alter?.(answer) ?? answer, milliseconds),
    why: `Prefer: ${fault.why}`,
  }
}

function applied(answer: WireAnswer, milliseconds: number): WireAnswer {
  const before = answer.headers['Preference-Applied']
  const preference = `delay=${milliseconds}`
  const value = before ? `${before}, ${preference}` : preference
  return { ...answer, headers: { ...answer.headers, 'Preference-Applied': value } }
}
