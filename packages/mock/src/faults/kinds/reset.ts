import type { WireAnswer } from '../../exchange/answer.ts'
import { problem } from '../../exchange/problem.ts'
import type { ResetFault } from '../fault-plan.ts'
import type { MakeEffect } from './kind.ts'

const cut = (answer: WireAnswer): WireAnswer => ({ ...answer, cut: 'reset' })

export const reset: MakeEffect<ResetFault> = ({ when = 'before' }) => {
  if (when === 'after') return () => ({ alter: cut, why: 'answer lost in a connection reset' })
  const refused = problem(503, 'The connection was reset.')
  return () => ({ problem: refused, alter: cut, why: 'connection reset' })
}
