import type { WireAnswer } from '../exchange/answer.ts'
import type { Fault } from './fault.ts'

/** Several faults of one request as one: the first problem, every alteration in order. */
export function combine(faults: readonly Fault[]): Fault | undefined {
  if (faults.length < 2) return faults[0]
  const problem = faults.find((fault) => fault.problem)?.problem
  const alterations = faults.flatMap((fault) => fault.alter?.bind(fault) ?? [])
  return {
    ...(problem && { problem }),
    alter: (answer: WireAnswer) => alterations.reduce((altered, alter) => alter(altered), answer),
    why: faults.map(({ why }) => why).join('; '),
  }
}
