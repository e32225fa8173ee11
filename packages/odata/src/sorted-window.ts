import type { Key } from './comparable.ts'
import type { ListQuery } from './list-query.ts'
import type { SortOrder } from './order-by.ts'
import type { PagePosition } from './skip-token.ts'

/** A record with its place in the order of insertion, which never changes and is never given twice. */
export interface Sequenced {
  readonly value: unknown
  readonly sequence: number
}

/** A record with its sort keys. */
export interface Row<Record> {
  readonly record: Record
  readonly keys: readonly Key[]
}

/**
 * Rows read ahead while a client pages through a sorted list: finding 100 or 1,000 of them costs the same pass over the
 * records.
 */
const READ_AHEAD = 1000

/** Rows in their order, from one position on. */
export interface SortedWindow<Record extends Sequenced> {
  readonly rows: readonly Row<Record>[]
  /** Position that the first row follows; undefined for the start of the list. */
  readonly from: PagePosition | undefined
  /** Matching records of the whole list. */
  readonly total: number
  /** Whether the last row is the end of the list. */
  readonly complete: boolean
}

/**
 * Holds one window of one query over one state of the records. Its owner has to ensure that: as soon as
 * a record or the meaning of the query changes, it must be empty.
 */
export interface WindowMemory<Record extends Sequenced> {
  window: SortedWindow<Record> | undefined
}

/** The rows after a position, at least `wanted` of them if there are as many; from memory if they are known. */
export function rowsFrom<Record extends Sequenced>(
  query: ListQuery,
  order: SortOrder,
  records: () => Iterable<Record>,
  wanted: number,
  memory: WindowMemory<Record> | undefined,
): SortedWindow<Record> {
  const { from } = query
  const known = from && memory?.window ? remainder(memory.window, order, from, wanted) : undefined
  if (known) return known
  const found = search(query, order, records(), from && memory ? Math.max(wanted, READ_AHEAD) : wanted)
  if (from && memory) memory.window = found
  return found
}

function remainder<Record extends Sequenced>(
  window: SortedWindow<Record>,
  order: SortOrder,
  from: PagePosition,
  wanted: number,
): SortedWindow<Record> | undefined {
  const start = firstBehind(window.rows, order, from)
  // Rows between an earlier position and the window are not known here.
  const connected = start > 0 || window.from?.sequence === from.sequence
  const enough = window.complete || window.rows.length - start >= wanted
  return connected && enough ? { ...window, rows: window.rows.slice(start) } : undefined
}

function firstBehind(rows: readonly Row<Sequenced>[], order: SortOrder, from: PagePosition): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const row = rows[middle]
    if (row && isRowBehind(order, row, from)) high = middle
    else low = middle + 1
  }
  return low
}

function search<Record extends Sequenced>(
  { matches, from }: ListQuery,
  order: SortOrder,
  records: Iterable<Record>,
  wanted: number,
): SortedWindow<Record> {
  const lowest = new LowestRows<Record>(order, wanted)
  let [total, behind] = [0, 0]
  for (const record of records) {
    if (matches && !matches(record.value)) continue
    total += 1
    const first = order.firstKeyOf(record.value)
    if (from && !isBehind(order, record, first, from)) continue
    behind += 1
    lowest.offer(record, first)
  }
  return { rows: lowest.sorted(), from, total, complete: behind <= wanted }
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

/** Whether a record sorts after a position; its first key nearly always decides. */
function isBehind(order: SortOrder, record: Sequenced, first: Key, position: PagePosition): boolean {
  const coarse = order.compareFirst(first, position.keys[0] ?? null)
  if (coarse !== 0) return coarse > 0
  return isRowBehind(order, { record, keys: order.keysOf(record.value) }, position)
}

function isRowBehind(order: SortOrder, { record, keys }: Row<Sequenced>, position: PagePosition): boolean {
  const fine = order.compare(keys, position.keys)
  return fine > 0 || (fine === 0 && record.sequence > position.sequence)
}
