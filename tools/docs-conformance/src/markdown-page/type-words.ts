import type { TypeWord } from '../facts/fact.ts'

const COLLECTION = /^collection\s*\(\s*(.+?)\s*\)$/i
const OF = /^(?:an? |the )?(?:json )?(?:collection|array|list|set|ienumerable|ilist)s? ?(?:of |<)\s*(.+?)>?$/i
const TRAILING = /^(.+?)(?: (?:collection|array|list)|\[\])$/i
const MAP = /^(?:dictionary|map|hashtable|idictionary)\s*(?:<|\()\s*[\w.]+\s*,\s*(.+?)\s*(?:>|\))$/i
/** Words for the kind of a type, not for the type itself. */
const SUFFIX =
  / (?:enum|enumeration|enum type|resource type|complex type|resources?|objects?|types?|values?|instances?|facet|entity|entities)$/i
/** `UserProfile`, `microsoft.graph.userProfile`, `Edm.String`. */
const NAME = /^[A-Za-z_][\w.]*$/
/** A mark beside the type. */
export const NULLABLE = /^nullable | ?\(nullable\)$|, nullable$/i
const DATE = /\b(?:date|utc|time ?stamp|iso[ -]?8601)\b/i

/**
 * Reads the words of a type cell: `String`, `Collection(String)`, `String collection`, `array of strings`,
 * `list of X objects`, `X enumeration`, `Edm.Int32`, `Dictionary<string, string>`, `string in UTC date time format`.
 *
 * @returns One spelling for each meaning, or `undefined` when the words are not a type.
 */
export function readTypeWords(text: string): TypeWord | undefined {
  const words = text.replace(/\s+/g, ' ').trim().replace(/\.$/, '').replace(NULLABLE, '')
  const value = MAP.exec(words)?.[1]
  if (value !== undefined) return wrapped('Dictionary', value)
  const item = COLLECTION.exec(words)?.[1] ?? TRAILING.exec(words)?.[1] ?? OF.exec(words)?.[1]
  if (item !== undefined) return wrapped('Collection', singularType(item))
  return simpleType(words)
}

function wrapped(kind: string, text: string): TypeWord | undefined {
  const inner = readTypeWords(text)
  return inner === undefined ? undefined : `${kind}(${inner})`
}

/** `strings`, `objects` and `CartLineItem objects` as item types. */
function singularType(words: string): string {
  if (/^(?:json )?objects?(?: .*)?$/i.test(words)) return 'Object'
  return words.replace(/^(string|integer|number|boolean|guid|date)s$/i, '$1')
}

function simpleType(words: string): TypeWord | undefined {
  const name = words
    .replace(SUFFIX, '')
    .replace(/^(?:an? |the )/i, '')
    .replace(/^#|^Edm\./, '')
  if (/^(json object|key\/? ?value pairs?)$/i.test(words)) return 'Object'
  if (/^i?(?:enumerable|list|collection)$/i.test(words)) return 'Collection(Any)'
  if (NAME.test(name)) return name
  const [, base = '', remark = ''] =
    /^(string|integer|number|boolean)\s*(?:\(|in |,|-|:)\s*(.*)$/i.exec(words) ?? []
  if (base !== '') return /^string$/i.test(base) && DATE.test(remark) ? 'DateTimeOffset' : base
  const alternatives = words.replace(/^\(|\)$/g, '').split(/\s+or\s+|\s*\|\s*/)
  return alternatives.length > 1 && alternatives.every((word) => NAME.test(word)) ? 'Any' : undefined
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

/** The type of the values of `Dictionary(x)`, or `undefined` for any other type. */
export function valueTypeOf(type: TypeWord): TypeWord | undefined {
  return /^Dictionary\((.+)\)$/.exec(type)?.[1]
}

/** The type of a placeholder word in an example, or `undefined` for an ordinary string. */
export function placeholderType(text: string): TypeWord | undefined {
  const word = text.toLowerCase()
  return Object.hasOwn(PLACEHOLDERS, word) ? PLACEHOLDERS[word] : TYPE_VALUE.exec(text)?.[1]
}

/** The members of an `a | b (default) | c` placeholder. */
export function placeholderMembers(text: string): string[] {
  const members = text.split('|').map((member) => member.replace(/\(default\)/i, '').trim())
  return members.length > 1 && members.every((member) => /^[A-Za-z_]\w*$/.test(member)) ? members : []
}
