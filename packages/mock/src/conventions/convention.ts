import type { Api } from '../description/api.ts'
import type { Change, Exchange } from '../exchange/exchange.ts'
import type { Answer, MockRequest } from '../exchange/message.ts'
import type { Problem } from '../exchange/problem.ts'
import { isObject, type JsonObject, type JsonValue } from '../json/json.ts'
import { MockConfigurationError } from '../json/mistakes.ts'
import type { Entry } from '../store/store.ts'

/** The answer of a list: its whole body, and headers that belong to it. */
export interface ListAnswer {
  readonly body: JsonValue
  readonly headers?: Readonly<Record<string, string>>
}

/** The records that a list works on. */
export interface ListSource {
  /** Entries by ascending sequence, starting after `after` if given. */
  entries(after?: number): Iterable<Entry>
  count(): number
  /** Runs every convention's `represent` over one record. */
  represent(entry: Entry): JsonObject
  /** The description's own envelope around one page; `total` is the number of all matching records. */
  envelope(records: readonly JsonObject[], total: number): JsonValue
}

/** An error body, with headers that belong to its shape. */
export interface ErrorShape {
  readonly body: JsonValue
  readonly headers?: Readonly<Record<string, string>>
}

/** What is known about a failed request. Before routing there is no exchange. */
export interface FailedRequest {
  readonly request: MockRequest
  readonly exchange: Exchange | undefined
  /** The mock's time, for errors that have a date. */
  readonly now: Date
}

/**
 * How one convention of a vendor takes part in an exchange. Every hook is optional. A description selects
 * conventions by name in `x-mock.conventions`; their hooks run in that order. Of `list` and `error` the
 * first convention that has the hook decides; the others each add their part.
 *
 * The hooks run in this order: `request` → validation → (`list` | `change`) → `represent` → `finish`, and
 * `error` → `finish` when a stage returned a problem.
 */
export interface Convention {
  readonly name: string
  /**
   * Before validation: normalise `query`, `headers` and `body` of the exchange. Returning an answer ends
   * the exchange with it (an idempotent replay; it still passes `finish`), returning a problem refuses.
   */
  request?(exchange: Exchange): Answer | Problem | undefined
  /** Answers a list: query options over the records, page and envelope. */
  list?(exchange: Exchange, source: ListSource): ListAnswer | Problem
  /** Whether a request can address a record; false answers 404. Default: every record of the store. */
  visible?(exchange: Exchange, entry: Entry): boolean
  /**
   * Checks a write that passed validation and already has its ids and times. Returns the write, another one instead (a
   * soft delete is a `delete` turned into an `update`), or a problem.
   */
  change?(exchange: Exchange, change: Change): Change | Problem
  /** Shapes one record for the answer, alone or in a list: annotations, links, `$select`. */
  represent?(exchange: Exchange, record: JsonObject, entry: Entry): JsonObject
  /** Gives a problem the vendor's body. The problem keeps its status and headers. */
  error?(problem: Problem, failed: FailedRequest): ErrorShape
  /**
   * Completes every answer of this API, including errors: tracing headers, `Preference-Applied`, and data to keep (an
   * answer to replay). Changes the answer in place.
   */
  finish?(answer: Answer, failed: FailedRequest): void
}

/** A registered convention. It is made once for each API that selects it, and again when the API reloads. */
export interface ConventionModule {
  readonly name: string
  create(api: Api): Convention
  /** Adapts a first record, because the times in examples are from the day on which they were written. */
  seed?(record: JsonObject, now: Date): JsonObject
}

/**
 * Size of a page that the settings of an API give one of its conventions, as in
 * `x-mock: { odata: { pageSize: 2 } }`: small pages show paging with few records.
 *
 * @throws MockConfigurationError when it is not a whole number of at least 1.
 */
export function pageSizeSetting({ name, settings }: Api, convention: string): number | undefined {
  const own = settings.all[convention]
  const size = isObject(own) ? own.pageSize : undefined
  if (size === undefined || (Number.isSafeInteger(size) && Number(size) >= 1))
    return size as number | undefined
  throw new MockConfigurationError(
    `Settings of "${name}": ${convention}.pageSize must be a whole number of at least 1, not ${JSON.stringify(size)}.`,
  )
}
