import { problem } from '../../exchange/problem.ts'
import type { ThrottleFault } from '../fault-plan.ts'
import type { MakeEffect } from './kind.ts'

/**
 * A window of its own rather than a bucket that fills drop by drop: everyone who was refused is told the same
 * moment, and at that moment the whole budget is there again. `Retry-After` has whole seconds (RFC 9110,
 * section 10.2.3), so it is rounded up: waiting that long is always enough.
 */
export const throttle: MakeEffect<ThrottleFault> = ({ requests, seconds }) => {
  const length = seconds * 1000
  let start = Number.NEGATIVE_INFINITY
  let used = 0
  return ({ clock }) => {
    const now = clock.now().getTime()
    // A clock that was set back begins a new window too, or it would never end.
    if (now >= start + length || now < start) {
      start = now
      used = 0
    }
    if (used < requests) {
      used++
      return undefined
    }
    return refusal(Math.max(1, Math.ceil((start + length - now) / 1000)), requests, seconds)
  }
}

function refusal(retryAfter: number, requests: number, seconds: number) {
  const detail = `Too many requests: ${requests} in ${seconds} s are answered. Try again in ${retryAfter} s.`
  return {
    problem: problem(429, detail, { headers: { 'Retry-After': String(retryAfter) } }),
    why: `throttled, ${retryAfter} s left`,
  }
}
