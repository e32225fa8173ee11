import { problem, reasonPhrase } from '../../exchange/problem.ts'
import type { HtmlFault } from '../fault-plan.ts'
import { withContentType } from './headers.ts'
import type { MakeEffect } from './kind.ts'

export const html: MakeEffect<HtmlFault> = ({ status = 502 }) => {
  const refused = problem(status, 'An HTML page instead of an answer of the API.')
  const body = page(status)
  return () => ({
    problem: refused,
    alter: ({ headers, ...answer }) => ({
      ...answer,
      status,
      headers: withContentType(headers, 'text/html; charset=utf-8'),
      body,
    }),
    why: `HTML page with status ${status}`,
  })
}

function page(status: number): string {
  const heading = status < 400 ? 'Sign in to continue' : `${status} ${reasonPhrase(status)}`
  return `<!doctype html>
<html>
<head><title>${heading}</title></head>
<body><h1>${heading}</h1><hr><p>gateway</p></body>
</html>
`
}
