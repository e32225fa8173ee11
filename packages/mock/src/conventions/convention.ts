import type { Api } from '../description/api.ts'
import type { Change, Exchange } from '../exchange/exchange.ts'
import type { Answer, MockRequest } from '../exchange/message.ts'
import type { Problem } from '../exchange/problem.ts'
import { isObject, type JsonObject, type JsonValue } from '../json/json.ts'
import { MockConfigurationError } from '../json/mistakes.ts'
import type { Entry } from '../store/store.ts'

/** What a list answers: its whole body, and headers that belong to it. */
export interface ListAnswer {
  readonly body: JsonValue
  readonly headers?: Readonly<Record<string, string>>
}

/** The records that a list works on. */
export interface ListSource {
  /** Entries by ascending sequence, starting behind `after` when given. */
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

/** What is known of a request that failed. Before routing there is no exchange. */
export interface FailedRequest {
  readonly request: MockRequest
  readonly exchange: Exchange | undefined
  /** The mock's time, for errors that carry a date. */
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
  /** Whether a record can be addressed; false answers 404. Default: every record of the store can. */
  visible?(exchange: Exchange, entry: Entry): boolean
  /**
   * Looks at a write that passed validation, with ids and times already minted. Returns it, another one in
   * its place (a soft delete is a `delete` turned into an `update`), or a problem.
   */
  change?(exchange: Exchange, change: Change): Change | Problem
  /** Shapes one record for the answer, alone or in a list: annotations, links, `$select`. */
  represent?(exchange: Exchange, record: JsonObject, entry: Entry): JsonObject
  /** Gives a problem the vendor's body. Status and headers of the problem itself are kept. */
  error?(problem: Problem, failed: FailedRequest): ErrorShape
  /**
   * Last look at every answer of this API, errors included: tracing headers, `Preference-Applied`, and
   * what has to be remembered (an answer to replay). Changes the answer in place.
   */
  finish?(answer: Answer, failed: FailedRequest): void
}

/** A convention as it is registered: made once per API that selects it, and again when the API reloads. */
export interface ConventionModule {
  readonly name: string
  create(api: Api): Convention
  /** Adapts a first record: the times of examples are those of the day on which they were written. */
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
