import type { MockRequest } from '../../exchange/message.ts'
import { type Problem, problem } from '../../exchange/problem.ts'

const loopback = /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i
const address = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[\da-f:.]+\])$/i

/**
 * Keeps pages of other origins away from the control routes: the mock believes what the browser says of a request,
 * and a `Host` that is not the mock's own means that a name was pointed at it (DNS rebinding). In process
 * there is no `Host`, and nobody but the caller.
 *
 * @param listening Host that the mock listens on. On a loopback address only loopback names are its own; on
 * another one also addresses, and names without a dot, which nobody can register.
 */
export function refuseForeign({ headers }: MockRequest, listening: string): Problem | undefined {
  const { host, origin } = headers
  if (host !== undefined && !isOwnHost(host, listening)) {
    return problem(
      403,
      `The control routes answer on the mock's own address only, not on the Host ${quoted(host)}.`,
    )
  }
  if (origin !== undefined && !isOwnOrigin(origin, host)) {
    return problem(403, `The control routes are not for pages of another origin, such as ${quoted(origin)}.`)
  }
  const site = headers['sec-fetch-site'] ?? 'none'
  if (site !== 'same-origin' && site !== 'none') {
    return problem(
      403,
      `The control routes are not for pages of another origin (Sec-Fetch-Site: ${quoted(site)}).`,
    )
  }
  return undefined
}

function isOwnHost(host: string, listening: string): boolean {
  const name = host.replace(/:\d+$/, '')
  if (loopback.test(name)) return true
  if (loopback.test(bracketed(listening))) return false
  return (
    name.toLowerCase() === bracketed(listening).toLowerCase() || address.test(name) || /^[\w-]+$/.test(name)
  )
}

/** `listen` takes IPv6 addresses without brackets; `Host` has brackets. */
function bracketed(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
}

function isOwnOrigin(origin: string, host: string | undefined): boolean {
  return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`)
}

function quoted(value: string): string {
  return JSON.stringify(value.slice(0, 100))
}
