import type { ListAnswer, ListSource } from '../conventions/convention.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { Answer } from '../exchange/message.ts'
import { isProblem, type Problem } from '../exchange/problem.ts'
import type { JsonObject, JsonValue } from '../json/json.ts'
import type { Entry } from '../store/store.ts'
import { answerShape } from '../values/answer-shape.ts'
import { cursorOf, isUnsorted, type ListQuery, listQuery, pageOf, unsortedPage } from './list-query.ts'
import { type Page, type PageLinks, pagingMembers } from './paging-members.ts'
import { type Access, represented } from './records.ts'

/** Answers a list: with the convention that handles lists, else filters and pages by plain parameters. */
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
  const shape = answerShape(access, status)
  return {
    entries: (after) => exchange.store.entries(scope, after),
    count: () => exchange.store.count(scope),
    represent: (entry) => represented(access, entry, shape),
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
  const asked = listQuery(operation, resource, exchange.query)
  const { maxItems } = answerShape(access, status)
  const query =
    maxItems === undefined ? asked : { ...asked, limit: Math.min(asked.limit ?? maxItems, maxItems) }
  const { entries, page } =
    conventions.showsAll && isUnsorted(query)
      ? unsortedPage(exchange.store, access.scope, query)
      : pageOf(visibleOf(access, source), query)
  const { total, count } = page
  const all = total === 1 ? '1 record' : `${total} records`
  exchange.why.push(count === total ? all : `${count} of ${all}`)
  const links = linksOf(exchange, query, page)
  const headers = { ...totalHeader(access, total), ...linkHeader(access, links) }
  const body = envelope(access, status, entries.map(source.represent), { ...page, links })
  return { body, headers }
}

function visibleOf({ exchange, conventions }: Access, source: ListSource): Entry[] {
  const visible: Entry[] = []
  for (const entry of source.entries()) if (conventions.visible(exchange, entry)) visible.push(entry)
  return visible
}

const noLinks: PageLinks = { token: undefined, next: undefined, previous: undefined }

/** Addresses and tokens of the neighbouring pages, with the operation's parameter for them. */
function linksOf(exchange: Exchange, { names }: ListQuery, page: Page): PageLinks {
  const { offset, limit, firstPage, count, total, keys } = page
  if (offset === 0 && count === total) return noLinks
  const token = count > 0 && offset + count < total ? cursorOf(keys?.last ?? '', offset + count) : undefined
  const to = (from: number): Record<string, string> | undefined => {
    if (names.page !== undefined)
      return limit ? { [names.page]: String(Math.floor(from / limit) + firstPage) } : undefined
    return names.offset === undefined ? undefined : { [names.offset]: String(from) }
  }
  const hasNext = offset + count < total
  const next =
    names.after !== undefined && token !== undefined ? { [names.after]: token } : to(offset + count)
  const back =
    names.before !== undefined && keys?.first !== undefined
      ? { [names.before]: keys.first }
      : to(Math.max(0, offset - (limit ?? 0)))
  return {
    token,
    next: hasNext && next ? address(exchange, names, next) : undefined,
    previous: offset > 0 && back ? address(exchange, names, back) : undefined,
  }
}

/** The address of the request with other parameters of the page. */
function address({ request }: Exchange, names: ListQuery['names'], values: Record<string, string>): string {
  const url = new URL(`${request.origin}${request.path}${request.search === '' ? '' : `?${request.search}`}`)
  for (const part of ['page', 'offset', 'after', 'before'] as const) {
    if (names[part] !== undefined) url.searchParams.delete(names[part])
  }
  for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value)
  return url.href
}

/** RFC 8288, where the description has the header. */
function linkHeader({ operation }: Access, { next, previous }: PageLinks): Record<string, string> {
  const described = operation.response(200)?.headers.some((name) => name.toLowerCase() === 'link')
  const links = [next && `<${next}>; rel="next"`, previous && `<${previous}>; rel="prev"`].filter(Boolean)
  return described && links.length > 0 ? { Link: links.join(', ') } : {}
}

/** APIs with bare arrays send the total in a header, if the description has one. */
function totalHeader({ operation }: Access, total: number): Record<string, string> | undefined {
  const names = operation.response(200)?.headers ?? []
  const name = names.find((header) => /^x-total(-count)?$|^x-total-items$/i.test(header))
  return name === undefined ? undefined : { [name]: String(total) }
}
