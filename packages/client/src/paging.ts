import type { Success } from './answer.ts'
import { type FailedRequest, LinkError } from './errors.ts'
import type { PageLink, Protocol } from './protocol/protocol.ts'

/** Fetches the page behind a link, or the first one. */
export type FetchPage = (link?: SafeLink) => Promise<Success>

/**
 * Yields page after page, until one has no next link or its link leads to a page that was there already.
 *
 * @param from A link to start from, as an earlier page had it.
 * @throws {LinkError} Before a link is followed that leads away from the API: the token would go with it.
 */
export async function* readPages(
  protocol: Protocol,
  baseUrl: string,
  fetchPage: FetchPage,
  from?: PageLink,
): AsyncGenerator<unknown, void, undefined> {
  const seen = new Set<string>()
  let link = from === undefined ? undefined : readLink(from, baseUrl)
  for (;;) {
    const { data, url } = await fetchPage(link)
    seen.add(keyOf(link?.url ?? url, link?.headers))
    yield data
    const next = protocol.nextLink(data)
    if (!next) return
    link = readLink(next, baseUrl)
    if (seen.has(keyOf(link.url, link.headers))) return
  }
}

/** Partner Center may lead to every page by one address, and to the right one by a header. */
const keyOf = (url: string, headers: Record<string, string> = {}) => `${url} ${Object.values(headers)}`

/** A link that stays inside of the API. */
export interface SafeLink {
  url: string
  /** Below the base path. */
  path: string
  headers: Record<string, string>
}

function readLink(link: PageLink, baseUrl: string): SafeLink {
  const { uri = '', headers = [] } = typeof link === 'string' ? { uri: link } : link
  const base = new URL(`${baseUrl}/`)
  const url = resolve(uri, base)
  if (url?.origin !== base.origin || !url.pathname.toLowerCase().startsWith(base.pathname.toLowerCase())) {
    const refused: FailedRequest = { method: 'GET', url: uri }
    throw new LinkError(`refused a link out of ${base.href}`, refused)
  }
  const token = headers.find(({ key }) => key?.toLowerCase() === 'ms-continuationtoken')?.value
  return {
    url: url.href,
    path: url.pathname.slice(base.pathname.length - 1) + url.search,
    headers: token === undefined ? {} : { 'MS-ContinuationToken': token },
  }
}

/** The links of Partner Center are relative to the base path although they begin with a slash. */
function resolve(uri: string, { origin, pathname, href }: URL): URL | undefined {
  const isRelative = uri.startsWith('/') && !uri.startsWith('//')
  const before = uri.startsWith(pathname) ? origin : href.slice(0, -1)
  const address = isRelative ? before + uri : uri
  return URL.canParse(address) ? new URL(address) : undefined
}
