import { type HttpHandler, HttpResponse, http } from 'msw'
import { beingFetched } from '../description/load/read-file.ts'
import { sentOn } from '../exchange/web.ts'
import type { Mock, ServedApi } from '../server/mock.ts'

/** Settings of {@link handlers}. */
export interface HandlerOptions {
  /**
   * Address below which requests go to the mock; its path is not part of the mock's own paths. In a page it may be
   * relative to the page.
   * @default the hosts of the servers in the descriptions; in a page also the paths of servers without a host
   */
  readonly baseUrl?: string
}

/**
 * Handlers for Mock Service Worker, in Node (`setupServer`) and in browsers (`setupWorker`), that let a mock answer.
 *
 * A request to another host is not handled: other handlers get it, or it goes to the network as `onUnhandledFrame`
 * says. The fault `reset` is a network error.
 *
 * @param mock A mock of `@clientele/mock` or `@clientele/mock/browser`.
 * @throws TypeError when `baseUrl` is not an address.
 * @example
 * const server = setupServer(...handlers(createMock()))
 */
export function handlers(
  mock: Pick<Mock, 'fetch' | 'ready' | 'apis'>,
  { baseUrl }: HandlerOptions = {},
): HttpHandler[] {
  const given = baseUrl === undefined ? undefined : new URL(baseUrl, pageAddress())
  return [
    http.all('*', async ({ request }) => {
      const url = new URL(request.url)
      if (isPartOfMock(url)) return undefined
      if (!given) await mock.ready()
      const own = given ? movedFrom(given, url, request) : isOwn(url, mock.apis()) && request
      return own ? answer(mock, own) : undefined
    }),
  ]
}

/** Requests of the mock itself must pass through, because the mock waits for them. */
function isPartOfMock(url: URL): boolean {
  const isModule = url.origin === originOf(import.meta.url) && /\.(m?js|json)$/.test(url.pathname)
  return isModule || beingFetched.has(url.href)
}

async function answer({ fetch }: Pick<Mock, 'fetch'>, request: Request): Promise<Response> {
  try {
    return await fetch(request)
  } catch (error) {
    // The mock rejects with it as the platform's `fetch` does when a connection is lost.
    if (error instanceof TypeError) return HttpResponse.error()
    throw error
  }
}

/** The request as the mock knows its path. Undefined: it is not below the address. */
function movedFrom(base: URL, url: URL, request: Request): Request | undefined {
  const prefix = base.pathname.replace(/\/+$/, '')
  if (url.origin !== base.origin || !`${url.pathname}/`.startsWith(`${prefix}/`)) return undefined
  const to = new URL(url)
  to.pathname = url.pathname.slice(prefix.length)
  return sentOn(request, to, base.origin + prefix)
}

function isOwn(url: URL, apis: readonly ServedApi[]): boolean {
  return apis.some(({ servers, basePaths }) =>
    servers.length > 0
      ? servers.some((server) => new URL(server).host === url.host)
      : url.origin === originOf(pageAddress()) &&
        basePaths.some((base) => base !== '' && `${url.pathname}/`.startsWith(`${base}/`)),
  )
}

const pageAddress = () => globalThis.location?.href

const originOf = (address: string | undefined) => address && new URL(address).origin
