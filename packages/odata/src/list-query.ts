import { compileFilter } from './compiler.ts'
import type { Schema, SchemaReader } from './edm.ts'
import { type RawOptions, readBoolean, readNumber } from './options.ts'
import { compileOrderBy, parseOrderBy, type SortOrder } from './order-by.ts'
import { parseExpression } from './parser.ts'
import { parseSelect, type Selection } from './select.ts'
import { type PagePosition, readSkipToken } from './skip-token.ts'

/** The query options of one list request, checked and ready to run. */
export interface ListQuery {
  /** Undefined keeps every record. */
  matches: ((record: unknown) => boolean) | undefined
  /** Undefined keeps the order of insertion. */
  order: SortOrder | undefined
  selection: Selection | undefined
  skip: number
  top: number | undefined
  count: boolean
  /** Where the page begins, from `$skiptoken`. */
  from: PagePosition | undefined
  /** `$filter` and `$orderby` as one text: what a skip token belongs to. */
  identity: string
}

export interface QueryContext {
  schema: Schema
  reader: SchemaReader
  now: () => Date
}

/**
 * Compiles the options of a list.
 *
 * @throws QueryOptionError for the first option that cannot be understood or executed.
 */
export function compileListQuery(raw: RawOptions, context: QueryContext): ListQuery {
  const { options, aliases } = raw
  const [filter, orderBy, select] = [options.get('$filter'), options.get('$orderby'), options.get('$select')]
  const identity = JSON.stringify([filter ?? null, orderBy ?? null, aliases.size > 0 ? [...aliases] : null])
  const items = orderBy === undefined ? [] : parseOrderBy({ option: '$orderby', text: orderBy, aliases })
  const token = options.get('$skiptoken')
  return {
    matches: filter === undefined ? undefined : filterOf(filter, aliases, context),
    order: items.length > 0 ? compileOrderBy(items, { option: '$orderby', ...context }) : undefined,
    selection: select === undefined ? undefined : parseSelect(select, context.schema, context.reader),
    skip: readNumber(raw, '$skip') ?? 0,
    top: readNumber(raw, '$top'),
    count: readBoolean(raw, '$count'),
    from: token === undefined ? undefined : readSkipToken(token, identity, items.length),
    identity,
  }
}

function filterOf(text: string, aliases: ReadonlyMap<string, string>, context: QueryContext) {
  const expression = parseExpression({ option: '$filter', text, aliases })
  return compileFilter(expression, { option: '$filter', ...context })
}
