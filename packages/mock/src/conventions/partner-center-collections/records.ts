import type { Resource } from '../../description/resources/resource.ts'
import type { Change, Exchange } from '../../exchange/exchange.ts'
import { type Problem, problem } from '../../exchange/problem.ts'
import type { JsonObject, JsonValue } from '../../json/json.ts'

/** How long a deleted record can be restored. */
const RETENTION_DAYS = 30
/** How long ago the deleted first records were deleted. */
const SEEDED_AGE_DAYS = 14
const MILLISECONDS_PER_DAY = 86_400_000

export const INACTIVE = 'inactive'
const ACTIVE = 'active'

/** Deletion marks records that have a state and a time of deletion, and removes others. */
export function isSoftDeleted(resource: Resource | undefined): boolean {
  const properties = resource?.properties()
  return properties?.has('state') === true && properties.has('softDeletionTime')
}

/**
 * A delete becomes the state `inactive`, and leaving that state clears the time of deletion. Deleting twice changes
 * nothing, so the retention is not extended.
 */
export function softened(exchange: Exchange, change: Change): Change {
  if (!isSoftDeleted(exchange.resource)) return change
  const before = change.before?.value
  const wanted = change.kind === 'delete' && before ? { ...before, state: INACTIVE } : change.after
  if (!wanted) return change
  return {
    ...change,
    kind: change.kind === 'delete' ? 'update' : change.kind,
    after: timed(exchange, wanted, before),
  }
}

function timed({ clock }: Exchange, after: JsonObject, before: JsonObject | undefined): JsonObject {
  if (after.state === ACTIVE) return { ...after, softDeletionTime: null }
  if (after.state !== INACTIVE || before?.state === INACTIVE) return after
  return { ...after, softDeletionTime: clock.now().toISOString() }
}

/**
 * A first record whose state and time of deletion fit each other and the clock; otherwise a deleted example would
 * already be purged. Only the day of the clock counts, so that seeds repeat.
 */
export function consistent(record: JsonObject, now: Date): JsonObject {
  const { state, softDeletionTime } = record
  if (!('softDeletionTime' in record)) return record
  if (state === ACTIVE) return softDeletionTime === null ? record : { ...record, softDeletionTime: null }
  if (state !== INACTIVE || (softDeletionTime !== null && !isPurged(record, now))) return record
  const today = Math.floor(now.getTime() / MILLISECONDS_PER_DAY) * MILLISECONDS_PER_DAY
  return {
    ...record,
    softDeletionTime: new Date(today - SEEDED_AGE_DAYS * MILLISECONDS_PER_DAY).toISOString(),
  }
}

/** Whether it is too late to restore the record. */
export function isPurged({ state, softDeletionTime }: JsonObject, now: Date): boolean {
  if (state !== INACTIVE || typeof softDeletionTime !== 'string') return false
  return now.getTime() - Date.parse(softDeletionTime) >= RETENTION_DAYS * MILLISECONDS_PER_DAY
}

/** Fills in what the service sets on a new record: it is active, and the times that only the service sets are null. */
export function completed({ resource }: Exchange, change: Change): Change {
  if (change.kind !== 'create' || !change.after || !resource) return change
  const given: Record<string, JsonValue> = isSoftDeleted(resource) ? { state: 'active' } : {}
  for (const [name, schema] of resource.properties()) {
    const nullable = Array.isArray(schema.type) && schema.type.includes('null')
    if (schema.readOnly === true && nullable) given[name] = null
  }
  return { ...change, after: { ...given, ...change.after } as JsonObject }
}

const SIGN_IN_NAME = 'userPrincipalName'

/** A sign-in name belongs to one account of a tenant, even to a deleted one. */
export function takenSignInName(exchange: Exchange, { key, before, after }: Change): Problem | undefined {
  const name = lower(after?.[SIGN_IN_NAME])
  if (name === undefined || !exchange.scope || lower(before?.value[SIGN_IN_NAME]) === name) return undefined
  const now = exchange.clock.now()
  for (const other of exchange.store.entries(exchange.scope)) {
    if (other.key !== key && lower(other.value[SIGN_IN_NAME]) === name && !isPurged(other.value, now))
      return taken()
  }
  return undefined
}

function lower(value: unknown): string | undefined {
  return typeof value === 'string' ? value.toLowerCase() : undefined
}

function taken(): Problem {
  const message = 'A user with the same userPrincipalName exists already.'
  return problem(400, message, { code: '3000', violations: [{ in: 'body', path: [SIGN_IN_NAME], message }] })
}
