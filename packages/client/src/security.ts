import type { Protocol } from './protocol/protocol.ts'

type Authorize = Protocol['authorize']

/** `type: http, scheme: bearer`, OAuth 2 and OpenID Connect (RFC 6750). */
export const bearer: Authorize = (token) => ({ headers: { authorization: `Bearer ${token}` } })

/** `type: http, scheme: basic` (RFC 7617): the token is `name:password`. */
export const basic: Authorize = (token) => {
  const bytes = new TextEncoder().encode(token)
  return { headers: { authorization: `Basic ${btoa(String.fromCharCode(...bytes))}` } }
}

/** `type: apiKey`: the token goes into the named header, query parameter or cookie. */
export const apiKey =
  (place: 'header' | 'query' | 'cookie', name: string): Authorize =>
  (token, url) => {
    if (place === 'cookie') return { headers: { cookie: `${name}=${token}` } }
    if (place === 'header') return { headers: { [name]: token } }
    return { url: `${url}${url.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(token)}` }
  }

/** The description requires no authentication, so no token is sent. */
export const anonymous: Authorize = () => ({})
