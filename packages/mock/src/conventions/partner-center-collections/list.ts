import type { Exchange } from '../../exchange/exchange.ts'
import type { JsonObject, JsonValue } from '../../json/json.ts'
import type { Entry } from '../../store/store.ts'
import type { ListAnswer, ListSource } from '../convention.ts'
import { type ListOptions, type Place, writeToken } from './list-options.ts'
import { INACTIVE, isPurged, isSoftDeleted } from './records.ts'

type Order = (left: Place, right: Place) => number
type Row = Place & { entry: Entry }

/** Answers a list with one page, the number of all records that match, and the links to the neighbours. */
export function answerList(exchange: Exchange, options: ListOptions, source: ListSource): ListAnswer {
  const order = orderOf(options)
  const all = matching(exchange, options, source).map((entry): Row => ({ entry, ...placeOf(entry, options) }))
  if (options.sortField !== undefined) all.sort(order)
  const { start, end } = boundsOf(options, order, all)
  const page = all.slice(start, end)
  exchange.why.push(`${page.length} of ${all.length}`)
  const [first, last] = [page[0], page.at(-1)]
  const token = first && last ? writeToken({ first, last }) : undefined
  const neighbours = { next: end < all.length, previous: start > 0 }
  const records = page.map(({ entry }) => source.represent(entry))
  return { body: envelope(exchange, records, all.length, token, neighbours) }
}

/** Deleted records are left out unless the filter asks for the state. */
function matching(exchange: Exchange, { filter }: ListOptions, source: ListSource): Entry[] {
  const now = exchange.clock.now()
  const hidesDeleted = isSoftDeleted(exchange.resource) && filter?.property !== 'state'
  const found: Entry[] = []
  for (const entry of source.entries()) {
    const { value } = entry
    if (isPurged(value, now) || (hidesDeleted && value.state === INACTIVE)) continue
    if (!filter || filter.matches(value)) found.push(entry)
  }
  return found
}

/** Texts sort without regard to letter case, and null like an empty text. */
function placeOf({ value, sequence }: Entry, { sortField }: ListOptions): Place {
  const own = sortField === undefined ? null : value[sortField]
  return { value: typeof own === 'number' ? own : String(own ?? '').toLowerCase(), sequence }
}

/** By the chosen property, then by insertion. */
function orderOf({ descending }: ListOptions): Order {
  const sign = descending ? -1 : 1
  return (left, right) => {
    if (left.value === right.value) return left.sequence - right.sequence
    return (left.value < right.value ? -1 : 1) * sign
  }
}

/** Start and end of the page. The token names records, not numbers, so records that come or go do not shift pages. */
function boundsOf({ seek, token, size }: ListOptions, order: Order, places: readonly Place[]) {
  const from = (start: number) => ({ start, end: Math.min(start + size, places.length) })
  if (seek === 'last') return from(Math.max(0, Math.floor((places.length - 1) / size) * size))
  if (seek === 'first' || !token) return from(0)
  if (seek === 'next') return from(places.filter((place) => order(place, token.last) <= 0).length)
  const end = places.filter((place) => order(place, token.first) < 0).length
  return { start: Math.max(0, end - size), end }
}

function envelope(
  exchange: Exchange,
  records: readonly JsonObject[],
  total: number,
  token: string | undefined,
  neighbours: { next: boolean; previous: boolean },
): JsonObject {
  const links: Record<string, JsonObject> = { self: linkTo(uriOf(exchange)) }
  if (token !== undefined && neighbours.next) links.next = pageLink(exchange, 'Next', token)
  if (token !== undefined && neighbours.previous) links.previous = pageLink(exchange, 'Previous', token)
  const more: Record<string, JsonValue> =
    token !== undefined && neighbours.next ? { continuationToken: token } : {}
  const items = exchange.resource?.envelope?.items ?? 'items'
  return { totalCount: total, [items]: records, ...more, links, attributes: { objectType: 'Collection' } }
}

function pageLink(exchange: Exchange, seek: string, token: string): JsonObject {
  return linkTo(uriOf(exchange, seek), [{ key: 'MS-ContinuationToken', value: token }])
}

/** The request's own address, relative to the base path. */
function uriOf(exchange: Exchange, seek?: string): string {
  const kept = Object.entries(exchange.query).filter(
    ([name]) => seek === undefined || name !== 'seekOperation',
  )
  const pairs = kept.flatMap(([name, value]) => [value].flat().map((one) => [name, one] as const))
  const all = seek === undefined ? pairs : [...pairs, ['seekOperation', seek] as const]
  const query = all
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&')
  return collectionUri(exchange) + (query && `?${query}`)
}

/** A request that can be sent unchanged, relative to the base path of the API. */
export function linkTo(uri: string, headers: readonly JsonObject[] = []): JsonObject {
  return { uri, method: 'GET', headers }
}

/** Path of the collection as the client wrote it, without the base path. */
export function collectionUri({ request, basePath, key }: Exchange): string {
  const path = request.path.slice(basePath.length).replace(/\/+$/, '')
  return key === undefined ? path : path.slice(0, path.lastIndexOf('/'))
}
