import type { Key } from './comparable.ts'
import type { ListQuery } from './list-query.ts'
import type { SortOrder } from './order-by.ts'
import { writeSkipToken } from './skip-token.ts'
import { rowsFrom, type Sequenced, type WindowMemory } from './sorted-window.ts'

export interface RecordSource<Record extends Sequenced> {
  /** By ascending sequence, starting after `after` if given. */
  entries(after?: number): Iterable<Record>
  count(): number
  /** Lets a walk over sorted pages read ahead. */
  memory?: WindowMemory<Record> | undefined
}

export interface Page<Record extends Sequenced> {
  records: Record[]
  /** Number of matching records over all pages; only counted when asked for. */
  total: number | undefined
  /** `$skiptoken` of the next page; undefined on the last. */
  nextToken: string | undefined
}

/**
 * Makes an array a source of records, in its own order.
 *
 * @example
 * cutPage(query, recordsOf(products), 100).records.map(({ value }) => value)
 */
export function recordsOf<Value>(
  values: readonly Value[],
): RecordSource<Sequenced & { readonly value: Value }> {
  return {
    *entries(after = -1) {
      for (let sequence = after + 1; sequence < values.length; sequence++) {
        yield { value: values[sequence] as Value, sequence }
      }
    },
    count: () => values.length,
  }
}

/**
 * Runs a query over records and cuts one page out of the result.
 *
 * @param size The most records on the page; `$top` is left to the caller, since services differ in what it limits.
 * @returns The records of the page; the total over all pages, if `$count=true`; and the `$skiptoken` of the next page.
 * Tokens name a position, so records that are created or deleted between two pages do not shift the others.
 * @throws QueryOptionError for what only a record can show, such as a division by zero.
 * @example
 * const { records, total, nextToken } = cutPage(query, recordsOf(products), query.top ?? 100)
 */
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
  const skip = skipOf(query)
  const { rows, total } = rowsFrom(query, order, () => source.entries(), skip + size + 1, source.memory)
  const page = rows.slice(skip, skip + size)
  const more = rows.length > skip + size && size > 0
  const last = page.at(-1)
  return {
    records: page.map((row) => row.record),
    total: query.count ? total : undefined,
    nextToken: more ? tokenAfter(last?.record, last?.keys ?? [], query) : undefined,
  }
}

/** Only the first page skips records; the following pages continue where it ended. */
function skipOf({ skip, from }: ListQuery): number {
  return from ? 0 : skip
}

function tokenAfter(last: Sequenced | undefined, keys: readonly Key[], query: ListQuery): string | undefined {
  return last && writeSkipToken({ sequence: last.sequence, keys, query: query.identity })
}
