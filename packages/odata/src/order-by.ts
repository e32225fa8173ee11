import { compareKeys, familyOf, type Key, keyOf } from './comparable.ts'
import { type CompilerContext, compileExpression } from './compiler.ts'
import { describeType } from './edm.ts'
import type { Expression } from './expression.ts'
import { ExpressionParser, type ParserInput } from './parser.ts'
import { notExecuted } from './query-option-error.ts'

export interface OrderByItem {
  expression: Expression
  descending: boolean
}

/** `displayName desc,length(domain)` → items in order of weight. */
export function parseOrderBy(input: ParserInput): OrderByItem[] {
  const parser = new ExpressionParser(input)
  const items: OrderByItem[] = []
  do {
    const expression = parser.expression()
    const descending = parser.acceptWord('desc')
    if (!descending) parser.acceptWord('asc')
    items.push({ expression, descending })
  } while (parser.accept(','))
  parser.expectEnd()
  return items
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

export function compileOrderBy(items: readonly OrderByItem[], context: CompilerContext): SortOrder {
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

function keyReader(expression: Expression, context: CompilerContext) {
  const compiled = compileExpression(expression, context)
  const family = compiled.type.kind === 'Null' ? 'untyped' : familyOf(compiled.type)
  if (!family) {
    throw notExecuted(context.option, compiled.position, `sorting by ${describeType(compiled.type)}`)
  }
  return keyOf(compiled, family)
}
