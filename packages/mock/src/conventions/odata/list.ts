import { cutPage, type ListQuery, systemOptionName, type WindowMemory } from '@clientele/odata'
import type { Exchange } from '../../exchange/exchange.ts'
import type { JsonObject, JsonValue } from '../../json/json.ts'
import type { Entry } from '../../store/store.ts'
import type { ListAnswer, ListSource } from '../convention.ts'
import { contextUrl } from './control-information.ts'

/** Records on a page when the client does not ask for a number, as in most of Graph. */
const DEFAULT_PAGE_SIZE = 100
/** The most that a client can get on one page. */
const MAX_PAGE_SIZE = 999

interface Paging {
  memory: PageMemory
  /** Records on a page when the client does not ask for a number. */
  pageSize: number | undefined
}

/**
 * Answers a list. `$top` is the size of a page, not of the whole result: Graph documents that more pages follow by
 * `@odata.nextLink` when more records match.
 */
export function answerList(
  exchange: Exchange,
  query: ListQuery,
  source: ListSource,
  { memory, pageSize = DEFAULT_PAGE_SIZE }: Paging,
): ListAnswer {
  const wish = maxPageSize(exchange)
  const preferred = wish && Math.min(wish, MAX_PAGE_SIZE)
  const size = Math.min(query.top ?? pageSize, preferred ?? MAX_PAGE_SIZE)
  const page = cutPage(query, { ...source, memory: memory.of(exchange, query) }, size)
  exchange.why.push(`${page.records.length} on this page`)
  const body: Record<string, JsonValue> = { '@odata.context': contextUrl(exchange, query.selection) }
  if (page.total !== undefined) body['@odata.count'] = page.total
  if (page.nextToken !== undefined) body['@odata.nextLink'] = nextLink(exchange, page.nextToken)
  body[exchange.resource?.envelope?.items ?? 'value'] = page.records.map((entry) => source.represent(entry))
  const headers = preferred === undefined ? {} : { 'Preference-Applied': `odata.maxpagesize=${preferred}` }
  return { body: body as JsonObject, headers }
}

/** The request's own address with the token in place of where it began; opaque to clients. */
function nextLink({ request, query }: Exchange, token: string): string {
  const parts = Object.entries(query)
    .filter(([name]) => !['$skip', '$skiptoken'].includes(systemOptionName(name) ?? name))
    .flatMap(([name, value]) => [value].flat().map((one) => `${encodeName(name)}=${encodeURIComponent(one)}`))
  return `${request.origin}${request.path}?${[...parts, `$skiptoken=${token}`].join('&')}`
}

/** `$` and `@` may be in a query unencoded, and options are easier to recognise that way. */
function encodeName(name: string): string {
  return encodeURIComponent(name).replace(/^%24/, '$').replace(/^%40/, '@')
}

/** `Prefer: odata.maxpagesize=…`, which OData 4.01 also allows without prefix; undefined unless a positive number. */
function maxPageSize({ prefer }: Exchange): number | undefined {
  const wish = prefer['odata.maxpagesize'] ?? prefer.maxpagesize
  const size = typeof wish === 'string' && /^\d{1,9}$/.test(wish) ? Number(wish) : 0
  return size > 0 ? size : undefined
}

/** How many queries are remembered; a page of a forgotten one is only slower. */
const CAPACITY = 16

interface Remembered extends WindowMemory<Entry> {
  readonly revision: number
}

/** What clients that page through sorted lists will read next; valid until the collection is written to. */
export class PageMemory {
  readonly #windows = new Map<string, Remembered>()

  of({ store, scope }: Exchange, { identity }: ListQuery): WindowMemory<Entry> | undefined {
    // `now()` is another instant on every page.
    if (!scope || /\bnow\b/i.test(identity)) return undefined
    const name = JSON.stringify([scope.resource, scope.parents, identity])
    const revision = store.revision(scope)
    const known = this.#windows.get(name)
    if (known?.revision === revision) return known
    return this.#remember(name, { revision, window: undefined })
  }

  #remember(name: string, fresh: Remembered): Remembered {
    this.#windows.delete(name)
    this.#windows.set(name, fresh)
    const [oldest] = this.#windows.keys()
    if (this.#windows.size > CAPACITY && oldest !== undefined) this.#windows.delete(oldest)
    return fresh
  }
}
