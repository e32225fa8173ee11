import type { Cursor } from './cursor.ts'
import type {
  CallSegment,
  CountSegment,
  Expression,
  LambdaSegment,
  Literal,
  Path,
  Segment,
} from './expression.ts'
import { readLiteral, readPrefixed } from './literals.ts'
import { ANNOTATION, IDENTIFIER, lazily, NAME, QUALIFIED_NAME } from './names.ts'
import { malformed } from './query-option-error.ts'
import { readSearch } from './search.ts'

/** What the path parser needs from the parser around it. */
export interface ExpressionReader {
  readonly cursor: Cursor
  expression(): Expression
  /** Counts one node against the bound. */
  count(): void
  /** The value of a parameter alias; undefined if the query does not give one. */
  alias(name: string): Expression | undefined
}

type Kind = Segment['kind']

const MEMBER: readonly Kind[] = ['property', 'type', 'call', 'annotation']
const COLLECTION: readonly Kind[] = ['call', 'annotation', 'filter', 'lambda', 'count']
const ANYTHING: readonly Kind[] = [...MEMBER, ...COLLECTION, 'key']

/**
 * Which segments may follow which (`memberExpr` and the rules below it). A type is a `cast` where a property must
 * follow it, and an `object` where it cannot be the type of a collection.
 */
const NEXT: Readonly<Record<Kind | 'start' | 'cast' | 'object', readonly Kind[]>> = {
  start: MEMBER,
  cast: ['property', 'call', 'annotation'],
  object: ['property', 'call', 'annotation'],
  property: ANYTHING,
  call: ANYTHING,
  annotation: [...MEMBER, ...COLLECTION],
  type: ['property', 'key', ...COLLECTION],
  key: MEMBER,
  filter: ['type', 'key', ...COLLECTION],
  lambda: [],
  count: [],
}

