import type {
  Binary,
  BinaryOperator,
  Call,
  Case,
  Expression,
  Lambda,
  ListLiteral,
  MemberPath,
} from './expression.ts'
import { malformed, notExecuted, QueryOptionError } from './query-option-error.ts'
import { Scanner, type Token } from './scanner.ts'

/**
 * Bounds on one expression. Every level of nesting costs stack and every node costs time per record; ASP.NET Core
 * OData sets such limits too (`MaxNodeCount` 100 there). Literals do not count: a list of 200 GUIDs is one look-up.
 */
export const EXPRESSION_LIMITS = { length: 8192, depth: 100, nodes: 200 } as const

/** Operator precedence of the URL conventions, section 5.1.1.17; `has` and `in` bind like a path. */
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
const UNARY_POWER = 7

export interface ParserInput {
  /** Name of the option with its `$`, for messages. */
  option: string
  /** Decoded text of the option. */
  text: string
  /** Parameter aliases of the query (`@p=…`), by their name with `@`. */
  aliases?: ReadonlyMap<string, string>
}

/**
 * Parses the whole text as one common expression.
 *
 * @throws QueryOptionError with the position of the first character that does not fit.
 */
export function parseExpression(input: ParserInput): Expression {
  const parser = new ExpressionParser(input)
  const expression = parser.expression()
  parser.expectEnd()
  return expression
}

/** Recursive descent over the scanner's tokens with one token of look-ahead. */
export class ExpressionParser {
  readonly #scanner: Scanner
  readonly #aliases: ReadonlyMap<string, string>
  #token: Token
  #depth: number
  #nodes = 0
  #listDepth = 0

  constructor(input: ParserInput, depth = 0) {
    this.#scanner = new Scanner(input.option, input.text)
    this.#aliases = input.aliases ?? new Map()
    this.#depth = depth
    const { length } = EXPRESSION_LIMITS
    if (input.text.length > length) {
      const message = `${input.option}: the text is longer than ${length} characters. Shorten it.`
      throw new QueryOptionError(input.option, message, { position: length })
    }
    this.#token = this.#scanner.next()
  }

  expression(power = 0): Expression {
    this.#enter()
    let left = this.#unary()
    for (;;) {
      const operator = this.#peekBinary(power)
      if (operator === undefined) break
      left = this.#binary(left, operator)
    }
    this.#depth -= 1
    return left
  }

  expectEnd(): void {
    if (this.#token.kind !== 'end') throw this.#unexpected('the end of the expression or an operator')
  }

  /** Consumes the punctuation if it is next. */
  accept(text: string): boolean {
    if (!this.#is(text)) return false
    this.#advance()
    return true
  }

  /** Consumes the word if it is next; operators and keywords are matched in any letter case (4.01). */
  acceptWord(word: string): boolean {
    if (this.#token.kind !== 'word' || this.#token.text.toLowerCase() !== word) return false
    this.#advance()
    return true
  }

  #enter(): void {
    this.#depth += 1
    if (this.#depth > EXPRESSION_LIMITS.depth) {
      throw this.#tooLarge(`nested deeper than ${EXPRESSION_LIMITS.depth} levels`)
    }
  }

  #count(): void {
    this.#nodes += 1
    if (this.#nodes > EXPRESSION_LIMITS.nodes) {
      throw this.#tooLarge(`made of more than ${EXPRESSION_LIMITS.nodes} operators, functions and paths`)
    }
  }

  #tooLarge(how: string): QueryOptionError {
    const { option } = this.#scanner
    const message = `${option}: the expression is ${how}. Shorten it, for example with 'in'.`
    return new QueryOptionError(option, message, { position: this.#token.position })
  }

  #peekBinary(power: number): string | undefined {
    if (this.#token.kind !== 'word') return undefined
    const operator = this.#token.text.toLowerCase()
    const own = BINARY_POWER.get(operator)
    return own !== undefined && own > power ? operator : undefined
  }

  #binary(left: Expression, operator: string): Expression {
    const { position } = this.#token
    this.#count()
    this.#advance()
    if (operator === 'in') return { kind: 'in', operand: left, list: this.#membershipList(), position }
    const right = this.expression(BINARY_POWER.get(operator))
    return { kind: 'binary', operator: operator as BinaryOperator, left, right, position } satisfies Binary
  }

  #membershipList(): Expression {
    const { position } = this.#token
    if (!this.accept('(')) return this.expression(BINARY_POWER.get('in'))
    return { kind: 'list', items: this.#items(')'), position }
  }

  #items(closing: string): Expression[] {
    const items: Expression[] = []
    if (this.accept(closing)) return items
    do items.push(this.expression())
    while (this.accept(','))
    this.#expect(closing)
    return items
  }

  #unary(): Expression {
    const { position } = this.#token
    const operator = this.accept('-') ? 'negate' : this.acceptWord('not') ? 'not' : undefined
    if (operator === undefined) return this.#primary()
    this.#count()
    return { kind: 'unary', operator, operand: this.expression(UNARY_POWER), position }
  }

