import type { Answer } from '../exchange/answer.ts'
import { etagOf } from '../exchange/etag.ts'
import type { JsonObject } from '../json/json.ts'
import type { Entry } from '../store/store.ts'
import { answerShape } from '../values/answer-shape.ts'
import type { Session } from './session.ts'

/** The answer that shows one record. */
export function recordAnswer(
  session: Session,
  entry: Entry,
  status = session.operation.successStatus,
): Answer {
  const { exchange, resource } = session
  exchange.entry = entry
  const shape = answerShape(session.api, session.operation, status, resource)
  const headers = { ETag: etagOf(entry) }
  if (shape.mediaTypes.length === 0) return { status, headers, body: undefined }
  const record = represented(session, entry, status)
  const body =
    resource.wrapper === undefined
      ? record
      : { ...shape.around(() => generation(session, entry)), [resource.wrapper]: record }
  return { status, headers, body }
}

/** One record as the operation shows it: fitted to its schema, then shaped by the conventions. */
export function represented(session: Session, entry: Entry, status: number): JsonObject {
  const shape = answerShape(session.api, session.operation, status, session.resource)
  const value = shape.record(entry.value, () => generation(session, entry))
  return session.conventions.represent(session.exchange, value === entry.value ? entry : { ...entry, value })
}

function generation(session: Session, entry: Entry) {
  return session.seeder.generation(`${session.resource.name} ${entry.key} shape`, session.resource)
}