const ALIAS = lazily(`@${NAME}`, 'uy')
const PARAMETER = lazily(`(${NAME})=`, 'uy')
const KEY_SEGMENT = /\d[\w.~-]*/y
/** What a key in brackets can begin with. */
const KEY_START = lazily(String.raw`[@'\d+-]|[\p{L}\w.]+'|true|false|INF|NaN|[\da-f]{8}-`, 'iuy')
const COUNT_OPTION = /\$?(filter|search)=/iy
const LAMBDA = /(any|all)\(/iy

/**
 * Reads a path whose name was just read (`firstMemberExpr` in the grammar).
 *
 * @throws QueryOptionError for `any` or `all` without a collection, and for a function that OData does not have.
 */
export function readPath(reader: ExpressionReader, name: string, position: number): Path {
  if (/^(?:any|all)$/i.test(name) && reader.cursor.peek(/\(/y) !== undefined) {
    throw malformed(reader.cursor.option, position, `'${name}' needs a collection in front of it`)
  }
  return continuePath(reader, { kind: 'path', segments: [named(reader, name, position)], position })
}

/** Reads the rest after `$it`, `$this` or `$root`; `$root` cannot be alone. */
export function readRootedPath(
  reader: ExpressionReader,
  root: '$it' | '$this' | '$root',
  position: number,
): Path {
  const path: Path = { kind: 'path', root, segments: [], position }
  if (root === '$root' && reader.cursor.peek(/\//y) === undefined) throw reader.cursor.unexpected("'/'")
  return continuePath(reader, path)
}

/** Reads `@p`, the value of an alias, or an annotation. An alias without a value is null (Protocol, 11.2.6.1.3). */
export function readAnnotated(reader: ExpressionReader, position: number): Expression {
  const annotation = readAnnotation(reader)
  const value = reader.alias(annotation.name)
  const path: Path = { kind: 'path', segments: [], position }
  if (!value && /[.#]/.test(annotation.name)) return continuePath(reader, { ...path, segments: [annotation] })
  const root = value ?? nullAt(position)
  if (reader.cursor.peek(/\//y) === undefined) return root
  return continuePath(reader, { ...path, root })
}

/** Reads the name in front of a quote, as in `duration'PT1S'`. */
export function readPrefix({ cursor }: ExpressionReader): string | undefined {
  const { position } = cursor
  const name = cursor.match(QUALIFIED_NAME())?.[0]
  if (name !== undefined && cursor.peek(/'/y) !== undefined) return name
  cursor.position = position
  return undefined
}

function continuePath(reader: ExpressionReader, path: Path): Path {
  const { segments } = path
  for (;;) {
    const allowed = NEXT[stateOf(path)]
    const key = allowed.includes('key') ? keyInBrackets(reader) : undefined
    if (key) segments.push(key)
    else if (allowed.length > 0 && reader.cursor.accept('/')) segments.push(segment(reader, allowed))
    else return ended(reader, path)
  }
}

function stateOf({ root, segments }: Path): keyof typeof NEXT {
  const [last, before] = [segments.at(-1), segments.at(-2)]
  const first = typeof root === 'object' ? 'annotation' : 'start'
  if (last?.kind !== 'type') return last?.kind ?? first
  const castOf = before?.kind ?? first
  if (castOf === 'start' || castOf === 'key') return 'cast'
  return castOf === 'annotation' ? 'object' : 'type'
}

function ended(reader: ExpressionReader, path: Path): Path {
  if (stateOf(path) === 'cast') throw reader.cursor.unexpected("'/' and a property behind the type")
  return path
}

function segment(reader: ExpressionReader, allowed: readonly Kind[]): Segment {
  const { cursor } = reader
  const { position } = cursor
  reader.count()
  const read = collectionSegment(reader, position) ?? keySegment(reader, position) ?? member(reader)
  if (allowed.includes(read.kind)) return read
  throw cursor.unexpected(
    allowed.includes('property') ? 'a property name' : 'what a collection has',
    position,
  )
}

function collectionSegment(reader: ExpressionReader, position: number): Segment | undefined {
  const { cursor } = reader
  if (cursor.match(/\$count(?![\p{L}\p{Nd}_])/uy)) return count(reader, position)
  if (cursor.accept('$filter(')) return filter(reader, position)
  const operator = cursor.match(LAMBDA)?.[1]?.toLowerCase()
  return operator === undefined ? undefined : lambda(reader, operator as 'any' | 'all', position)
}

/** A key as a separate segment; only keys that begin with a digit cannot be confused with a property. */
function keySegment({ cursor }: ExpressionReader, position: number): Segment | undefined {
  const key = cursor.match(KEY_SEGMENT)?.[0]
  if (key === undefined) return undefined
  return { kind: 'key', value: { kind: 'literal', type: 'String', value: key, position }, position }
}

function member(reader: ExpressionReader): Segment {
  const { cursor } = reader
  const { position } = cursor
  if (cursor.peek(/@/y) !== undefined) return readAnnotation(reader)
  const name = cursor.match(QUALIFIED_NAME())?.[0]
  if (name === undefined) throw cursor.unexpected('a property name')
  return named(reader, name, position)
}

function readAnnotation({ cursor }: ExpressionReader): Segment & { kind: 'annotation' } {
  const { position } = cursor
  const name = cursor.match(ANNOTATION())?.[0]
  if (name === undefined) throw cursor.unexpected('the name of an alias or annotation')
  return { kind: 'annotation', name, position }
}

/** A property, a type, or a function with the names of its parameters. */
function named(reader: ExpressionReader, name: string, position: number): Segment {
  const parameters = readParameters(reader, name, position)
  if (parameters) return { kind: 'call', name, parameters, position }
  return { kind: name.includes('.') ? 'type' : 'property', name, position }
}

/** `(Id=1,Size=2)` or `()`; undefined if the brackets hold a key. */
function readParameters(
  reader: ExpressionReader,
  name: string,
  position: number,
): CallSegment['parameters'] | undefined {
  const { cursor } = reader
  const before = cursor.position
  if (!cursor.accept('(')) return undefined
  cursor.blanks()
  const parameters: CallSegment['parameters'] = []
  if (cursor.accept(')')) return parameters
  if (cursor.peek(PARAMETER()) === undefined) {
    // Only canonical functions take arguments without names, so `total(Price)` is a function that does not exist.
    if (cursor.peek(KEY_START()) === undefined) {
      throw malformed(cursor.option, position, `there is no function '${name}'`)
    }
    cursor.position = before
    return undefined
  }
  do parameters.push(readParameter(reader))
  while (cursor.separator(','))
  cursor.close(')')
  return parameters
}

function readParameter(reader: ExpressionReader): CallSegment['parameters'][number] {
  const { position } = reader.cursor
  const name = reader.cursor.match(PARAMETER())?.[1]
  if (name === undefined) throw reader.cursor.unexpected("a parameter such as 'Id=1'")
  return { name, value: reader.expression(), position }
}

const NO_KEY: readonly Literal['type'][] = ['Null', 'Binary', 'Geography']

/** `('a')`: a key without the name of its property. */
function keyInBrackets(reader: ExpressionReader): Segment | undefined {
  const { cursor } = reader
  const { position } = cursor
  if (!cursor.accept('(')) return undefined
  const value = keyAlias(reader) ?? keyLiteral(reader)
  if (!value) throw cursor.unexpected('a key value', position + 1)
  cursor.expect(')')
  return { kind: 'key', value, position }
}

function keyAlias(reader: ExpressionReader): Expression | undefined {
  const { cursor } = reader
  const { position } = cursor
  const name = cursor.match(ALIAS())?.[0]
  return name === undefined ? undefined : (reader.alias(name) ?? nullAt(position))
}

function keyLiteral(reader: ExpressionReader): Literal | undefined {
  const { cursor } = reader
  const { position } = cursor
  const prefix = readPrefix(reader)
  const literal = prefix === undefined ? readLiteral(cursor) : readPrefixed(cursor, prefix, position)
  return literal && NO_KEY.includes(literal.type) ? undefined : literal
}

function filter(reader: ExpressionReader, position: number): Segment {
  const predicate = reader.expression()
  reader.cursor.expect(')')
  return { kind: 'filter', predicate, position }
}

function lambda(reader: ExpressionReader, operator: 'any' | 'all', position: number): LambdaSegment {
  const { cursor } = reader
  cursor.blanks()
  if (operator === 'any' && cursor.accept(')')) return { kind: 'lambda', operator, position }
  const variable = cursor.match(IDENTIFIER())?.[0]
  if (variable === undefined) throw cursor.unexpected('the name of the lambda variable')
  if (!cursor.separator(':')) throw cursor.unexpected("':'")
  const body = reader.expression()
  cursor.close(')')
  return { kind: 'lambda', operator, predicate: { variable, body }, position }
}

function count(reader: ExpressionReader, position: number): CountSegment {
  const segment: CountSegment = { kind: 'count', position }
  if (!reader.cursor.accept('(')) return segment
  do countOption(reader, segment)
  while (reader.cursor.accept(';'))
  reader.cursor.expect(')')
  return segment
}

function countOption(reader: ExpressionReader, segment: CountSegment): void {
  const { cursor } = reader
  const { position } = cursor
  const option = cursor.match(COUNT_OPTION)?.[1]?.toLowerCase() as 'filter' | 'search' | undefined
  if (option === undefined) throw cursor.unexpected("'$filter=' or '$search='")
  if (segment[option]) throw malformed(cursor.option, position, `'$${option}' is given more than once`)
  if (option === 'filter') segment.filter = reader.expression()
  else segment.search = readSearch(cursor, () => reader.count())
}

function nullAt(position: number): Literal {
  return { kind: 'literal', type: 'Null', value: null, position }
}
