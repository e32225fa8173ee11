import { compileExpression, type QueryContext } from './compiler.ts'
import { type Schema, SchemaReader } from './edm.ts'
import type { Expression } from './expression.ts'
import { ExpressionParser, type ParserInput } from './parser.ts'
import { malformed } from './query-option-error.ts'

const OPTION = '$compute'

export interface ComputeItem {
  expression: Expression
  name: string
  position: number
}

/** A record with computed properties. */
export type Compute = (record: Readonly<Record<string, unknown>>) => Record<string, unknown>

/**
 * Parses `Price mul Quantity as Total,length(Name) as Size`.
 *
 * @throws QueryOptionError 400 with the position of what does not fit.
 */
export function parseCompute(text: string, aliases?: ParserInput['aliases']): ComputeItem[] {
  const parser = new ExpressionParser({ option: OPTION, text, aliases })
  const { cursor } = parser
  const items: ComputeItem[] = []
  do {
    const { position } = cursor
    const expression = parser.expression()
    if (!parser.acceptWord('as') || !cursor.space()) throw cursor.unexpected("'as' and a name")
    items.push({ expression, name: parser.identifier('a name for the computed property'), position })
  } while (cursor.separator(','))
  cursor.expectEnd("',' or the end")
  return items
}

/**
 * Compiles a `$compute` (URL conventions, section 5.1.10).
 *
 * @returns A function that gives a copy of a record with the computed properties.
 * @throws QueryOptionError as `compileFilter` does, and 400 for a name that the schema or an earlier item has.
 * @example
 * items.map(compileCompute('Price mul Quantity as Total'))
 */
export function compileCompute(text: string, context: QueryContext = {}): Compute {
  return computeOf(parseCompute(text, context.aliases), context)
}

export function computeOf(items: readonly ComputeItem[], context: QueryContext): Compute {
  requireNewNames(items, context)
  const variables: unknown[] = []
  const compiled = items.map(({ name, expression }) => {
    const { evaluate } = compileExpression(expression, OPTION, context)
    return (record: unknown) => [name, evaluate(record, variables)] as const
  })
  return (record) => ({ ...record, ...Object.fromEntries(compiled.map((compute) => compute(record))) })
}

/** The schema of records that have the computed properties, whose types are those of their values. */
export function withComputed(schema: Schema, items: readonly ComputeItem[]): Schema {
  return { allOf: [schema, { properties: Object.fromEntries(items.map(({ name }) => [name, {}])) }] }
}

function requireNewNames(items: readonly ComputeItem[], { schema = {}, resolve }: QueryContext): void {
  const reader = new SchemaReader(resolve)
  const names = new Set<string>()
  for (const { name, position } of items) {
    if (reader.declares(schema, name) || names.has(name)) {
      throw malformed(OPTION, position, `there is already a property named '${name}'`)
    }
    names.add(name)
  }
}
