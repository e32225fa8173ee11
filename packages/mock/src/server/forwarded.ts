import type { MockRequest } from '../exchange/message.ts'

/**
 * The request as the proxy in front of the mock got it: links in answers begin with the address that the client
 * knows. `Forwarded` (RFC 7239) wins over `X-Forwarded-Proto`, `-Host` and `-Prefix`; of several proxies the first one
 * counts, and what is not an address is left out.
 */
export function behindProxy(request: MockRequest): MockRequest {
  const { headers, origin } = request
  const forwarded = readForwarded(headers.forwarded ?? '')
  const [ownProtocol = '', ownHost = ''] = origin.split('://')
  const protocol = first(forwarded.proto ?? headers['x-forwarded-proto'], /^https?$/i)?.toLowerCase()
  const host = first(
    forwarded.host ?? headers['x-forwarded-host'],
    /^[\w.-]+(:\d+)?$|^\[[\da-f:.]+\](:\d+)?$/i,
  )
  const prefix = first(headers['x-forwarded-prefix'], /^\/[\w.~%/-]*$/)?.replace(/(?<!\/)\/+$/, '') ?? ''
  if (!protocol && !host && !prefix) return request
  return { ...request, origin: `${protocol ?? ownProtocol}://${host ?? ownHost}${prefix}` }
}

/** The pairs of the first element: `for=192.0.2.1;proto=https;host="app.example:8443"`. */
function readForwarded(header: string): Record<string, string | undefined> {
  const [element = ''] = header.split(',')
  const pairs = element.split(';').map((pair) => /^(\w+)="?([^"]*)"?$/.exec(pair.trim()) ?? [])
  return Object.fromEntries(pairs.map(([, name = '', value]) => [name.toLowerCase(), value]))
}

function first(value: string | undefined, pattern: RegExp): string | undefined {
  const [text = ''] = (value ?? '').split(',').map((each) => each.trim())
  return pattern.test(text) ? text : undefined
}
