import type { SelectedConventions } from '../conventions/selected.ts'
import type { Api } from '../description/api.ts'
import type { Operation } from '../description/operations/operation.ts'
import { parentOf } from '../description/resources/keys.ts'
import type { Resource } from '../description/resources/resource.ts'
import { etagOf } from '../exchange/etag.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { Answer } from '../exchange/message.ts'
import { type Problem, problem } from '../exchange/problem.ts'
import type { JsonObject } from '../json/json.ts'
import type { Entry, Scope } from '../store/store.ts'
import { answerShape } from '../values/answer-shape.ts'
import type { KeyMint } from './key-mint.ts'
import type { Seeder } from './seeder.ts'

/** An exchange that works on a resource, with everything that the work needs. */
export interface Session {
  readonly exchange: Exchange
  readonly api: Api
  readonly operation: Operation
  readonly resource: Resource
  readonly scope: Scope
  /** Key of the addressed record; `''` for singletons, undefined for lists and creations. */
  readonly key: string | undefined
  readonly conventions: SelectedConventions
  readonly seeder: Seeder
  readonly keys: KeyMint
}

/** The addressed record, or why it cannot be addressed. */
export function addressed(session: Session): Entry | Problem {
  const { exchange, api, resource, scope, key = '' } = session
  if (resource.answersAnyKey) session.seeder.ensureRecord(api, resource, scope, key)
  const entry = exchange.store.get(scope, key)
  if (entry && session.conventions.visible(exchange, entry)) return entry
  return problem(404, resource.kind === 'singleton' ? 'It was deleted.' : notFound(resource, key))
}

/** Fills what the request can see, and refuses it when a parent is missing. */
export function prepared(session: Session): Problem | undefined {
  const missing = missingParent(session, session.resource, session.scope)
  if (missing) return missing
  session.seeder.ensure(session.api, session.resource, session.scope)
  return undefined
}

/** A parent exists when its description says so, or when no description says anything about it. */
function missingParent(session: Session, resource: Resource, scope: Scope): Problem | undefined {
  const { parent } = resource
  const above = parentOf(resource, scope)
  if (!parent || !above) return undefined
  const missing = missingParent(session, parent, above.scope)
  if (missing) return missing
  if (parent.answersAnyKey) return undefined
  session.seeder.ensure(session.api, parent, above.scope)
  const entry = session.exchange.store.get(above.scope, above.key)
  if (entry && session.conventions.visible(session.exchange, entry)) return undefined
  return problem(404, notFound(parent, above.key))
}

function notFound(resource: Resource, key: string): string {
  return `There is no record "${key}" in ${resource.name}.`
}

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
