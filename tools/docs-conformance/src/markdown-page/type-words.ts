import type { TypeWord } from '../facts/fact.ts'

const COLLECTION = /^collection\s*\(\s*(.+?)\s*\)$/i
const OF = /^(?:an? )?collection of (.+)$/i
const TRAILING = /^(.+?) collection$/i
const ENUM_SUFFIX = / (enum|enumeration)$/i
/** `UserProfile`, `microsoft.graph.userProfile`, `Edm.String`. */
const NAME = /^[A-Za-z_][\w.]*$/

/**
 * Reads the words of a type cell: `String`, `Collection(String)`, `String collection`, `collection of String`,
 * `X enumeration`, `Edm.Int32`.
 *
 * @returns One spelling for each meaning, or `undefined` when the words are no type.
 */
export function readTypeWords(text: string): TypeWord | undefined {
  const words = text.replace(/\s+/g, ' ').trim().replace(/\.$/, '')
  const item = COLLECTION.exec(words)?.[1] ?? OF.exec(words)?.[1] ?? TRAILING.exec(words)?.[1]
  if (item !== undefined) {
    const inner = readTypeWords(item)
    return inner === undefined ? undefined : `Collection(${inner})`
  }
  const name = words.replace(ENUM_SUFFIX, '').replace(/^#|^Edm\./, '')
  return NAME.test(name) ? name : undefined
}

/** The item type of `Collection(x)`, or `undefined` for any other type. */
export function itemTypeOf(type: TypeWord): TypeWord | undefined {
  return COLLECTION.exec(type)?.[1]
}

const PLACEHOLDERS: Record<string, TypeWord> = {
  string: 'String',
  'string (identifier)': 'String',
  'string (timestamp)': 'DateTimeOffset',
  'string (date)': 'Date',
  'string (duration)': 'Duration',
  'string (time of day)': 'TimeOfDay',
  'string (timeofday)': 'TimeOfDay',
  'string (binary)': 'Binary',
  integer: 'Integer',
  int16: 'Int16',
  int32: 'Int32',
  int64: 'Int64',
  boolean: 'Boolean',
  guid: 'Guid',
  double: 'Double',
  single: 'Single',
  decimal: 'Decimal',
  number: 'Number',
  binary: 'Binary',
  stream: 'Stream',
}

/** `@odata.type: microsoft.graph.alertStatus` as the value of a property. */
const TYPE_VALUE = /^@odata\.type:\s*#?([A-Za-z_][\w.]*)$/

/** The type that a placeholder word of an example stands for, or `undefined` for an ordinary string. */
export function placeholderType(text: string): TypeWord | undefined {
  const word = text.toLowerCase()
  return Object.hasOwn(PLACEHOLDERS, word) ? PLACEHOLDERS[word] : TYPE_VALUE.exec(text)?.[1]
}

/** The members of an `a | b (default) | c` placeholder. */
export function placeholderMembers(text: string): string[] {
  const members = text.split('|').map((member) => member.replace(/\(default\)/i, '').trim())
  return members.length > 1 && members.every((member) => /^[A-Za-z_]\w*$/.test(member)) ? members : []
}
