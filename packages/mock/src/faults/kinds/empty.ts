import { problem } from '../../exchange/problem.ts'
import type { EmptyFault } from '../fault-plan.ts'
import { withoutBody } from './headers.ts'
import type { MakeEffect } from './kind.ts'

export const empty: MakeEffect<EmptyFault> = ({ status }) => {
  const refused = problem(status, 'An answer without a body.')
  return () => ({
    problem: refused,
    alter: ({ body: _body, headers, ...answer }) => ({
      ...answer,
      status,
      headers: withoutBody(headers),
      body: undefined,
    }),
    why: `status ${status} without a body`,
  })
}
