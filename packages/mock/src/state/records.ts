import { parentOf } from '../description/resources/keys.ts'
import type { Resource } from '../description/resources/resource.ts'
import { type Problem, problem } from '../exchange/problem.ts'
import type { Entry, Scope } from '../store/store.ts'
import type { Session } from './session.ts'

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
