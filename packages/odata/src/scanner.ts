import type { Literal, LiteralType } from './expression.ts'
import { malformed, notExecuted } from './query-option-error.ts'

/** A word such as `displayName`, `eq`, `$it`, `@p` or `geo.distance`. */
export interface Word {
  kind: 'word'
  text: string
}

export interface Punctuation {
  kind: 'punctuation'
  text: string
}

interface End {
  kind: 'end'
}

export type Token = (Word | Punctuation | End | Literal) & { position: number }

/** Spellings of literals without quotes, longest first: a GUID may begin like a number, a date like a subtraction. */
const UNQUOTED: [LiteralType, RegExp][] = [
  ['Guid', /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/iy],
  [
    'DateTimeOffset',
    /-?\d{4,5}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,12})?)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)/iy,
  ],
  ['Date', /-?\d{4,5}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])/y],
  ['TimeOfDay', /(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,12})?)?/y],
  ['Number', /-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/iy],
]

const KEYWORD_LITERALS = new Map<string, Pick<Literal, 'type' | 'value'>>([
  ['null', { type: 'Null', value: null }],
  ['true', { type: 'Boolean', value: true }],
  ['false', { type: 'Boolean', value: false }],
  ['INF', { type: 'Number', value: Number.POSITIVE_INFINITY }],
  ['-INF', { type: 'Number', value: Number.NEGATIVE_INFINITY }],
  ['NaN', { type: 'Number', value: Number.NaN }],
])

const DURATION = /^[+-]?P(?=\d|T)(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d{1,12})?S)?)?$/
const BINARY = /^[\w-]*={0,2}$/
const WORD =
  /(?:-INF\b|[$@]?[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}]*(?:\.[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}]*)*)/uy
const JSON_STRING = /"(?:[^"\\]|\\.)*"/y
const SPACE = /[ \t]*/y
const WORD_CHARACTER = /[\p{L}\p{Nd}_.']/u

/** Splits the decoded text of one query option into tokens, on demand and in one pass. */
export class Scanner {
  readonly text: string
  readonly option: string
  #offset = 0

  constructor(option: string, text: string) {
    this.option = option
    this.text = text
  }

  next(): Token {
    this.#match(SPACE)
    const position = this.#offset
    return { ...this.#read(position), position }
  }

  #read(position: number): Word | Punctuation | End | Literal {
    if (position >= this.text.length) return { kind: 'end' }
    const character = this.text.charAt(position)
    if (character === "'") return this.#literal('String', this.#quoted(), position)
    if (character === '"') return this.#literal('String', this.#jsonString(position), position)
    const unquoted = this.#unquoted(position)
    if (unquoted) return unquoted
    const word = this.#match(WORD)
    if (word !== undefined) return this.#wordOrPrefixedLiteral(word, position)
    if ('()[]{},/:;=*-'.includes(character)) {
      this.#offset += 1
      return { kind: 'punctuation', text: character }
    }
    throw malformed(this.option, position, `unexpected character ${JSON.stringify(character)}`)
  }

  #unquoted(position: number): Literal | undefined {
    for (const [type, pattern] of UNQUOTED) {
      const text = this.#match(pattern)
      if (text === undefined) continue
      if (type !== 'Number') return this.#literal(type, text, position)
      return this.#number(text, position)
    }
    return undefined
  }

  #number(text: string, position: number): Literal {
    const following = this.text.charAt(this.#offset)
    if (following !== '' && WORD_CHARACTER.test(following)) {
      throw malformed(this.option, position, `'${text}${following}' begins no literal that OData knows`)
    }
    const value = Number(text)
    const integer = /^-?\d+$/.test(text)
    if (integer && !Number.isSafeInteger(value)) {
      throw notExecuted(this.option, position, `the integer ${text.slice(0, 24)}, which is beyond 2^53,`)
    }
    return { kind: 'literal', type: integer ? 'Integer' : 'Number', value, position }
  }

  #wordOrPrefixedLiteral(word: string, position: number): Word | Literal {
    const keyword = KEYWORD_LITERALS.get(word)
    if (keyword) return { kind: 'literal', ...keyword, position }
    if (this.text.charAt(this.#offset) !== "'") return { kind: 'word', text: word }
    const text = this.#quoted()
    const prefix = word.toLowerCase()
    if (prefix === 'duration') return this.#checked('Duration', text, DURATION, position)
    if (prefix === 'binary') return this.#checked('Binary', text, BINARY, position)
    if (prefix === 'geography' || prefix === 'geometry') {
      throw notExecuted(this.option, position, `the ${prefix} literal`)
    }
    return this.#literal('Enum', text, position)
  }

  #checked(type: LiteralType, text: string, pattern: RegExp, position: number): Literal {
    if (!pattern.test(text)) throw malformed(this.option, position, `'${text}' is no ${type} literal`)
    return this.#literal(type, text, position)
  }

  #literal(type: LiteralType, value: string, position: number): Literal {
    return { kind: 'literal', type, value, position }
  }

  /** Reads `'…'` from its opening quote; a quote inside is doubled. */
  #quoted(): string {
    const opening = this.#offset
    let from = opening + 1
    for (;;) {
      const quote = this.text.indexOf("'", from)
      if (quote < 0) throw malformed(this.option, opening, 'a string that is never closed, begun')
      if (this.text.charAt(quote + 1) !== "'") {
        this.#offset = quote + 1
        return this.text.slice(opening + 1, quote).replaceAll("''", "'")
      }
      from = quote + 2
    }
  }

  /** Items of a `[…]` literal are written as in JSON. */
  #jsonString(position: number): string {
    const text = this.#match(JSON_STRING)
    try {
      return JSON.parse(text ?? '')
    } catch {
      throw malformed(
        this.option,
        position,
        'a JSON string that is never closed or holds a bad escape, begun',
      )
    }
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#offset
    const found = pattern.exec(this.text)
    if (!found) return undefined
    this.#offset += found[0].length
    return found[0]
  }
}

export function isDuration(text: string): boolean {
  return DURATION.test(text)
}
