import type { Exchange } from '../exchange/exchange.ts'
import { type Problem, problem } from '../exchange/problem.ts'
import type { PrismOperation } from '../prism/prism.ts'

const bearer = /^Bearer\s.+$/
const bearerTypes = new Set(['oauth2', 'openIdConnect'])

/** Whether any bearer token satisfies the operation; then only the header has to be checked. */
export function takesBearer({ security }: PrismOperation): boolean {
  return security.some((schemes) => schemes.length > 0 && schemes.every(isBearer))
}

/** Judges the credentials of a request, as Prism does. Answers 401 with `WWW-Authenticate`. */
export function checkCredentials(
  prism: PrismOperation,
  bearerOnly: boolean,
  { request, query, headers }: Exchange,
): Problem | undefined {
  if (prism.security.length === 0) return undefined
  const { authorization } = headers
  if (bearerOnly && authorization !== undefined && bearer.test(authorization)) return undefined
  const method = request.method.toLowerCase()
  const challenges = prism.missingCredentials({ method, query, headers, body: undefined })
  if (!challenges) return undefined
  return problem(401, detailOf(bearerOnly, authorization), {
    violations: [{ in: 'security', path: [], message: 'credentials are missing or of another kind' }],
    headers: { 'WWW-Authenticate': challenges.map(challengeOf).join(', ') || 'Bearer' },
  })
}

function isBearer({ type, scheme }: { type: string; scheme?: string }): boolean {
  return bearerTypes.has(type) || (type === 'http' && scheme?.toLowerCase() === 'bearer')
}

function detailOf(bearerOnly: boolean, authorization: string | undefined): string {
  if (!bearerOnly) return 'The request lacks the credentials that the operation asks for.'
  if (authorization === undefined)
    return 'The request has no Authorization header. Send "Authorization: Bearer <token>".'
  return 'The Authorization header holds no bearer token. Send "Authorization: Bearer <token>".'
}

/** Prism names OAuth and OpenID challenges by scheme; on the wire both are `Bearer` (RFC 6750). */
function challengeOf(tag: string): string {
  return /^(oauth2|openid)$/i.test(tag) ? 'Bearer' : tag
}
