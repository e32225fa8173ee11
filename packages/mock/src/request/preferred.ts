import type { Exchange } from '../exchange/exchange.ts'
import { isProblem, type Problem, problem } from '../exchange/problem.ts'

/** What a client asks for by `Prefer`, in the words of Prism. */
export interface Preferred {
  readonly code: number | undefined
  readonly example: string | undefined
  readonly dynamic: boolean
}

/** Reads `code`, `example` and `dynamic`; undefined when none of them is there. */
export function preferredAnswer({ prefer }: Exchange): Preferred | Problem | undefined {
  const { code, example, dynamic } = prefer
  if (code === undefined && example === undefined && dynamic === undefined) return undefined
  const status = code === undefined ? undefined : statusOf(code)
  if (isProblem(status)) return status
  return {
    code: status,
    example: typeof example === 'string' ? example : undefined,
    dynamic: dynamic === true || dynamic === 'true',
  }
}

function statusOf(code: string | true): number | Problem {
  const status = Number(code)
  if (Number.isInteger(status) && status >= 200 && status <= 599) return status
  return problem(400, 'Prefer: code must be an HTTP status from 200 to 599, for example "code=404".')
}
