import { Cursor, EXPRESSION_LIMITS } from './cursor.ts'
import type { BinaryOperator, Case, Expression, ListLiteral, Literal } from './expression.ts'
import { arityOf } from './functions.ts'
import { readEnumeration, readJsonString, readLiteral, readPrefixed } from './literals.ts'
import { IDENTIFIER, lazily, NAME, QUALIFIED, QUALIFIED_NAME } from './names.ts'
import { type ExpressionReader, readAnnotated, readPath, readPrefix, readRootedPath } from './path-parser.ts'
import { malformed, QueryOptionError } from './query-option-error.ts'

/** Operator precedence of section 5.1.1.17; `has` and `in` bind like a path. */
const BINARY_POWER = new Map<string, number>([
  ['or', 1],
  ['and', 2],
  ['eq', 3],
  ['ne', 3],
  ['gt', 4],
  ['ge', 4],
  ['lt', 4],
  ['le', 4],
  ['add', 5],
  ['sub', 5],
  ['mul', 6],
  ['div', 6],
  ['divby', 6],
  ['mod', 6],
  ['has', 8],
  ['in', 8],
])
const [UNARY_POWER, PATH_POWER] = [7, 8]

/** A word after white space, which an array or object before it may already have consumed. */
const WORD = lazily(`(?:(?<=[ \\t])|[ \\t]+)(${NAME})`, 'uy')
const TYPE = `(?:Collection\\(${QUALIFIED}\\)|${QUALIFIED})`
const TYPE_NAME = lazily(TYPE, 'uy')
const ONLY_TYPE = lazily(`${TYPE}(?=[ \\t]*\\))`, 'uy')
const ROOT = lazily(String.raw`\$(?:it|this|root)(?![\p{L}\p{Nd}_])`, 'uy')
/** `not` and white space, or `not(` as Microsoft Graph documents it. */
const NOT = /not(?:[ \t]+|(?=\())/iy
const NEGATE = lazily(String.raw`-(?!\d|INF(?![\p{L}\p{Nl}\p{Nd}_]))[ \t]*`, 'uy')
const BRACKET = /[ \t]*([[{])[ \t]*/y
const CLOSED = { '[': /[ \t]*\][ \t]*/y, '{': /[ \t]*\}[ \t]*/y } as const

export interface ParserInput {
  /** Name of the option with its `$`, for messages. */
  option: string
  /** Decoded text of the option. */
  text: string
  /** Parameter aliases of the query (`@p=…`), by their name with `@`. */
  aliases?: ReadonlyMap<string, string> | undefined
}

/**
 * Parses a whole text as one common expression (`commonExpr` in the grammar of OData 4.01).
 *
 * @returns The syntax tree. No name in it has been checked against a schema.
 * @throws QueryOptionError 400 with the position of the first character that does not fit, or when the text passes a
 * bound of `EXPRESSION_LIMITS`.
 * @example
 * parseExpression({ option: '$filter', text: "Name eq 'Milk'" })
 * // { kind: 'binary', operator: 'eq', left: { kind: 'path', … }, right: { kind: 'literal', … }, position: 5 }
 */
export function parseExpression(input: ParserInput): Expression {
  return new ExpressionParser(input).whole()
}

/** State that an option shares with its aliases, so that the bounds hold for all of them together. */
interface Budget {
  aliases: ReadonlyMap<string, string>
  depth: number
  nodes: number
  length: number
}

/** Recursive descent over the text, without a scanner, because the places for white space differ from rule to rule. */
export class ExpressionParser implements ExpressionReader {
  readonly cursor: Cursor
  readonly #budget: Budget

  constructor(input: ParserInput, budget?: Budget) {
    this.cursor = new Cursor(input.option, input.text)
    this.#budget = budget ?? { aliases: input.aliases ?? new Map(), depth: 0, nodes: 0, length: 0 }
    this.#budget.length += input.text.length
    const { length } = EXPRESSION_LIMITS
    if (this.#budget.length > length) throw this.#tooLarge(`longer than ${length} characters`, length)
  }

  whole(): Expression {
    const expression = this.expression()
    this.cursor.expectEnd('the end of the expression or an operator')
    return expression
  }

  /** An expression whose operators bind more strongly than `power`. */
  expression(power = 0): Expression {
    return this.#nested(() => {
      let left = this.#operand()
      for (let next = this.#operator(power); next; next = this.#operator(power))
        left = this.#binary(left, next)
      return left
    })
  }

  /** Consumes a word such as `desc` after white space, in any letter case. */
  acceptWord(word: string): boolean {
    const before = this.cursor.position
    if (this.cursor.match(WORD())?.[1]?.toLowerCase() === word) return true
    this.cursor.position = before
    return false
  }

  identifier(wanted: string): string {
    const name = this.cursor.match(IDENTIFIER())?.[0]
    if (name === undefined) throw this.cursor.unexpected(wanted)
    return name
  }

  count(): void {
    this.#budget.nodes += 1
    const { nodes } = EXPRESSION_LIMITS
    if (this.#budget.nodes > nodes) {
      throw this.#tooLarge(`made of more than ${nodes} operators, functions and names`)
    }
  }

  alias(name: string): Expression | undefined {
    const text = this.#budget.aliases.get(name)
    if (text === undefined) return undefined
    return this.#nested(() => new ExpressionParser({ option: name, text }, this.#budget).whole())
  }

  #nested<Result>(read: () => Result): Result {
    const { depth } = EXPRESSION_LIMITS
    this.#budget.depth += 1
    if (this.#budget.depth > depth) throw this.#tooLarge(`nested deeper than ${depth} levels`)
    const result = read()
    this.#budget.depth -= 1
    return result
  }

  #tooLarge(how: string, position = this.cursor.position): QueryOptionError {
    const { option } = this.cursor
    const message = `${option}: the expression is ${how}. Shorten it, for example with 'in'.`
    return new QueryOptionError(option, message, { position })
  }

  /** Consumes the next operator if it binds more strongly than `power`. */
  #operator(power: number): { name: string; position: number } | undefined {
    const before = this.cursor.position
    const name = this.cursor.match(WORD())?.[1]?.toLowerCase() ?? ''
    const position = this.cursor.position - name.length
    if ((BINARY_POWER.get(name) ?? 0) <= power) this.cursor.position = before
    else if (this.cursor.space()) return { name, position }
    else throw this.cursor.unexpected(`white space behind '${name}'`)
    return undefined
  }

  #binary(left: Expression, { name, position }: { name: string; position: number }): Expression {
    this.count()
    if (name === 'in') return { kind: 'in', operand: left, list: this.#membershipList(), position }
    const right = name === 'has' ? this.#enumeration() : this.expression(BINARY_POWER.get(name))
    return { kind: 'binary', operator: name as BinaryOperator, left, right, position }
  }

  /** The right side of `has` is an enumeration literal, with or without its type. */
  #enumeration(): Literal {
    const { position } = this.cursor
    const literal = readEnumeration(this.cursor)
    if (!literal) throw this.cursor.unexpected("an enumeration literal such as 'Yellow'", position)
    return literal
  }

  #membershipList(): Expression {
    const wanted = "')' (round brackets hold literals, square ones other expressions)"
    return this.#literalList() ?? this.#group(wanted) ?? this.expression(PATH_POWER)
  }

  /** `('a','b')` holds only literals (`listExpr`); anything else in brackets is one expression. */
  #literalList(): ListLiteral | undefined {
    const { position } = this.cursor
    if (!this.cursor.accept('(')) return undefined
    this.cursor.blanks()
    const items: Literal[] = []
    for (let more = this.cursor.peek(/\)/y) === undefined; more; more = this.cursor.separator(',')) {
      const item = this.#listItem()
      if (!item) return this.#back(position)
      items.push(item)
    }
    return this.cursor.match(/[ \t]*\)/y) ? { kind: 'list', items, position } : this.#back(position)
  }

  #back(position: number): undefined {
    this.cursor.position = position
  }

  #listItem(): Literal | undefined {
    const { position } = this.cursor
    const prefix = readPrefix(this)
    return prefix === undefined ? readLiteral(this.cursor) : readPrefixed(this.cursor, prefix, position)
  }

  #operand(): Expression {
    return this.#unary() ?? this.#structured() ?? this.#group() ?? this.#literal() ?? this.#named()
  }

  #unary(): Expression | undefined {
    const { position } = this.cursor
    const operator = this.cursor.match(NOT) ? 'not' : this.cursor.match(NEGATE()) ? 'negate' : undefined
    if (operator === undefined) return undefined
    this.count()
    return { kind: 'unary', operator, operand: this.expression(UNARY_POWER), position }
  }

  #group(wanted = "')'"): Expression | undefined {
    if (!this.cursor.accept('(')) return undefined
    this.cursor.blanks()
    const inner = this.expression()
    this.cursor.blanks()
    if (!this.cursor.accept(')')) throw this.cursor.unexpected(wanted)
    return inner
  }

  /** An array or object (`arrayOrObject`), which may have white space on both sides. */
  #structured(): Expression | undefined {
    const bracket = this.cursor.match(BRACKET)?.[1]
    if (bracket === undefined) return undefined
    const position = this.cursor.text.lastIndexOf(bracket, this.cursor.position - 1)
    return this.#nested(() =>
      bracket === '['
        ? { kind: 'list', items: this.#items(CLOSED['['], () => this.#value()), position }
        : { kind: 'object', members: this.#items(CLOSED['{'], () => this.#member()), position },
    )
  }

  #items<Item>(closed: RegExp, read: () => Item): Item[] {
    const items: Item[] = []
    if (this.cursor.match(closed)) return items
    do items.push(read())
    while (this.cursor.separator(','))
    if (!this.cursor.match(closed)) throw this.cursor.unexpected("',' or the closing bracket")
    return items
  }

  #value(): Expression {
    return readJsonString(this.cursor) ?? this.expression()
  }

  #member(): { name: string; value: Expression } {
    const name = readJsonString(this.cursor)?.value
    if (typeof name !== 'string') throw this.cursor.unexpected('the name of a member in double quotes')
    if (!this.cursor.separator(':')) throw this.cursor.unexpected("':'")
    return { name, value: this.#value() }
  }

  #literal(): Literal | undefined {
    const { cursor } = this
    if (cursor.peek(/"/y) === undefined) return readLiteral(cursor)
    throw malformed(cursor.option, cursor.position, 'a string in double quotes; write single quotes')
  }

  /** An operand that begins with a name: a path, a function, or a literal with a prefix. */
  #named(): Expression {
    this.count()
    const { position } = this.cursor
    const root = this.cursor.match(ROOT())?.[0] as '$it' | '$this' | '$root' | undefined
    if (root !== undefined) return readRootedPath(this, root, position)
    if (this.cursor.peek(/@/y) !== undefined) return readAnnotated(this, position)
    const prefix = readPrefix(this)
    if (prefix !== undefined) return readPrefixed(this.cursor, prefix, position)
    const name = this.cursor.match(QUALIFIED_NAME())?.[0]
    if (name === undefined) throw this.cursor.unexpected('a property, a literal or a function')
    return this.#call(name, position) ?? readPath(this, name, position)
  }

  /** A canonical function; undefined if the name is not one or no bracket follows. */
  #call(name: string, position: number): Expression | undefined {
    if (this.cursor.peek(/\(/y) === undefined) return undefined
    const lower = name.toLowerCase()
    if (lower === 'case') return this.#case(position)
    if (lower === 'cast' || lower === 'isof') return this.#typeFunction(lower, position)
    const arity = arityOf(lower)
    if (!arity) return undefined
    const given = this.#arguments()
    if (arity.includes(given.length)) return { kind: 'call', name: lower, arguments: given, position }
    const wanted = `${arity.join(' or ')} ${arity[0] === 1 ? 'argument' : 'arguments'}`
    throw malformed(this.cursor.option, position, `'${lower}' takes ${wanted}, not ${given.length}`)
  }

  #arguments(): Expression[] {
    const given: Expression[] = []
    this.#open()
    if (this.cursor.accept(')')) return given
    do given.push(this.expression())
    while (this.cursor.separator(','))
    this.cursor.close(')')
    return given
  }

  #open(): void {
    this.cursor.expect('(')
    this.cursor.blanks()
  }

  #case(position: number): Case {
    const branches: Case['branches'] = []
    this.#open()
    do {
      const condition = this.expression()
      if (!this.cursor.separator(':')) throw this.cursor.unexpected("':'")
      branches.push({ condition, result: this.expression() })
    } while (this.cursor.separator(','))
    this.cursor.close(')')
    return { kind: 'case', branches, position }
  }

  /** `cast(Price,Edm.Int32)`, or `isof(Model.Customer)` of the current instance. */
  #typeFunction(name: string, position: number): Expression {
    this.#open()
    const only = this.cursor.match(ONLY_TYPE())?.[0]
    const given = only === undefined ? [this.expression()] : []
    if (only === undefined && !this.cursor.separator(',')) throw this.cursor.unexpected("',' and a type")
    const type = only ?? this.cursor.match(TYPE_NAME())?.[0]
    if (type === undefined) throw this.cursor.unexpected('the name of a type')
    this.cursor.close(')')
    return { kind: 'call', name, arguments: given, type, position }
  }
}