  #primary(): Expression {
    const token = this.#token
    if (token.kind === 'literal') return this.#literal()
    if (token.kind === 'word') return this.#word(token.text)
    if (this.accept('(')) {
      const inner = this.expression()
      this.#expect(')')
      return inner
    }
    if (this.#is('[')) return this.#list()
    if (this.#is('{')) throw notExecuted(this.#scanner.option, token.position, 'an object literal')
    throw this.#unexpected('a property, a literal or a function')
  }

  #literal(): Expression {
    const token = this.#token
    if (this.#listDepth === 0 && this.#scanner.text.charAt(token.position) === '"') {
      throw malformed(this.#scanner.option, token.position, 'a string in double quotes (write single quotes)')
    }
    this.#advance()
    return token as Expression
  }

  #list(): ListLiteral {
    const { position } = this.#token
    this.#listDepth += 1
    this.#advance()
    const items = this.#items(']')
    this.#listDepth -= 1
    return { kind: 'list', items, position }
  }

  #word(text: string): Expression {
    const { position } = this.#token
    this.#count()
    if (text.startsWith('@')) return this.#alias(text)
    if (text === '$root') throw notExecuted(this.#scanner.option, position, "a path from '$root'")
    if (text.startsWith('$') && text !== '$it' && text !== '$this') {
      throw this.#unexpected('a property, a literal or a function')
    }
    this.#advance()
    if (this.accept('(')) return this.#call(text, position)
    return this.#path(text, position)
  }

  #call(name: string, position: number): Call | Case {
    if (name.toLowerCase() === 'case') return this.#case(position)
    return { kind: 'call', name, arguments: this.#items(')'), position }
  }

  #case(position: number): Case {
    const branches: Case['branches'] = []
    do {
      const condition = this.expression()
      this.#expect(':')
      branches.push({ condition, result: this.expression() })
    } while (this.accept(','))
    this.#expect(')')
    return { kind: 'case', branches, position }
  }

  #path(first: string, position: number): Expression {
    const path: MemberPath = { kind: 'path', segments: [first], position }
    while (this.accept('/')) {
      const end = this.#segment(path)
      if (end) return end
    }
    this.#refuseQualified(path)
    return path
  }

  /** Adds one segment, or returns the expression that the segment ends the path with. */
  #segment(path: MemberPath): Expression | undefined {
    const token = this.#token
    if (token.kind !== 'word') throw this.#unexpected('a property name')
    this.#advance()
    const word = token.text.toLowerCase()
    if (word === '$count') return { kind: 'count', source: path, position: token.position }
    const called = this.#is('(')
    if (called && (word === 'any' || word === 'all')) return this.#lambda(word, path, token.position)
    if (called || word.startsWith('$') || word.startsWith('@')) {
      throw notExecuted(this.#scanner.option, token.position, `the path segment '${token.text}'`)
    }
    path.segments.push(token.text)
    return undefined
  }

  #refuseQualified(path: MemberPath): void {
    const qualified = path.segments.find((segment) => segment.includes('.'))
    if (qualified !== undefined) {
      throw notExecuted(this.#scanner.option, path.position, `the type name '${qualified}'`)
    }
  }

  #lambda(operator: 'any' | 'all', source: MemberPath, position: number): Lambda {
    this.#refuseQualified(source)
    this.#expect('(')
    if (operator === 'any' && this.accept(')')) return { kind: 'lambda', operator, source, position }
    const token = this.#token
    if (token.kind !== 'word') throw this.#unexpected('the name of the lambda variable')
    this.#advance()
    this.#expect(':')
    const body = this.expression()
    this.#expect(')')
    return { kind: 'lambda', operator, source, predicate: { variable: token.text, body }, position }
  }

  #alias(name: string): Expression {
    const { position } = this.#token
    if (name.includes('.')) throw notExecuted(this.#scanner.option, position, `the annotation '${name}'`)
    this.#advance()
    const text = this.#aliases.get(name)
    // The URL conventions treat an alias without a value as null.
    if (text === undefined) return { kind: 'literal', type: 'Null', value: null, position }
    const nested = new ExpressionParser({ option: name, text, aliases: this.#aliases }, this.#depth + 1)
    nested.#nodes = this.#nodes
    const value = nested.expression()
    nested.expectEnd()
    this.#nodes = nested.#nodes
    return value
  }

  #is(text: string): boolean {
    return this.#token.kind === 'punctuation' && this.#token.text === text
  }

  #expect(text: string): void {
    if (!this.accept(text)) throw this.#unexpected(`'${text}'`)
  }

  #advance(): void {
    this.#token = this.#scanner.next()
  }

  #unexpected(wanted: string): QueryOptionError {
    const { position } = this.#token
    const found = this.#token.kind === 'end' ? 'the text ends' : `found '${this.#rest(position)}'`
    return malformed(this.#scanner.option, position, `expected ${wanted} but ${found}`)
  }

  /** Enough of the remaining text to recognise the place, not enough to flood a log. */
  #rest(position: number): string {
    const rest = this.#scanner.text.slice(position)
    return rest.length > 24 ? `${rest.slice(0, 24)}…` : rest
  }
}
