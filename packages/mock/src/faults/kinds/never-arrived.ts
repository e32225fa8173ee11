import { type Problem, problem } from '../../exchange/problem.ts'

/**
 * Keeps an operation from running when its answer will be something else altogether. The status is that of the
 * answer, because vendors give some statuses headers of their own.
 */
export function neverArrived(status: number, detail: string): Problem {
  return problem(status, detail)
}
