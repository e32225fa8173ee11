/** What a credential of `@azure/identity` returns. */
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
 * Called with the scopes of the API when a token is needed. A string is kept for five minutes, an {@link AccessToken} until
 * two minutes before it expires.
 */
export type TokenFunction = (scopes: string[]) => string | AccessToken | Promise<string | AccessToken>

/**
 * Returns the token to send.
 *
 * @param refused A token that the service has just refused with 401. It is not returned again without asking anew.
 */
export type TokenSource = (refused?: string) => string | Promise<string>

/** How long before its expiry a token is replaced, and how long a token of unknown expiry is kept, in milliseconds. */
const margin = 120_000
const unknownLifetime = 300_000 + margin

/**
 * Shares one token between all calls: it is kept until shortly before its expiry, and never requested twice at a time.
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
    // While a request is pending, the kept token has expired or was refused.
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

/** Refuses a bad token here, because the error message of `Headers` would contain it. */
function checked(token: unknown): string {
  if (typeof token === 'string' && /^[\x21-\x7e]+$/.test(token)) return token
  throw new TypeError(token ? 'the token has a space or a line break' : 'the token is missing')
}
