import { problem, reasonPhrase } from '../../exchange/problem.ts'
import type { StatusFault } from '../fault-plan.ts'
import type { MakeEffect } from './kind.ts'

export const status: MakeEffect<StatusFault> = ({ status, retryAfter, code, message }) => {
  const detail = message ?? `${reasonPhrase(status)}: a fault that was asked for.`
  const headers = retryAfter === undefined ? undefined : { 'Retry-After': String(retryAfter) }
  const refused = problem(status, detail, { ...(code && { code }), ...(headers && { headers }) })
  return () => ({ problem: refused, why: `status ${status}` })
}
