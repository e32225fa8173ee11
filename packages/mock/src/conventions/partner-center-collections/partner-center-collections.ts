import type { Api } from '../../description/api.ts'
import type { Resource } from '../../description/resources/resource.ts'
import { propertyNames, propertyOf } from '../../description/schema-view.ts'
import type { Change, Exchange } from '../../exchange/exchange.ts'
import { isProblem, type Problem } from '../../exchange/problem.ts'
import { isObject, type JsonObject, type JsonSchema, type JsonValue } from '../../json/json.ts'
import type { Entry } from '../../store/store.ts'
import {
  type Convention,
  type ConventionModule,
  type ListAnswer,
  type ListSource,
  pageSizeSetting,
} from '../convention.ts'
import { type ListOptions, type Place, readListOptions, writeToken } from './list-options.ts'
import {
  completed,
  consistent,
  INACTIVE,
  isPurged,
  isSoftDeleted,
  softened,
  takenSignInName,
} from './records.ts'

/** Partner Center's collections; selected by `x-mock.conventions: [partner-center-collections]`. */
export const partnerCenterCollections: ConventionModule = {
  name: 'partner-center-collections',
  create: (api) => new PartnerCenterCollections(api),
  seed: consistent,
}

class PartnerCenterCollections implements Convention {
  readonly name = 'partner-center-collections'
  /** Read in `request`, used in `list`. */
  readonly #options = new WeakMap<Exchange, ListOptions>()
  readonly #pageSize: number | undefined

  constructor(api: Api) {
    this.#pageSize = pageSizeSetting(api, this.name)
  }

  request(exchange: Exchange): Problem | undefined {
    adaptQuery(exchange)
    adaptBody(exchange)
    if (exchange.operation.role !== 'list') return undefined
    const options = readListOptions(exchange, this.#pageSize)
    if (isProblem(options)) return options
    this.#options.set(exchange, options)
    return undefined
  }

  list(exchange: Exchange, source: ListSource): ListAnswer | Problem {
    const options = this.#options.get(exchange) ?? readListOptions(exchange, this.#pageSize)
    return isProblem(options) ? options : answerList(exchange, options, source)
  }

  visible({ clock }: Exchange, entry: Entry): boolean {
    return !isPurged(entry.value, clock.now())
  }

  change(exchange: Exchange, change: Change): Change | Problem {
    const next = softened(exchange, completed(exchange, change))
    return takenSignInName(exchange, next) ?? next
  }

  represent(exchange: Exchange, record: JsonObject, entry: Entry): JsonObject {
    return withLinks(exchange, record, entry)
  }
}

/** Adds the link of a record to itself and the name of its type, if the schema has them. */
function withLinks(exchange: Exchange, record: JsonObject, { key }: Entry): JsonObject {
  const { resource } = exchange
  if (resource?.kind !== 'collection') return record
  const properties = resource.properties()
  const linked: Record<string, JsonObject> = {}
  if (properties.has('links')) {
    linked.links = { self: linkTo(`${collectionUri(exchange)}/${encodeURIComponent(key)}`) }
  }
  const objectType = typeName(resource)
  if (properties.has('attributes') && objectType !== undefined) {
    linked.attributes = {
      ...(isObject(record.attributes) ? (record.attributes as JsonObject) : {}),
      objectType,
    }
  }
  return { ...record, ...linked }
}

/** Name of the schema that the description gives a single record. */
function typeName({ operations }: Resource): string | undefined {
  const { read, update, create } = operations
  const contents = [read?.response(200), update?.response(200), create?.response(201)]
  return contents.flatMap((response) => response?.contents ?? []).find(({ name }) => name !== undefined)?.name
}

type Order = (left: Place, right: Place) => number
type Row = Place & { entry: Entry }

/** Answers a list with one page, the number of all records that match, and the links to the neighbours. */
function answerList(exchange: Exchange, options: ListOptions, source: ListSource): ListAnswer {
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

/** Deleted records are left out unless the filter is about the state. */
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

/** Texts sort in any letter case, and null sorts like an empty text. */
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

/**
 * Start and end of the page. The token names records, not numbers, so created and deleted records do not shift pages.
 */
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
function linkTo(uri: string, headers: readonly JsonObject[] = []): JsonObject {
  return { uri, method: 'GET', headers }
}

/** Path of the collection as the client wrote it, without the base path. */
function collectionUri({ request, basePath, key }: Exchange): string {
  const path = request.path.slice(basePath.length).replace(/\/+$/, '')
  return key === undefined ? path : path.slice(0, path.lastIndexOf('/'))
}

const MAX_DEPTH = 32

/** Gives query parameters the spelling of the description. */
function adaptQuery(exchange: Exchange): void {
  const declared = new Map(exchange.operation.parameters('query').map((name) => [name.toLowerCase(), name]))
  const spelled = Object.create(null) as Record<string, string | string[]>
  for (const [name, value] of Object.entries(exchange.query))
    spelled[declared.get(name.toLowerCase()) ?? name] = value
  exchange.query = spelled
}

/**
 * Gives the properties of a body the spelling of the schema and leaves out unknown ones. Partner Center reads bodies
 * like that, and its own samples are in PascalCase.
 */
function adaptBody(exchange: Exchange): void {
  if (exchange.body === undefined) return
  exchange.body = adapt(exchange.body, exchange.operation.requestContents()[0]?.schema, 0)
}

function adapt(value: unknown, schema: JsonSchema | undefined, depth: number): unknown {
  if (depth > MAX_DEPTH) return value
  if (Array.isArray(value)) return value.map((item) => adapt(item, itemsOf(schema), depth + 1))
  const described = propertyNames(schema, ['allOf'])
  if (!isObject(value) || described.size === 0) return value
  const spelled = new Map([...described].map((name) => [name.toLowerCase(), name]))
  const adapted: Record<string, unknown> = {}
  for (const [name, own] of Object.entries(value)) {
    const property = spelled.get(name.toLowerCase())
    if (property !== undefined) adapted[property] = adapt(own, propertyOf(schema, property), depth + 1)
  }
  return adapted
}

function itemsOf(schema: JsonSchema | undefined): JsonSchema | undefined {
  return isObject(schema) && isObject(schema.items) ? schema.items : undefined
}
