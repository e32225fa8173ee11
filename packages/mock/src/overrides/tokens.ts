import { permissionsOf } from '../description/permissions.ts'
import type { Exchange } from '../exchange/exchange.ts'
import { type Problem, problem } from '../exchange/problem.ts'
import { list, object, type Schema, table, text } from '../json/settings.ts'

/** What a token stands for. */
export interface TokenUser {
  /** Scopes that were granted, for example `ManagedTenants.Read.All`. */
  readonly scopes: readonly string[]
  /** Roles of the signed-in person. Left out, roles are not looked at. */
  readonly roles?: readonly string[]
}

/** Users by their tokens. Every other token may do everything. */
export type TokenUsers = Readonly<Record<string, TokenUser>>

export const tokenUsers: Schema<Record<string, TokenUser>> = table(
  object<TokenUser>({ scopes: list(text()), roles: list(text()) }, ['scopes']),
)

/** The users that a scenario gives tokens. */
export class Tokens {
  #users: TokenUsers = {}
  #isEmpty = true

  set(users: TokenUsers = {}): void {
    this.#users = users
    this.#isEmpty = Object.keys(users).length === 0
  }

  /** 403 when the request has the token of a user who may not call the operation. */
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
