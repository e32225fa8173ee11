import type { ListAnswer, ListSource } from '../conventions/convention.ts'
import type { Answer } from '../exchange/answer.ts'
import { isProblem, type Problem } from '../exchange/problem.ts'
import type { JsonObject, JsonValue } from '../json/json.ts'
import type { Entry } from '../store/store.ts'
import { answerShape } from '../values/answer-shape.ts'
import { queryOf, selected } from './list-query.ts'
import { type Page, pagingMembers } from './paging-members.ts'
import { represented } from './record-answer.ts'
import type { Session } from './session.ts'

/** Answers a list: the convention's way when one of them lists, else filters and pages by plain parameters. */
export function list(session: Session): Answer | Problem {
  const { exchange, operation, conventions } = session
  const status = operation.successStatus
  const source = listSource(session, status)
  const listed = conventions.list(exchange, source) ?? plainList(session, status, source)
  if (isProblem(listed)) return listed
  return { status, headers: { ...listed.headers }, body: listed.body }
}

function listSource(session: Session, status: number): ListSource {
  const { exchange, scope } = session
  return {
    entries: (after) => exchange.store.entries(scope, after),
    count: () => exchange.store.count(scope),
    represent: (entry) => represented(session, entry, status),
    envelope: (records, total) =>
      envelope(session, status, records, {
        offset: 0,
        limit: undefined,
        firstPage: 1,
        count: records.length,
        total,
      }),
  }
}

function envelope(session: Session, status: number, records: readonly JsonObject[], page: Page): JsonValue {
  const { api, operation, resource } = session
  const { items, total } = resource.envelope ?? { items: undefined, total: undefined }
  if (items === undefined) return records
  const shape = answerShape(api, operation, status, resource)
  const made = shape.around(() => session.seeder.generation(`${resource.name} list`, resource))
  const around = pagingMembers(api.view, shape.schema, made, page)
  return { ...around, [items]: records, ...(total !== undefined && { [total]: page.total }) }
}

function plainList(session: Session, status: number, source: ListSource): ListAnswer {
  const { exchange, operation, resource, conventions } = session
  const query = queryOf(operation, resource, exchange.query)
  const visible: Entry[] = []
  for (const entry of source.entries()) if (conventions.visible(exchange, entry)) visible.push(entry)
  const { page, total } = selected(visible, query)
  const { offset, limit, firstPage } = query
  exchange.why.push(page.length === total ? `${total} records` : `${page.length} of ${total} records`)
  const records = page.map(source.represent)
  const headers = totalHeader(session, total)
  const body = envelope(session, status, records, { offset, limit, firstPage, count: page.length, total })
  return { body, ...(headers && { headers }) }
}

/** APIs with bare arrays tell the total in a header, when the description has one. */
function totalHeader({ operation }: Session, total: number): Record<string, string> | undefined {
  const names = operation.response(200)?.headers ?? []
  const name = names.find((header) => /^x-total(-count)?$|^x-total-items$/i.test(header))
  return name === undefined ? undefined : { [name]: String(total) }
}
