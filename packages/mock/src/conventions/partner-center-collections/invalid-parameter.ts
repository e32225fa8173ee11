import { type Problem, problem } from '../../exchange/problem.ts'

/** A 400 that names the query parameter or header; 3000 is Partner Center's code for a property that does not exist. */
export function invalidParameter(
  parameter: string,
  message: string,
  code: '800002' | '3000' = '800002',
): Problem {
  const place = parameter.startsWith('MS-') ? ('header' as const) : ('query' as const)
  return problem(400, `${message}.`, { code, violations: [{ in: place, path: [parameter], message }] })
}
