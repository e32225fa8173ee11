import type { WireAnswer } from '../../exchange/answer.ts'
import type { TruncateFault } from '../fault-plan.ts'
import type { MakeEffect } from './kind.ts'

export const truncate: MakeEffect<TruncateFault> = ({ bytes }) => {
  return () => ({ alter: (answer) => shortened(answer, bytes), why: 'body truncated' })
}

/** At least one byte is missing, or nothing would be wrong; without a body the answer itself is. */
function shortened(answer: WireAnswer, bytes: number | undefined): WireAnswer {
  const length = lengthOf(answer.body)
  if (length === 0) return { ...answer, cut: 'reset' }
  return { ...answer, cut: { after: Math.min(bytes ?? Math.floor(length / 2), length - 1) } }
}

function lengthOf(body: WireAnswer['body']): number {
  if (body === undefined) return 0
  return typeof body === 'string' ? new TextEncoder().encode(body).length : body.length
}
