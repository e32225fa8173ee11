import { type Problem, problem } from '../exchange/problem.ts'
import { type IHttpOperation, type PrismRequest, validateSecurity } from '../prism/parts.ts'

const bearer = /^Bearer\s.+$/
const bearerTypes = new Set(['oauth2', 'openIdConnect'])

/** Whether any bearer token satisfies the operation; then no more than the header has to be looked at. */
export function takesBearer(operation: IHttpOperation): boolean {
  const alternatives = (operation.security ?? []) as readonly (readonly { type: string; scheme?: string }[])[]
  return alternatives.some((schemes) => schemes.length > 0 && schemes.every(isBearer))
}

/** Judges the credentials of a request, as Prism does. Answers 401 with `WWW-Authenticate`. */
export function checkSecurity(
  operation: IHttpOperation,
  bearerOnly: boolean,
  request: PrismRequest,
): Problem | undefined {
  const security = operation.security ?? []
  if (security.length === 0) return undefined
  const authorization = request.headers.authorization
  if (bearerOnly && authorization !== undefined && bearer.test(authorization)) return undefined
  const judged = validateSecurity()({ resource: operation, element: request })
  if (judged._tag === 'Right') return undefined
  const errors = judged.left.filter(({ severity }) => severity === 0)
  if (errors.length === 0) return undefined
  const challenges = [...new Set(errors.flatMap(({ tags }) => tags ?? []))]
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
