// Run one option over plain records.

export { compileFilter, type QueryContext } from './compiler.ts'
export { type Compute, compileCompute } from './compute.ts'
export type { ResolveReference, Schema } from './edm.ts'
export { compileOrderBy } from './order-by.ts'
export { compileSearch, type MatchesTerm } from './search.ts'
export { applySelect, parseSelect, type Selection, selectionText } from './select.ts'

// Answer a list: all options of a request, with pages.

export { compileListQuery, type ListContext, type ListQuery } from './list-query.ts'
export { type QueryText, type RawOptions, readOptions, systemOptionName } from './options.ts'
export type { SortOrder } from './order-by.ts'
export { cutPage, type Page, type RecordSource, recordsOf } from './page.ts'
export type { Sequenced, WindowMemory } from './sorted-window.ts'

// Translate expressions to something else, such as SQL.

export { type ComputeItem, parseCompute } from './compute.ts'
export { EXPRESSION_LIMITS } from './cursor.ts'
export type * from './expression.ts'
export { type OrderByItem, parseOrderBy } from './order-by.ts'
export { type ParserInput, parseExpression } from './parser.ts'
export { parseSearch } from './search.ts'

// Errors.

export { QueryOptionError } from './query-option-error.ts'
