import { componentName, type Description } from '@clientele/description'
import type { TypeWord } from '../facts/fact.ts'
import { itemTypeOf, valueTypeOf } from '../markdown-page/type-words.ts'
import {
  allowsNull,
  entriesOf,
  formatOf,
  hasName,
  itemsOf,
  placeOf,
  type Schema,
  typesOf,
  valuesOf,
} from './schemas.ts'

/** The JSON Schema of a type word. Without `format` the word allows any. */
export interface JsonType {
  types: string[]
  format?: string
}

/** Type words of the pages in lower case: Edm types, API Doctor's synonyms, and the words of Partner Center. */
const JSON_TYPES: Record<string, JsonType> = {
  string: { types: ['string'] },
  etag: { types: ['string'] },
  url: { types: ['string'] },
  uri: { types: ['string'] },
  range: { types: ['string'] },
  boolean: { types: ['boolean'] },
  bool: { types: ['boolean'] },
  integer: { types: ['integer'] },
  int: { types: ['integer'], format: 'int32' },
  int16: { types: ['integer'], format: 'int16' },
  int32: { types: ['integer'], format: 'int32' },
  int64: { types: ['integer'], format: 'int64' },
  long: { types: ['integer'], format: 'int64' },
  number: { types: ['number'] },
  single: { types: ['number'], format: 'float' },
  float: { types: ['number'], format: 'float' },
  double: { types: ['number'], format: 'double' },
  decimal: { types: ['number'], format: 'decimal' },
  guid: { types: ['string'], format: 'uuid' },
  uuid: { types: ['string'], format: 'uuid' },
  datetime: { types: ['string'], format: 'date-time' },
  datetimeoffset: { types: ['string'], format: 'date-time' },
  timestamp: { types: ['string'], format: 'date-time' },
  date: { types: ['string'], format: 'date' },
  duration: { types: ['string'], format: 'duration' },
  timeofday: { types: ['string'], format: 'time' },
  binary: { types: ['string'], format: 'base64url' },
  stream: { types: ['string'], format: 'binary' },
  enum: { types: ['string'] },
  object: { types: ['object'] },
  json: { types: [] },
  any: { types: [] },
}

/** The JSON Schema type of a word, or `undefined` for the name of a type of the API. */
export function jsonTypeOf(type: TypeWord): JsonType | undefined {
  const word = type.toLowerCase()
  return Object.hasOwn(JSON_TYPES, word) ? JSON_TYPES[word] : undefined
}

export type TypeCheck = { fits: true; touches: string[] } | { fits: false; reason: string; pointer: string }

/** Checks that a schema has the type that a page gives. `touches` are the places that the type covers. */
export function checkType(description: Description, schema: Schema, type: TypeWord): TypeCheck {
  const item = itemTypeOf(type)
  if (item !== undefined) return checkCollection(description, schema, type, item)
  const value = valueTypeOf(type)
  if (value !== undefined) return checkMap(description, schema, type, value)
  if (type === 'Null') return checkNull(description, schema)
  if (type === 'Enum') return checkEnum(description, schema)
  const json = jsonTypeOf(type)
  return json ? checkJsonType(description, schema, type, json) : checkNamed(description, schema, type)
}

function checkCollection(
  description: Description,
  schema: Schema,
  type: TypeWord,
  item: TypeWord,
): TypeCheck {
  if (!typesOf(description, schema).includes('array')) return differs(description, schema, type)
  const items = itemsOf(description, schema)
  if (!items) return { fits: false, reason: `${type} wants the type of its items`, pointer: schema.pointer }
  return item === 'Any' ? { fits: true, touches: [] } : checkType(description, items, item)
}

function checkMap(description: Description, schema: Schema, type: TypeWord, value: TypeWord): TypeCheck {
  if (!typesOf(description, schema).includes('object')) return differs(description, schema, type)
  const entries = entriesOf(description, schema)
  if (!entries)
    return { fits: false, reason: `${type} wants the type of its values`, pointer: schema.pointer }
  return value === 'Any' ? { fits: true, touches: [] } : checkType(description, entries, value)
}

function checkNull(description: Description, schema: Schema): TypeCheck {
  if (allowsNull(description, schema)) return { fits: true, touches: [placeOf(description, schema, 'type')] }
  return { fits: false, reason: 'the page shows null, the schema refuses it', pointer: schema.pointer }
}

function checkEnum(description: Description, schema: Schema): TypeCheck {
  const isEnum = valuesOf(description, schema).length > 0
  if (isEnum && typesOf(description, schema).includes('string')) return { fits: true, touches: [] }
  return { fits: false, reason: 'the page says enum, the schema lists no values', pointer: schema.pointer }
}

function checkJsonType(
  description: Description,
  schema: Schema,
  type: TypeWord,
  { types, format }: JsonType,
): TypeCheck {
  const described = typesOf(description, schema)
  // An example with a whole number does not contradict the type number.
  const allowed = type === 'Integer' ? [...types, 'number'] : types
  if (types.length > 0 && !described.some((name) => allowed.includes(name)))
    return differs(description, schema, type)
  if (described.length > 1 && types.length > 0) return differs(description, schema, type)
  if (format === undefined) return { fits: true, touches: [] }
  const own = formatOf(description, schema)
  if (own?.format === format) return { fits: true, touches: [own.pointer] }
  const reason = `the page says ${type} (format ${format}), the schema has ${own ? `format ${own.format}` : 'no format'}`
  return { fits: false, reason, pointer: own?.pointer ?? schema.pointer }
}

function checkNamed(description: Description, schema: Schema, type: TypeWord): TypeCheck {
  if (hasName(description, schema, type)) return { fits: true, touches: [] }
  // An enum may be written where it is used, without a name.
  const isInlineEnum = valuesOf(description, schema).length > 0 && schema.chain.length === 1
  if (isInlineEnum) return { fits: true, touches: [] }
  return differs(description, schema, type)
}

function differs(description: Description, schema: Schema, type: TypeWord): TypeCheck {
  const described = typesOf(description, schema).join(' or ') || 'any type'
  const name = componentName(schema.pointer, 'schemas')
  const reason = `the page says ${type}, the schema has ${name ? `${name} (${described})` : described}`
  return { fits: false, reason, pointer: schema.pointer }
}
