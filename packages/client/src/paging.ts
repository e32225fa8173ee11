import type { Success } from './answer.ts'
import { LinkError } from './errors.ts'
import type { PageLink, Protocol } from './protocol/protocol.ts'

/** A link that the API may be asked for. */
export interface SafeLink {
  /** Below the base path of the API, with the query. */
  path: string
  headers: Record<string, string>
}

/** Fetches the page behind a link, or the first one. */
export type FetchPage = (link?: SafeLink) => Promise<Success>

/**
 * Yields page after page, until one has no next link or leads to a page that was there already.
 *
 * @param bases Addresses below which a link is followed; the request goes to the first of them.
 * @param from A link to start from, as an earlier page had it.
 * @throws {LinkError} Before a link is followed that leads elsewhere: the token would go with it.
 */
export async function* readPages(
  protocol: Protocol,
  bases: readonly string[],
  fetchPage: FetchPage,
  from?: PageLink | null,
): AsyncGenerator<unknown, void, undefined> {
  // Partner Center may lead to every page by one address, and to the right one by a header.
  const seen = new Set<string>()
  let link = readLink(from, bases)
  for (;;) {
    const { data, url, response } = await fetchPage(link)
    seen.add(JSON.stringify(link ?? readLink(url, bases)))
    yield data
    link = readLink(protocol.nextLink(data, response, url) || undefined, bases)
    if (!link || seen.has(JSON.stringify(link))) return
  }
}

/**
 * Reads what follows the base of a link.
 *
 * @throws {LinkError} When the link is below none of the bases.
 */
export function readLink(link: PageLink | null | undefined, bases: readonly string[]): SafeLink | undefined {
  if (link == null) return undefined
  const { uri = link, headers = [] } = link as Exclude<PageLink, string>
  const path = typeof uri === 'string' ? findPath(uri, bases) : undefined
  if (path === undefined) {
    const problem = `the link is not below ${bases.join(' or ')}; linkBases may name other addresses`
    throw new LinkError(problem, { method: 'GET', url: `${uri}` })
  }
  const token = [headers]
    .flat()
    .find((header) => `${header?.key}`.toLowerCase() === 'ms-continuationtoken')?.value
  return { path, headers: token === undefined ? {} : { 'MS-ContinuationToken': token } }
}

/** Links of Partner Center are relative to the base of the API although they begin with a slash. */
function findPath(uri: string, bases: readonly string[]): string | undefined {
  const known = bases.map((base) => new URL(`${base}/`))
  const isRelative = /^\/(?!\/)/.test(uri)
  const origin = known.find(({ pathname }) => uri.startsWith(pathname))?.origin ?? bases[0]
  const address = isRelative ? origin + uri : uri
  const url = URL.canParse(address) ? new URL(address) : undefined
  const base = known.find(
    ({ origin, pathname }) =>
      url?.origin === origin && url.pathname.toLowerCase().startsWith(pathname.toLowerCase()),
  )
  return url && base && url.pathname.slice(base.pathname.length - 1) + url.search
}
