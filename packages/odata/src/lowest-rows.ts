import type { Key } from './comparable.ts'
import type { SortOrder } from './order-by.ts'
import type { PagePosition } from './skip-token.ts'

/** A record with its place in the order of insertion, which never changes and is never given out twice. */
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
 * Keeps the rows that sort lowest without sorting all of them. Rows gather up to twice the wanted number, then the
 * upper half is dropped; from then on most records fail against the highest kept row by their first key alone.
 */
export class LowestRows<Record extends Sequenced> {
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

/** Whether a record sorts behind a position; its first key alone decides nearly always. */
export function isBehind(order: SortOrder, record: Sequenced, first: Key, position: PagePosition): boolean {
  const coarse = order.compareFirst(first, position.keys[0] ?? null)
  if (coarse !== 0) return coarse > 0
  return isRowBehind(order, { record, keys: order.keysOf(record.value) }, position)
}

export function isRowBehind(
  order: SortOrder,
  { record, keys }: Row<Sequenced>,
  position: PagePosition,
): boolean {
  const fine = order.compare(keys, position.keys)
  return fine > 0 || (fine === 0 && record.sequence > position.sequence)
}
