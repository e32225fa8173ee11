import { cutPage, type ListQuery, systemOptionName } from '@clientele/odata'
import type { Exchange } from '../../exchange/exchange.ts'
import type { JsonObject, JsonValue } from '../../json/json.ts'
import type { ListAnswer, ListSource } from '../convention.ts'
import { contextUrl } from './context-url.ts'
import type { PageMemory } from './page-memory.ts'
import { maxPageSize } from './preferences.ts'

/** Records on a page when the client wishes nothing, as most of Graph has it. */
const DEFAULT_PAGE_SIZE = 100
/** The most that a client can get on one page, whatever it wishes. */
const MAX_PAGE_SIZE = 999

interface Paging {
  memory: PageMemory
  /** Records on a page when the client wishes nothing. */
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

/** `$` and `@` may stand in a query as they are, and options are easier to recognise so. */
function encodeName(name: string): string {
  return encodeURIComponent(name).replace(/^%24/, '$').replace(/^%40/, '@')
}
