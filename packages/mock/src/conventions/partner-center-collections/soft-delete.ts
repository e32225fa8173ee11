import type { Resource } from '../../description/resources/resource.ts'
import type { Change, Exchange } from '../../exchange/exchange.ts'
import type { JsonObject } from '../../json/json.ts'

/** How long a deleted record can be restored. */
const RETENTION_DAYS = 30
/** How long ago the deleted records that the mock begins with were deleted. */
const SEEDED_AGE_DAYS = 14
const MILLISECONDS_PER_DAY = 86_400_000

export const INACTIVE = 'inactive'
const ACTIVE = 'active'

/** Records with a state and a time of deletion are marked when they are deleted; others are removed. */
export function isSoftDeleted(resource: Resource | undefined): boolean {
  const properties = resource?.properties()
  return properties?.has('state') === true && properties.has('softDeletionTime')
}

/**
 * A delete becomes the state `inactive`, and leaving that state clears the time of deletion. Deleting twice changes
 * nothing, so that the retention is not prolonged.
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
 * A record to begin with whose state and time of deletion fit each other and the clock: a deleted example that was
 * purged long ago would show nothing. The day is all that counts of the clock, so that seeds repeat.
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

/** Whether the time for restoring is over: then the record is gone for good. */
export function isPurged({ state, softDeletionTime }: JsonObject, now: Date): boolean {
  if (state !== INACTIVE || typeof softDeletionTime !== 'string') return false
  return now.getTime() - Date.parse(softDeletionTime) >= RETENTION_DAYS * MILLISECONDS_PER_DAY
}
