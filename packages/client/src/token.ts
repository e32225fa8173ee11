/** What a credential of `@azure/identity` answers. */
export interface AccessToken {
  token: string
  /** Milliseconds since 1970. */
  expiresOnTimestamp: number
}

/** The part of `@azure/identity`'s credentials that the client uses. */
export interface TokenCredential {
  getToken(scopes: string[]): Promise<AccessToken | null>
}

/**
 * Asked for a token with the scopes of the API. A text is kept for five minutes, an {@link AccessToken} until two
 * minutes before its expiry.
 */
export type TokenFunction = (scopes: string[]) => string | AccessToken | Promise<string | AccessToken>

/**
 * Gives the token to send.
 *
 * @param refused A token that the service has just answered 401 to: it is not given again without asking anew.
 */
export type TokenSource = (refused?: string) => string | Promise<string>

/** How long before its expiry a token is replaced, and how long one of unknown expiry is kept: milliseconds. */
const margin = 120_000
const unknownLifetime = 300_000 + margin

/**
 * One token for all calls: kept until shortly before its expiry, and never asked for twice at the same time.
 */
export function createTokenSource(
  token: string | TokenFunction | TokenCredential,
  scopes: string[],
): TokenSource {
  const ask =
    typeof token === 'function' ? token : () => (typeof token === 'string' ? token : token.getToken(scopes))
  let current: AccessToken | undefined
  let pending: Promise<string> | undefined

  const refresh = async () => {
    const given = await ask(scopes)
    const { token, expiresOnTimestamp = Date.now() + unknownLifetime }: Partial<AccessToken> =
      typeof given === 'string' ? { token: given } : (given ?? {})
    current = { token: checked(token), expiresOnTimestamp }
    return current.token
  }

  return (refused) => {
    // While one is asked for, the kept one has expired or was refused.
    if (
      !pending &&
      current &&
      current.token !== refused &&
      current.expiresOnTimestamp - margin > Date.now()
    ) {
      return current.token
    }
    pending ??= refresh().finally(() => {
      pending = undefined
    })
    return pending
  }
}

/** `Headers` would put a value that it refuses into its error message, so a bad token is refused here. */
function checked(token: unknown): string {
  if (typeof token === 'string' && /^[\x21-\x7e]+$/.test(token)) return token
  throw new TypeError(token ? 'the token has a space or a line break' : 'there is no token')
}
