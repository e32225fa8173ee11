import type { Key } from './comparable.ts'
import type { ListQuery } from './list-query.ts'
import type { SortOrder } from './order-by.ts'
import { type PagePosition, writeSkipToken } from './skip-token.ts'

/** A record with its place in the order of insertion, which never changes and is never given out twice. */
export interface Sequenced {
  readonly value: unknown
  readonly sequence: number
}

export interface RecordSource<Record extends Sequenced> {
  /** By ascending sequence, starting behind `after` when given. */
  entries(after?: number): Iterable<Record>
  count(): number
}

export interface Page<Record extends Sequenced> {
  records: Record[]
  /** Number of matching records over all pages; only counted when asked for. */
  total: number | undefined
  /** `$skiptoken` of the next page; undefined on the last. */
  nextToken: string | undefined
}

/** Runs a query over the records and cuts one page of at most `size` out of the result. */
export function cutPage<Record extends Sequenced>(
  query: ListQuery,
  source: RecordSource<Record>,
  size: number,
): Page<Record> {
  return query.order ? sortedPage(query, query.order, source, size) : insertionPage(query, source, size)
}

function insertionPage<Record extends Sequenced>(
  query: ListQuery,
  source: RecordSource<Record>,
  size: number,
): Page<Record> {
  const { matches, from } = query
  const found: Record[] = []
  const wanted = skipOf(query) + size + 1
  for (const record of source.entries(from?.sequence)) {
    if (found.length >= wanted) break
    if (!matches || matches(record.value)) found.push(record)
  }
  const records = found.slice(skipOf(query), wanted - 1)
  const more = found.length === wanted && size > 0
  const total = query.count ? countMatches(query, source) : undefined
  return { records, total, nextToken: more ? tokenAfter(records.at(-1), [], query) : undefined }
}

function countMatches<Record extends Sequenced>(
  { matches }: ListQuery,
  source: RecordSource<Record>,
): number {
  if (!matches) return source.count()
  let total = 0
  for (const record of source.entries()) if (matches(record.value)) total += 1
  return total
}

function sortedPage<Record extends Sequenced>(
  query: ListQuery,
  order: SortOrder,
  source: RecordSource<Record>,
  size: number,
): Page<Record> {
  const { matches, from } = query
  const selection = new LowestRows<Record>(order, skipOf(query) + size + 1)
  let total = 0
  for (const record of source.entries()) {
    if (matches && !matches(record.value)) continue
    total += 1
    const first = order.firstKeyOf(record.value)
    if (!from || isAfter(order, record, first, from)) selection.offer(record, first)
  }
  const rows = selection.sorted()
  const page = rows.slice(skipOf(query), skipOf(query) + size)
  const more = rows.length > skipOf(query) + size && size > 0
  const last = page.at(-1)
  return {
    records: page.map((row) => row.record),
    total: query.count ? total : undefined,
    nextToken: more ? tokenAfter(last?.record, last?.keys ?? [], query) : undefined,
  }
}

/** Only the first page leaves records out; the pages behind it go on where it ended. */
function skipOf({ skip, from }: ListQuery): number {
  return from ? 0 : skip
}

function isAfter(order: SortOrder, record: Sequenced, first: Key, from: PagePosition): boolean {
  const coarse = order.compareFirst(first, from.keys[0] ?? null)
  if (coarse !== 0) return coarse > 0
  const fine = order.compare(order.keysOf(record.value), from.keys)
  return fine > 0 || (fine === 0 && record.sequence > from.sequence)
}

function tokenAfter(last: Sequenced | undefined, keys: readonly Key[], query: ListQuery): string | undefined {
  return last && writeSkipToken({ sequence: last.sequence, keys, query: query.identity })
}

interface Row<Record> {
  record: Record
  keys: Key[]
}

/**
 * Keeps the rows that sort lowest without sorting all of them. Rows gather up to twice the wanted number, then the
 * upper half is dropped; from then on most records fail against the highest kept row by their first key alone.
 */
class LowestRows<Record extends Sequenced> {
  readonly #order: SortOrder
  readonly #wanted: number
  #rows: Row<Record>[] = []
  #highest: Key | undefined

  constructor(order: SortOrder, wanted: number) {
    this.#order = order
    this.#wanted = wanted
  }

  /** @param first the record's first sort key */
  offer(record: Record, first: Key): void {
    if (this.#highest !== undefined && this.#order.compareFirst(first, this.#highest) > 0) return
    this.#rows.push({ record, keys: this.#order.keysOf(record.value) })
    if (this.#rows.length >= this.#wanted * 2) this.#shrink()
  }

  sorted(): Row<Record>[] {
    this.#shrink()
    return this.#rows
  }

  #shrink(): void {
    this.#rows.sort((a, b) => this.#order.compare(a.keys, b.keys) || a.record.sequence - b.record.sequence)
    if (this.#rows.length < this.#wanted) return
    this.#rows.length = this.#wanted
    this.#highest = this.#rows.at(-1)?.keys[0]
  }
}
