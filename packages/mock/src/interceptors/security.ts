import { permissionsOf } from '../description/operation.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { type Problem, problem } from '../exchange/problem.ts'
import { list, object, type Schema, table, text } from '../json/settings.ts'
import type { PrismOperation } from '../prism/prism.ts'

/** The user of a token. */
export interface TokenUser {
  /** Granted scopes, for example `ManagedTenants.Read.All`. */
  readonly scopes: readonly string[]
  /** Roles of the signed-in person. If left out, roles are not checked. */
  readonly roles?: readonly string[]
}

/** Users by their tokens. Every other token may do everything. */
export type TokenUsers = Readonly<Record<string, TokenUser>>

export const tokenUsers: Schema<Record<string, TokenUser>> = table(
  object<TokenUser>({ scopes: list(text()), roles: list(text()) }, ['scopes']),
)

/** The users whose tokens a scenario lists. */
export class Tokens {
  #users: TokenUsers = {}
  #isEmpty = true

  set(users: TokenUsers = {}): void {
    this.#users = users
    this.#isEmpty = Object.keys(users).length === 0
  }

  /** 403 if the request has the token of a user who may not call the operation. */
  refuse({ request, operation, why }: Exchange): Problem | undefined {
    if (this.#isEmpty) return undefined
    const [, token = ''] = /^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? '') ?? []
    const user = Object.hasOwn(this.#users, token) ? this.#users[token] : undefined
    const permissions = user && permissionsOf(operation)
    if (!permissions) return undefined
    const { scopes, roles, source } = permissions
    const wanted = lacking('scope', scopes, user.scopes) ?? lacking('role', roles, user.roles ?? roles)
    if (!wanted) return undefined
    why.push(`x-permissions${source?.basis ? `, basis: ${source.basis}` : ''}`)
    return problem(403, `The user of this token lacks a ${wanted} for ${operation.id}.`)
  }
}

function lacking(
  what: string,
  wanted: readonly string[] | undefined,
  granted: readonly string[] | undefined,
): string | undefined {
  if (!wanted || wanted.some((name) => granted?.includes(name))) return undefined
  return wanted.length === 0
    ? `${what} that the description does not name`
    : `${what} (${wanted.join(' or ')})`
}

const bearer = /^Bearer\s.+$/
const bearerTypes = new Set(['oauth2', 'openIdConnect'])

/** Whether any bearer token satisfies the operation, so that only the header has to be checked. */
function takesBearer({ security }: PrismOperation): boolean {
  return security.some((schemes) => schemes.length > 0 && schemes.every(isBearer))
}

/** 401 with `WWW-Authenticate` if a request lacks credentials. */
export type CredentialsCheck = (exchange: Exchange) => Problem | undefined

/** Checks the credentials of requests to an operation, as Prism does; undefined if it needs none. */
export function credentialsCheck(prism: PrismOperation): CredentialsCheck | undefined {
  if (prism.security.length === 0) return undefined
  const bearerOnly = takesBearer(prism)
  return (exchange) => {
    const { authorization } = exchange.headers
    const sendsBearer = authorization !== undefined && bearer.test(authorization)
    return bearerOnly && sendsBearer ? undefined : missingCredentials(prism, bearerOnly, exchange)
  }
}

function missingCredentials(
  prism: PrismOperation,
  bearerOnly: boolean,
  { request, query, headers }: Exchange,
): Problem | undefined {
  const { authorization } = headers
  const method = request.method.toLowerCase()
  const challenges = prism.missingCredentials({ method, query, headers, body: undefined })
  if (!challenges) return undefined
  return problem(401, detailOf(bearerOnly, authorization, prism), {
    violations: [{ in: 'security', path: [], message: 'credentials are missing or of another kind' }],
    headers: { 'WWW-Authenticate': challenges.map(challengeOf).join(', ') || keyChallenges(prism) },
  })
}

function isBearer({ type, scheme }: { type: string; scheme?: string }): boolean {
  return bearerTypes.has(type) || (type === 'http' && scheme?.toLowerCase() === 'bearer')
}

function detailOf(
  bearerOnly: boolean,
  authorization: string | undefined,
  { security }: PrismOperation,
): string {
  if (!bearerOnly)
    return `The request lacks the credentials that the operation asks for.${whatToSend(security)}`
  if (authorization === undefined)
    return 'The request has no Authorization header. Send "Authorization: Bearer <token>".'
  return 'The Authorization header holds no bearer token. Send "Authorization: Bearer <token>".'
}

/** Each way to satisfy the operation, with its header, parameter or cookie. */
function whatToSend(security: PrismOperation['security']): string {
  const ways = security.map((schemes) => schemes.map(credentialOf).join(' and ')).filter((way) => way !== '')
  return ways.length === 0 ? '' : ` Send ${[...new Set(ways)].join(', or ')}.`
}

function credentialOf(scheme: PrismOperation['security'][number][number]): string {
  if (isBearer(scheme)) return '"Authorization: Bearer <token>"'
  const { type, scheme: name, in: place } = scheme
  if (type === 'http') return `"Authorization: ${name === 'basic' ? 'Basic' : name} <credentials>"`
  if (type !== 'apiKey') return `credentials of the type ${type}`
  const places: Record<string, string> = { query: 'query parameter', cookie: 'cookie' }
  return `the ${places[place ?? ''] ?? 'header'} "${scheme.name}"`
}

/** No scheme is registered for API keys, but a 401 has to name one (RFC 9110, section 15.5.2). */
function keyChallenges({ security }: PrismOperation): string {
  const keys = security.flat().filter(({ type, name }) => type === 'apiKey' && name !== undefined)
  return keys.map(({ in: place, name }) => `ApiKey in="${place}", name="${name}"`).join(', ') || 'Bearer'
}

/** Prism names OAuth and OpenID challenges by scheme; on the wire both are `Bearer` (RFC 6750). */
function challengeOf(tag: string): string {
  return /^(oauth2|openid)$/i.test(tag) ? 'Bearer' : tag
}
