import { applySelect, cutPage, type ListQuery, systemOptionName, type WindowMemory } from '@clientele/odata'
import type { Api } from '../../description/api.ts'
import type { Change, Exchange, QueryValues } from '../../exchange/exchange.ts'
import type { Answer } from '../../exchange/message.ts'
import { isProblem, type Problem } from '../../exchange/problem.ts'
import type { JsonObject, JsonValue } from '../../json/json.ts'
import { Recent } from '../../store/recent.ts'
import { type Entry, type Store, scopeName } from '../../store/store.ts'
import {
  type Convention,
  type ConventionModule,
  type ListAnswer,
  type ListSource,
  pageSizeSetting,
} from '../convention.ts'
import {
  Annotations,
  contextUrl,
  isAnnotation,
  keepLinksLocal,
  withoutAnnotations,
} from './control-information.ts'
import { fillPlaceholders, OdataRequests } from './requests.ts'

/** OData as Microsoft Graph speaks it; selected by `x-mock.conventions: [odata]`. */
export const odata: ConventionModule = { name: 'odata', create: (api) => new OdataConvention(api) }

class OdataConvention implements Convention {
  readonly name = 'odata'
  readonly #requests: OdataRequests
  readonly #annotations = new Annotations()
  readonly #pages = new PageMemory()

  readonly #pageSize: number | undefined

  constructor(api: Api) {
    this.#requests = new OdataRequests(api)
    this.#pageSize = pageSizeSetting(api, this.name)
  }

  request(exchange: Exchange): Problem | undefined {
    fillPlaceholders(exchange)
    return this.#requests.read(exchange)
  }

  list(exchange: Exchange, source: Parameters<NonNullable<Convention['list']>>[1]) {
    const query = this.#requests.listQuery(exchange)
    if (isProblem(query)) return query
    const paging = { memory: this.#pages, pageSize: this.#pageSize }
    return this.#requests.run(() => answerList(exchange, query, source, paging))
  }

  /** Annotations of the body are not data; answers get their own. */
  change(_exchange: Exchange, change: Change): Change {
    return change.after ? { ...change, after: withoutAnnotations(change.after) } : change
  }

  represent(exchange: Exchange, record: JsonObject, entry: Entry): JsonObject {
    const { resource, operation } = exchange
    if (!resource) return record
    const annotated = this.#annotations.annotated(record, entry, resource)
    const whole = this.#requests.compute(exchange)?.(annotated) ?? annotated
    const selection = this.#requests.selection(exchange)
    const key = resource.key?.property
    const shown = selection
      ? applySelect(whole, selection, (name) => name === key || isAnnotation(name))
      : whole
    if (operation.role === 'list') return shown as JsonObject
    return { '@odata.context': contextUrl(exchange, selection), ...shown } as JsonObject
  }

  finish(...[answer, { exchange }]: Parameters<NonNullable<Convention['finish']>>): void {
    if (!exchange || answer.status >= 400) return
    applyPreferences(answer, exchange)
    keepLinksLocal(answer, exchange)
  }
}

const PREFERENCE_APPLIED = 'Preference-Applied'

/**
 * Honours `Prefer: return=…` after a write. `return=minimal` empties the answer only where the description has an
 * answer without body for the operation; elsewhere the preference is ignored, as RFC 7240 allows.
 */
function applyPreferences(answer: Answer, exchange: Exchange): void {
  const { prefer, change, operation } = exchange
  if (!change || answer.body === undefined) return
  const wish = prefer.return
  if (wish === 'minimal' && operation.responses().some(({ code }) => code === '204')) {
    answer.status = 204
    answer.body = undefined
    delete answer.mediaType
    addPreference(answer, 'return=minimal')
  }
  if (wish === 'representation') addPreference(answer, 'return=representation')
}

function addPreference(answer: Answer, applied: string): void {
  const before = answer.headers[PREFERENCE_APPLIED]
  answer.headers[PREFERENCE_APPLIED] = before === undefined ? applied : `${before}, ${applied}`
}

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
  const page = cutPage(query, { ...source, memory: query.from && memory.of(exchange, query) }, size)
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
  return `${request.origin}${request.path}?${linkStart(query)}$skiptoken=${token}`
}

/** Saves encoding a query that comes again: 2.5 µs for three options. */
const linkStarts = new WeakMap<QueryValues, string>()

/** What all links from a query to further pages have in common. */
function linkStart(query: QueryValues): string {
  const known = linkStarts.get(query)
  if (known !== undefined) return known
  const parts = Object.entries(query)
    .filter(([name]) => !['$skip', '$skiptoken'].includes(systemOptionName(name) ?? name))
    .flatMap(([name, value]) =>
      [value].flat().map((one) => `${encodeName(name)}=${encodeURIComponent(one)}&`),
    )
  linkStarts.set(query, parts.join(''))
  return parts.join('')
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
class PageMemory {
  readonly #windows = new WeakMap<Store, Recent<string, Remembered>>()

  of({ store, scope }: Exchange, { identity }: ListQuery): WindowMemory<Entry> | undefined {
    // `now()` is another instant on every page.
    if (!scope || /\bnow\b/i.test(identity)) return undefined
    const windows = this.#windows.get(store) ?? new Recent(CAPACITY)
    this.#windows.set(store, windows)
    const name = `${scopeName(scope)} ${identity}`
    const revision = store.revision(scope)
    const known = windows.get(name)
    return known?.revision === revision ? known : windows.keep(name, { revision, window: undefined })
  }
}
