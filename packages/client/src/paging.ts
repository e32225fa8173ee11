import { LinkError } from './errors.ts'
import type { PageLink, Protocol } from './protocol/protocol.ts'
import type { Success } from './send.ts'

/** A link that leads to the API. */
export interface SafeLink {
  /** Below the base path of the API, with the query. */
  path: string
  headers: Record<string, string>
}

/** Fetches the page behind a link, or the first one. */
export type FetchPage = (link?: SafeLink) => Promise<Success>

/**
 * Yields page after page, until a page has no next link or leads back to an earlier page.
 *
 * @param bases Addresses below which a link is followed; the request goes to the first of them.
 * @param from A link to start from, taken from an earlier page.
 * @throws {LinkError} When a link leads elsewhere. It is not followed, because the token would go with it.
 */
export async function* readPages(
  protocol: Protocol,
  bases: readonly URL[],
  fetchPage: FetchPage,
  from?: PageLink | null,
): AsyncGenerator<unknown, void, undefined> {
  // Partner Center may use one address for all pages, and a header for the position.
  const seen = new Set<string>()
  let link = readLink(protocol, bases, from)
  for (;;) {
    const { data, url, response } = await fetchPage(link)
    seen.add(JSON.stringify(link ?? readLink(protocol, bases, url)))
    yield data
    link = readLink(protocol, bases, protocol.nextLink(data, response, url) || undefined)
    if (!link || seen.has(JSON.stringify(link))) return
  }
}

/**
 * Reads what follows the base of a link.
 *
 * @throws {LinkError} When the link is below none of the bases.
 */
export function readLink(
  protocol: Protocol,
  bases: readonly URL[],
  link: PageLink | null | undefined,
): SafeLink | undefined {
  if (link == null) return undefined
  const { uri = link, headers = {} } = protocol.readLink?.(link) ?? {}
  const url = `${uri}`
  // Links of Partner Center begin with a slash, but are relative to the base of the API.
  const origin = bases.find(({ pathname }) => url.startsWith(pathname))?.origin ?? `${bases[0]}.`
  const address = /^\/(?!\/)/.test(url) ? origin + url : url
  if (URL.canParse(address)) {
    const { origin: host, pathname, search } = new URL(address)
    const base = bases.find(({ href }) => `${host}${pathname}`.toLowerCase().startsWith(href.toLowerCase()))
    if (base) return { path: pathname.slice(base.pathname.length - 1) + search, headers }
  }
  const problem = `the link is not below ${bases.join(' or ')}; see linkBases`
  throw new LinkError(problem, { method: 'GET', url })
}
