import { compareKeys, familyOf, type Key, keyOf } from './comparable.ts'
import { compileExpression, type QueryContext } from './compiler.ts'
import { describeType } from './edm.ts'
import type { Expression } from './expression.ts'
import { ExpressionParser, type ParserInput } from './parser.ts'
import { notExecuted } from './query-option-error.ts'

const OPTION = '$orderby'

export interface OrderByItem {
  expression: Expression
  descending: boolean
}

/**
 * Parses `displayName desc,length(domain)` to its items, in order of weight.
 *
 * @throws QueryOptionError 400 with the position of what does not fit.
 */
export function parseOrderBy(text: string, aliases?: ParserInput['aliases']): OrderByItem[] {
  const parser = new ExpressionParser({ option: OPTION, text, aliases })
  const items: OrderByItem[] = []
  do {
    const expression = parser.expression()
    const descending = parser.acceptWord('desc')
    if (!descending) parser.acceptWord('asc')
    items.push({ expression, descending })
  } while (parser.cursor.separator(','))
  parser.cursor.expectEnd("',', 'asc' or 'desc'")
  return items
}

/**
 * Compiles an `$orderby` to a function that compares two records (URL conventions, section 5.1.5; null sorts lowest).
 *
 * @returns A comparator for `toSorted`; zero for records that have the same keys.
 * @throws QueryOptionError as `compileFilter` does, and 501 for sorting by an object or a collection.
 * @example
 * products.toSorted(compileOrderBy('Price desc,Name'))
 */
export function compileOrderBy(
  text: string,
  context: QueryContext = {},
): (left: unknown, right: unknown) => number {
  const order = sortOrderOf(parseOrderBy(text, context.aliases), context)
  return (left, right) => order.compare(order.keysOf(left), order.keysOf(right))
}

/** Reads the sort keys of a record, one per item. */
export interface SortOrder {
  keysOf(record: unknown): Key[]
  /** The first key alone: most records of a long list are ruled out by it. */
  firstKeyOf(record: unknown): Key
  /** Null sorts lowest, so first when ascending. */
  compare(left: readonly Key[], right: readonly Key[]): number
  compareFirst(left: Key, right: Key): number
}

export function sortOrderOf(items: readonly OrderByItem[], context: QueryContext): SortOrder {
  const readers = items.map(({ expression }) => keyReader(expression, context))
  const signs = items.map(({ descending }) => (descending ? -1 : 1))
  const [first = () => null] = readers
  const [firstSign = 1] = signs
  const variables: unknown[] = []
  return {
    keysOf: (record) => readers.map((read) => read(record, variables)),
    firstKeyOf: (record) => first(record, variables),
    compareFirst: (left, right) => compareKeys(left, right) * firstSign,
    compare: (left, right) => {
      for (const [index, sign] of signs.entries()) {
        const order = compareKeys(left[index] ?? null, right[index] ?? null)
        if (order !== 0) return order * sign
      }
      return 0
    },
  }
}

function keyReader(expression: Expression, context: QueryContext) {
  const compiled = compileExpression(expression, OPTION, context)
  const family = compiled.type.kind === 'Null' ? 'untyped' : familyOf(compiled.type)
  if (!family) throw notExecuted(OPTION, compiled.position, `sorting by ${describeType(compiled.type)}`)
  return keyOf(compiled, family)
}
