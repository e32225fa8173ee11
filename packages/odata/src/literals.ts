import type { Cursor } from './cursor.ts'
import type { Literal, LiteralType } from './expression.ts'
import { lazily, NAME } from './names.ts'
import { malformed, notExecuted } from './query-option-error.ts'

type Value = Pick<Literal, 'type' | 'value'>

const YEAR = '-?(?:0\\d{3}|[1-9]\\d{3,})'
const DATE = `${YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])`
const TIME = '(?:[01]\\d|2[0-3]):[0-5]\\d(?::(?:[0-5]\\d|60)(?:\\.\\d{1,12})?)?'

/** Spellings without quotes, longest first: a GUID may begin like a number, a date like a subtraction. */
const UNQUOTED: readonly [LiteralType, () => RegExp][] = [
  ['Guid', lazily(String.raw`[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\p{L}\p{Nl}\p{Nd}_.'])`, 'iuy')],
  ['DateTimeOffset', lazily(`${DATE}T${TIME}(?:Z|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)`, 'iy')],
  ['Date', lazily(DATE, 'y')],
  ['TimeOfDay', lazily(TIME, 'y')],
  ['Number', lazily(String.raw`[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?`, 'iy')],
]

/** Most operands are names; they are not tried against each spelling. */
const UNQUOTED_START = /[+-]?\d|[0-9a-f]{8}-/iy

/** `null` and the special numbers are written in this letter case only; true and false in any. */
const KEYWORD = lazily(
  String.raw`(?:null|-?INF|NaN|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])(?![\p{L}\p{Nl}\p{Nd}_.])`,
  'uy',
)
const KEYWORDS = new Map<string, Value>([
  ['null', { type: 'Null', value: null }],
  ['true', { type: 'Boolean', value: true }],
  ['false', { type: 'Boolean', value: false }],
  ['inf', { type: 'Number', value: Number.POSITIVE_INFINITY }],
  ['-inf', { type: 'Number', value: Number.NEGATIVE_INFINITY }],
  ['nan', { type: 'Number', value: Number.NaN }],
])

const WORD_CHARACTER = lazily(String.raw`[\p{L}\p{Nl}\p{Nd}_.']`, 'uy')
const QUOTED = /'((?:[^']|'')*)'/y
const JSON_STRING = /"(?:[^"\\]|\\.)*"/y

