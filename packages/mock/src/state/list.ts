import type { ListAnswer, ListSource } from '../conventions/convention.ts'
import type { Operation } from '../description/operations/operation.ts'
import { lettersOf } from '../description/resources/envelope.ts'
import type { Resource } from '../description/resources/resource.ts'
import type { QueryValues } from '../exchange/exchange.ts'
import type { Answer } from '../exchange/message.ts'
import { isProblem, type Problem } from '../exchange/problem.ts'
import { isObject, type JsonObject, type JsonSchema, type JsonValue } from '../json/json.ts'
import type { Entry } from '../store/store.ts'
import { answerShape } from '../values/answer-shape.ts'
import { type Page, pagingMembers } from './paging-members.ts'
import { type Access, represented } from './records.ts'

/** Answers a list: the convention's way when one of them lists, else filters and pages by plain parameters. */
export function list(access: Access): Answer | Problem {
  const { exchange, operation, conventions } = access
  const status = operation.successStatus
  const source = listSource(access, status)
  const listed = conventions.list(exchange, source) ?? plainList(access, status, source)
  if (isProblem(listed)) return listed
  return { status, headers: { ...listed.headers }, body: listed.body }
}

function listSource(access: Access, status: number): ListSource {
  const { exchange, scope } = access
  return {
    entries: (after) => exchange.store.entries(scope, after),
    count: () => exchange.store.count(scope),
    represent: (entry) => represented(access, entry, status),
    envelope: (records, total) =>
      envelope(access, status, records, {
        offset: 0,
        limit: undefined,
        firstPage: 1,
        count: records.length,
        total,
      }),
  }
}

function envelope(access: Access, status: number, records: readonly JsonObject[], page: Page): JsonValue {
  const { api, resource } = access
  const { items, total } = resource.envelope ?? { items: undefined, total: undefined }
  if (items === undefined) return records
  const shape = answerShape(access, status)
  const made = shape.around(() => access.seeder.generation(`${resource.name} list`, resource))
  const around = pagingMembers(api.view, shape.schema, made, page)
  return { ...around, [items]: records, ...(total !== undefined && { [total]: page.total }) }
}

function plainList(access: Access, status: number, source: ListSource): ListAnswer {
  const { exchange, operation, resource, conventions } = access
  const query = queryOf(operation, resource, exchange.query)
  const visible: Entry[] = []
  for (const entry of source.entries()) if (conventions.visible(exchange, entry)) visible.push(entry)
  const { page, total } = selected(visible, query)
  const { offset, limit, firstPage } = query
  exchange.why.push(page.length === total ? `${total} records` : `${page.length} of ${total} records`)
  const records = page.map(source.represent)
  const headers = totalHeader(access, total)
  const body = envelope(access, status, records, { offset, limit, firstPage, count: page.length, total })
  return { body, ...(headers && { headers }) }
}

/** APIs with bare arrays tell the total in a header, when the description has one. */
function totalHeader({ operation }: Access, total: number): Record<string, string> | undefined {
  const names = operation.response(200)?.headers ?? []
  const name = names.find((header) => /^x-total(-count)?$|^x-total-items$/i.test(header))
  return name === undefined ? undefined : { [name]: String(total) }
}

/** What a list was asked for through plain query parameters that the operation describes. */
interface ListQuery {
  /** Property and the values that are let through. */
  readonly filters: readonly (readonly [string, readonly string[]])[]
  readonly offset: number
  /** Undefined: everything. */
  readonly limit: number | undefined
  /** Number of the first page. */
  readonly firstPage: number
}

const limitNames = new Set(['limit', 'perpage', 'pagesize', 'size', 'maxresults', 'top', 'count', 'take'])
const offsetNames = new Set(['offset', 'skip', 'start', 'startindex'])
const pageNames = new Set(['page', 'pagenumber', 'pageindex'])

/**
 * Reads the query of a list: a parameter named like a property of the records filters by it, parameters
 * with the usual names for paging page. Anything else has no effect, as in the real API nobody knows.
 */
function queryOf(operation: Operation, resource: Resource, query: QueryValues): ListQuery {
  const filters: [string, readonly string[]][] = []
  const paging: Record<'limit' | 'offset' | 'page', number | undefined> = {
    limit: undefined,
    offset: undefined,
    page: undefined,
  }
  for (const name of operation.parameters('query')) {
    const value = query[name]
    if (value === undefined) continue
    const usual = lettersOf(name)
    if (limitNames.has(usual)) paging.limit = wholeNumber(value)
    else if (offsetNames.has(usual)) paging.offset = wholeNumber(value)
    else if (pageNames.has(usual)) paging.page = wholeNumber(value)
    else if (isScalar(resource.properties().get(name)))
      filters.push([name, [value].flat().flatMap((text) => text.split(','))])
  }
  const firstPage = firstPageOf(operation)
  return { filters, limit: paging.limit, offset: offsetOf(paging, firstPage), firstPage }
}

const firstPages = new WeakMap<Operation, number>()

/** 0 where the page's parameter begins there, by its default or its minimum; else 1. */
function firstPageOf(operation: Operation): number {
  let first = firstPages.get(operation)
  if (first === undefined) {
    const parameters = operation.full().parameters as Record<string, unknown>[]
    const page = parameters.find(
      ({ in: place, name }) => place === 'query' && pageNames.has(lettersOf(String(name))),
    )
    const schema = isObject(page?.schema) ? page.schema : {}
    first = (schema.default ?? schema.minimum) === 0 ? 0 : 1
    firstPages.set(operation, first)
  }
  return first
}

/** Applies a query to the records; `total` counts what passed the filters. */
function selected(entries: readonly Entry[], query: ListQuery): { page: readonly Entry[]; total: number } {
  const { filters, offset, limit } = query
  const passed = filters.length === 0 ? entries : entries.filter((entry) => passes(entry, filters))
  if (offset === 0 && limit === undefined) return { page: passed, total: passed.length }
  return {
    page: passed.slice(offset, limit === undefined ? undefined : offset + limit),
    total: passed.length,
  }
}

/** Text, a number, a flag, or a list of them: what a query parameter can be compared with. */
function isScalar(schema: JsonSchema | undefined): boolean {
  if (!schema || isObject(schema.properties)) return false
  const items = isObject(schema.items) ? schema.items : undefined
  return items ? isScalar(items) : ![schema.type].flat().includes('object')
}

function passes({ value }: Entry, filters: ListQuery['filters']): boolean {
  return filters.every(([name, wanted]) => {
    const member: JsonValue | undefined = value[name]
    const texts = [member ?? null].flat().map((each) => String(each))
    return texts.some((text) => wanted.includes(text))
  })
}

function offsetOf(
  { limit, offset, page }: Record<'limit' | 'offset' | 'page', number | undefined>,
  firstPage: number,
): number {
  if (offset !== undefined) return offset
  return page !== undefined && limit !== undefined ? Math.max(0, page - firstPage) * limit : 0
}

function wholeNumber(value: string | string[]): number | undefined {
  const number = Number([value].flat().at(-1))
  return Number.isInteger(number) && number >= 0 ? number : undefined
}
