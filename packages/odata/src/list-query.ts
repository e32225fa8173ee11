import { compileFilter, type QueryContext } from './compiler.ts'
import { type Compute, computeOf, parseCompute, withComputed } from './compute.ts'
import { type RawOptions, readBoolean, readNumber } from './options.ts'
import { parseOrderBy, type SortOrder, sortOrderOf } from './order-by.ts'
import { compileSearch, type MatchesTerm } from './search.ts'
import { parseSelect, type Selection } from './select.ts'
import { type PagePosition, readSkipToken } from './skip-token.ts'

/** The query options of one list request, checked and ready to run. */
export interface ListQuery {
  /** `$filter` and `$search`; undefined keeps every record. */
  matches: ((record: unknown) => boolean) | undefined
  /** Undefined keeps the order of insertion. */
  order: SortOrder | undefined
  /** Adds the computed properties to a record, which `selection` may name. */
  compute: Compute | undefined
  selection: Selection | undefined
  skip: number
  top: number | undefined
  count: boolean
  /** Where the page begins, from `$skiptoken`. */
  from: PagePosition | undefined
  /** The options that choose and sort records as one text: what a skip token belongs to. */
  identity: string
}

/** Options for checking and running a list query. */
export interface ListContext extends Omit<QueryContext, 'aliases'> {
  /** Says whether a record has a word or phrase of `$search`. Default: as `compileSearch`. */
  matchesTerm?: MatchesTerm | undefined
}

/**
 * Compiles the options of a list.
 *
 * @throws QueryOptionError for the first option that cannot be understood or executed.
 * @example
 * const query = compileListQuery(readOptions(new URL(request.url).searchParams), { schema })
 * const { records, nextToken } = cutPage(query, recordsOf(products), query.top ?? 100)
 */
export function compileListQuery(raw: RawOptions, context: ListContext): ListQuery {
  const { options, aliases } = raw
  const [select, token] = [options.get('$select'), options.get('$skiptoken')]
  const computed = parseComputed(raw)
  const base: QueryContext = { ...context, aliases }
  const compute = computed.length > 0 ? computeOf(computed, base) : undefined
  const schema = compute ? withComputed(context.schema ?? {}, computed) : (context.schema ?? {})
  const items = orderItems(raw)
  const order = items.length > 0 ? sortOrderOf(items, { ...base, schema }) : undefined
  const identity = identityOf(raw)
  return {
    matches: matchesOf(raw, { ...base, schema }, context.matchesTerm, compute),
    order: order && compute ? orderOfComputed(order, compute) : order,
    compute,
    selection: select === undefined ? undefined : parseSelect(select, schema, context.resolve),
    skip: readNumber(raw, '$skip') ?? 0,
    top: readNumber(raw, '$top'),
    count: readBoolean(raw, '$count'),
    from: token === undefined ? undefined : readSkipToken(token, identity, items.length),
    identity,
  }
}

function parseComputed({ options, aliases }: RawOptions) {
  const text = options.get('$compute')
  return text === undefined ? [] : parseCompute(text, aliases)
}

function orderItems({ options, aliases }: RawOptions) {
  const text = options.get('$orderby')
  return text === undefined ? [] : parseOrderBy(text, aliases)
}

function identityOf({ options, aliases }: RawOptions): string {
  const chosen = ['$filter', '$orderby', '$search', '$compute'].map((option) => options.get(option) ?? null)
  return JSON.stringify([...chosen, aliases.size > 0 ? [...aliases] : null])
}

function matchesOf(
  { options }: RawOptions,
  context: QueryContext,
  matchesTerm: MatchesTerm | undefined,
  compute: Compute | undefined,
): ListQuery['matches'] {
  const [filter, search] = [options.get('$filter'), options.get('$search')]
  const kept = filter === undefined ? undefined : compileFilter(filter, context)
  const found = search === undefined ? undefined : compileSearch(search, matchesTerm)
  const filtered = kept && compute ? onComputed(kept, compute) : kept
  if (!filtered || !found) return filtered ?? found
  return (record) => found(record) && filtered(record)
}

function onComputed<Result>(run: (record: unknown) => Result, compute: Compute) {
  return (record: unknown): Result => run(compute(record as Record<string, unknown>))
}

function orderOfComputed(order: SortOrder, compute: Compute): SortOrder {
  return {
    ...order,
    keysOf: onComputed(order.keysOf, compute),
    firstKeyOf: onComputed(order.firstKeyOf, compute),
  }
}