const DURATION = /^-?P(?=\d|T)(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?$/i
const BINARY = /^(?:[\w-]{4})*(?:[\w-]{2}[AEIMQUYcgkosw048]=?|[\w-][AQgw](?:==)?)?$/
const MEMBER = `(?:${NAME}|[+-]?\\d{1,19})`
const ENUM_PREFIX = lazily(`${NAME}(?:\\.${NAME})+(?=')`, 'uy')
const ENUM = lazily(`^${MEMBER}(?:,${MEMBER})*$`, 'u')

/** The literals with a prefix; any other prefix is the name of an enumeration. */
const PREFIXED: Readonly<Record<string, (text: string) => Value | undefined>> = {
  duration: (text) => (DURATION.test(text) ? { type: 'Duration', value: text.toUpperCase() } : undefined),
  binary: (text) => (BINARY.test(text) ? { type: 'Binary', value: text } : undefined),
  geography: (text) => (isGeo(text) ? { type: 'Geography', value: text } : undefined),
  geometry: (text) => (isGeo(text) ? { type: 'Geography', value: text } : undefined),
}

/** Reads a primitive literal without a prefix, if there is one here (`primitiveLiteral` in the grammar). */
export function readLiteral(cursor: Cursor): Literal | undefined {
  const { position } = cursor
  const value = readQuoted(cursor) ?? readKeyword(cursor) ?? readUnquoted(cursor)
  return value && { kind: 'literal', ...value, position }
}

/** Reads the quoted part of `duration'PT1S'` or `Sales.Pattern'Yellow'`, whose prefix was read. */
export function readPrefixed(cursor: Cursor, prefix: string, position: number): Literal {
  const text = readQuoted(cursor)?.value ?? ''
  const name = prefix.toLowerCase()
  const value = Object.hasOwn(PREFIXED, name) ? PREFIXED[name]?.(text) : enumeration(prefix, text)
  if (value) return { kind: 'literal', ...value, position }
  const shown = text.length > 24 ? `${text.slice(0, 24)}…` : text
  const problem = `'${shown}' is not a ${prefix.slice(0, 128)} literal`
  throw malformed(cursor.option, position, problem)
}

/** Reads `'Yellow'` or `Sales.Pattern'Yellow,Solid'` (`enumLiteral`), if there is one here. */
export function readEnumeration(cursor: Cursor): Literal | undefined {
  const { position } = cursor
  const prefix = cursor.match(ENUM_PREFIX())?.[0]
  const text = readQuoted(cursor)?.value
  if (text === undefined || !ENUM().test(text)) return undefined
  return { kind: 'literal', type: prefix === undefined ? 'String' : 'Enum', value: text, position }
}

/** Reads a string as JSON writes it, which only arrays and objects hold. */
export function readJsonString(cursor: Cursor): Literal | undefined {
  const { position } = cursor
  if (cursor.peek(/"/y) === undefined) return undefined
  try {
    return {
      kind: 'literal',
      type: 'String',
      value: JSON.parse(cursor.match(JSON_STRING)?.[0] ?? ''),
      position,
    }
  } catch {
    const problem = 'a JSON string that is never closed or has a bad escape'
    throw malformed(cursor.option, position, problem)
  }
}

/** Whether a string is a duration literal without its prefix, which 4.01 allows. */
export function isDuration(text: string): boolean {
  return DURATION.test(text)
}

function readQuoted(cursor: Cursor): { type: 'String'; value: string } | undefined {
  if (cursor.peek(/'/y) === undefined) return undefined
  const found = cursor.match(QUOTED)
  if (!found) throw malformed(cursor.option, cursor.position, 'a string that is never closed')
  return { type: 'String', value: (found[1] ?? '').replaceAll("''", "'") }
}

function readKeyword(cursor: Cursor): Value | undefined {
  const word = cursor.match(KEYWORD())
  return word && KEYWORDS.get(word[0].toLowerCase())
}

function readUnquoted(cursor: Cursor): Value | undefined {
  const { position } = cursor
  if (cursor.peek(UNQUOTED_START) === undefined) return undefined
  for (const [type, pattern] of UNQUOTED) {
    const text = cursor.match(pattern())?.[0]
    if (text === undefined) continue
    const next = cursor.peek(WORD_CHARACTER())
    if (next === undefined)
      return type === 'Number' ? numberOf(text, cursor, position) : { type, value: text }
    throw malformed(cursor.option, position, `'${text}${next}' is not a literal`)
  }
  return undefined
}

function numberOf(text: string, { option }: Cursor, position: number): Value {
  const value = Number(text)
  const integer = /^[+-]?\d+$/.test(text)
  if (integer && !Number.isSafeInteger(value)) {
    throw notExecuted(option, position, `the integer ${text.slice(0, 24)}, which is beyond 2^53`)
  }
  return { type: integer ? 'Integer' : 'Number', value }
}

function enumeration(prefix: string, text: string): Value | undefined {
  return prefix.includes('.') && ENUM().test(text) ? { type: 'Enum', value: text } : undefined
}

const POSITION =
  /(?:[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?|NaN|-?INF)(?: (?:[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?|NaN|-?INF)){1,3}/gi
const [ONE, LINE, RING] = ['\\(~\\)', '\\(~(?:,~)+\\)', '\\(~(?:,~)*\\)']
const POLYGON = `\\(${RING}(?:,${RING})*\\)`
const several = (shape: string) => `\\((?:${shape}(?:,${shape})*)?\\)`
const SHAPE = new RegExp(
  `MultiPoint${several(ONE)}|MultiLineString${several(LINE)}|MultiPolygon${several(POLYGON)}|` +
    `Point${ONE}|LineString${LINE}|Polygon${POLYGON}`,
  'gi',
)
const COLLECTION = /GeometryCollection\(@(?:,@)*\)/gi

/** `SRID=0;Point(142.1 64.1)`: positions fold into `~` and shapes into `@`, and collections, which nest, too. */
function isGeo(text: string): boolean {
  const found = /^SRID=\d{1,5};([^~@]*)$/i.exec(text)
  if (!found) return false
  let [rest, before] = [(found[1] ?? '').replace(POSITION, '~').replace(SHAPE, '@'), '']
  while (rest !== before) [before, rest] = [rest, rest.replace(COLLECTION, '@')]
  return rest === '@'
}
