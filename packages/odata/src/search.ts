import { Cursor, EXPRESSION_LIMITS } from './cursor.ts'
import type { SearchExpression } from './expression.ts'
import { QueryOptionError } from './query-option-error.ts'

const PHRASE = /"([^"]+)"/y
const WORD = /[^\s()"'][^\s()"]*/y
/** Inside `$count(…)` a semicolon ends the option. */
const NESTED_WORD = /[^\s()";'][^\s()";]*/y
/** A search that is still being typed is sent as a string literal. */
const INCOMPLETE = /'((?:[^']|'')*)'/y
const OPERATOR = /[ \t]+(?:(AND|OR)(?=[ \t]))?[ \t]*/y
const NOT = /NOT[ \t]+(?=\S)/y

/** Decides whether a record has a word or phrase. */
export type MatchesTerm = (record: unknown, term: string) => boolean

/**
 * Reads `blue OR (green NOT "dark red")` (`searchExpr` in the grammar, URL conventions, section 5.1.8.1). The operators are
 * upper case; NOT binds most strongly, then AND, which may be left out, then OR.
 *
 * @param count called for each word, phrase and operator; throws when there are too many
 * @param word what a word is made of
 */
export function readSearch(cursor: Cursor, count: () => void, word = NESTED_WORD): SearchExpression {
  const either = (depth: number): SearchExpression => {
    let left = both(depth)
    while (operatorAhead(cursor) === 'OR') {
      cursor.match(OPERATOR)
      left = { kind: 'or', left, right: both(depth) }
    }
    return left
  }
  const both = (depth: number): SearchExpression => {
    let left = term(depth)
    while (operatorAhead(cursor) === 'AND') {
      cursor.match(OPERATOR)
      left = { kind: 'and', left, right: term(depth) }
    }
    return left
  }
  const term = (depth: number): SearchExpression => {
    count()
    if (depth > EXPRESSION_LIMITS.depth) throw tooDeep(cursor)
    if (cursor.match(NOT)) return { kind: 'not', operand: term(depth + 1) }
    if (!cursor.accept('(')) return readTerm(cursor, word)
    cursor.blanks()
    const inner = either(depth + 1)
    cursor.close(')')
    return inner
  }
  return either(0)
}

/**
 * Compiles a `$search`.
 *
 * @param matches says whether a record has a word or phrase; without it, whether one of the record's texts, at any
 * depth, contains it in any letter case. The standard leaves this to the service.
 * @returns A predicate over records.
 * @throws QueryOptionError 400 with the position of what does not fit.
 * @example
 * records.filter(compileSearch('blue OR green'))
 */
export function compileSearch(text: string, matches?: MatchesTerm): (record: unknown) => boolean {
  return searchPredicate(parseSearch(text), matches)
}

/** Turns the syntax tree of a search into a predicate. */
export function searchPredicate(
  expression: SearchExpression,
  matches: MatchesTerm = containsTerm,
): (record: unknown) => boolean {
  if (expression.kind === 'term') return (record) => matches(record, expression.text)
  if (expression.kind === 'not') {
    const operand = searchPredicate(expression.operand, matches)
    return (record) => !operand(record)
  }
  const [left, right] = [
    searchPredicate(expression.left, matches),
    searchPredicate(expression.right, matches),
  ]
  if (expression.kind === 'and') return (record) => left(record) && right(record)
  return (record) => left(record) || right(record)
}

/**
 * Parses a whole `$search`.
 *
 * @throws QueryOptionError 400 with the position of what does not fit.
 */
export function parseSearch(text: string): SearchExpression {
  const cursor = new Cursor('$search', text)
  let nodes = 0
  const { length, nodes: most } = EXPRESSION_LIMITS
  if (text.length > length) throw tooLarge(`longer than ${length} characters`, length)
  cursor.blanks()
  const count = () => {
    nodes += 1
    if (nodes > most) throw tooLarge(`made of more than ${most} words`, cursor.position)
  }
  const expression = readSearch(cursor, count, WORD)
  cursor.blanks()
  cursor.expectEnd('a word, a phrase or an operator')
  return expression
}

function tooLarge(how: string, position: number): QueryOptionError {
  return new QueryOptionError('$search', `$search: the expression is ${how}. Shorten it.`, { position })
}

function tooDeep({ option, position }: Cursor): QueryOptionError {
  const message = `${option}: the expression is nested deeper than ${EXPRESSION_LIMITS.depth} levels. Shorten it.`
  return new QueryOptionError(option, message, { position })
}

/** The next token after white space; two terms side by side are joined by AND. */
function operatorAhead(cursor: Cursor): 'AND' | 'OR' | undefined {
  const { position } = cursor
  const operator = cursor.match(OPERATOR)?.[1]
  const another = cursor.position > position && cursor.peek(/[^\s);]/y) !== undefined
  cursor.position = position
  return another ? ((operator ?? 'AND') as 'AND' | 'OR') : undefined
}

function readTerm(cursor: Cursor, word: RegExp): SearchExpression {
  const phrase = cursor.match(PHRASE)?.[1] ?? cursor.match(INCOMPLETE)?.[1]?.replaceAll("''", "'")
  const text = phrase ?? cursor.match(word)?.[0]
  if (text === undefined) throw cursor.unexpected('a word or a phrase in double quotes')
  return { kind: 'term', text }
}

function containsTerm(record: unknown, term: string): boolean {
  return containsText(record, term.toLowerCase(), 0)
}

function containsText(value: unknown, term: string, depth: number): boolean {
  if (typeof value === 'string') return value.toLowerCase().includes(term)
  if (typeof value !== 'object' || value === null || depth > 16) return false
  return Object.values(value).some((own) => containsText(own, term, depth + 1))
}
