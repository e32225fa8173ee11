import { malformed, type QueryOptionError } from './query-option-error.ts'

/**
 * Bounds on one expression. Every level of nesting costs stack and every node costs time per record; ASP.NET Core
 * OData sets such limits too (`MaxNodeCount` 100 there). Literals do not count as nodes: a list of 200 GUIDs is one
 * look-up. `length` bounds the option and, together, the texts of the aliases that it uses. `collections` bounds how
 * many walks over collections may be inside each other (`MaxAnyAllExpressionDepth` there): each multiplies the work.
 */
export const EXPRESSION_LIMITS = { length: 8192, depth: 100, nodes: 200, collections: 4 } as const

const BLANKS = /[ \t]*/y
/** Required white space; an array or object in front has perhaps taken it already. */
const SPACE = /[ \t]+|(?<=[ \t])/y

/** A place in the decoded text of one query option. */
export class Cursor {
  readonly option: string
  readonly text: string
  position = 0

  constructor(option: string, text: string) {
    this.option = option
    this.text = text
  }

  /** Consumes what a sticky pattern finds here. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.position
    const found = pattern.exec(this.text)
    if (!found) return undefined
    this.position += found[0].length
    return found
  }

  /** Like `match`, but consumes nothing. */
  peek(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position
    return pattern.exec(this.text)?.[0]
  }

  accept(text: string): boolean {
    if (!this.text.startsWith(text, this.position)) return false
    this.position += text.length
    return true
  }

  expect(text: string): void {
    if (!this.accept(text)) throw this.unexpected(`'${text}'`)
  }

  /** Optional white space (`BWS` in the grammar). */
  blanks(): void {
    this.match(BLANKS)
  }

  /** Required white space (`RWS` in the grammar). */
  space(): boolean {
    return this.match(SPACE) !== undefined
  }

  /** A separator with white space around it, if it comes next. */
  separator(text: string): boolean {
    const before = this.position
    this.blanks()
    if (this.accept(text)) {
      this.blanks()
      return true
    }
    this.position = before
    return false
  }

  /** A closing bracket, perhaps after white space. */
  close(text: string): void {
    this.blanks()
    this.expect(text)
  }

  expectEnd(wanted: string): void {
    if (this.position < this.text.length) throw this.unexpected(wanted, this.#pastBlanks())
  }

  unexpected(wanted: string, position = this.position): QueryOptionError {
    const rest = this.text.slice(position)
    const shown = rest.length > 24 ? `${rest.slice(0, 24)}…` : rest
    const found = rest === '' ? 'the text ends' : `found '${shown}'`
    return malformed(this.option, position, `expected ${wanted} but ${found}`)
  }

  /** Where the next word begins; white space alone is pointed at itself. */
  #pastBlanks(): number {
    const next = this.text.slice(this.position).search(/[^ \t]/)
    return this.position + Math.max(next, 0)
  }
}
