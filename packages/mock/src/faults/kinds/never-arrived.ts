import { type Problem, problem } from '../../exchange/problem.ts'

/**
 * Keeps an operation from running when its answer will be something else altogether. 503, because
 * conventions remember other answers: the service has not seen this request, so it must not be replayed.
 */
export function neverArrived(detail: string): Problem {
  return problem(503, detail)
}
