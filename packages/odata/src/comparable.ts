import type { Compiled } from './compiled.ts'
import { constantOf, constantValue } from './compiled.ts'
import type { EdmType } from './edm.ts'
import { isDuration } from './scanner.ts'
import { dateOf, durationOf, instantOf, timeOf } from './temporal.ts'

/** Kinds of value that order among themselves. */
export type Family =
  | 'number'
  | 'text'
  | 'guid'
  | 'boolean'
  | 'instant'
  | 'date'
  | 'time'
  | 'duration'
  | 'untyped'

/** What `<` and `===` work on: null, or a number, string or boolean of one family. */
export type Key = number | string | boolean | null

const FAMILIES: Partial<Record<EdmType['kind'], Family>> = {
  Boolean: 'boolean',
  Integer: 'number',
  Number: 'number',
  String: 'text',
  Enum: 'text',
  Binary: 'text',
  Guid: 'guid',
  DateTimeOffset: 'instant',
  Date: 'date',
  TimeOfDay: 'time',
  Duration: 'duration',
  Untyped: 'untyped',
}

export function familyOf(type: EdmType): Family | undefined {
  return FAMILIES[type.kind]
}

/** The family in which two operands are compared, or undefined if OData knows no promotion between them. */
export function commonFamily(left: EdmType, right: EdmType): Family | undefined {
  const [a, b] = [familyOf(left), familyOf(right)]
  if (a === b || left.kind === 'Null' || right.kind === 'Null') return a ?? b
  if (a === 'untyped' || b === 'untyped') return promoteUntyped(a, b)
  if (isPair(a, b, 'date', 'instant')) return 'instant'
  if (isPair(a, b, 'guid', 'text')) return 'guid'
  return undefined
}

function promoteUntyped(a: Family | undefined, b: Family | undefined): Family | undefined {
  return a === undefined || b === undefined ? undefined : a === 'untyped' ? b : a
}

function isPair(a: Family | undefined, b: Family | undefined, one: Family, other: Family): boolean {
  return (a === one && b === other) || (a === other && b === one)
}

/**
 * Reads a quoted literal as the type beside it: OData 4.01 lets durations and enumeration members go without prefix.
 */
export function adaptLiteral(operand: Compiled, other: EdmType): Compiled {
  if (!operand.constant || operand.type.kind !== 'String') return operand
  const text = constantValue(operand)
  if (other.kind === 'Duration' && typeof text === 'string' && isDuration(text)) {
    return constantOf({ kind: 'Duration' }, text, operand.position)
  }
  return operand
}

/** Turns an operand's values into keys of the family; what is not of the family becomes null. */
export function keyOf(operand: Compiled, family: Family): (it: unknown, variables: unknown[]) => Key {
  const toKey = CONVERSIONS[family]
  if (operand.constant) {
    const key = toKey(constantValue(operand))
    return () => key
  }
  if (operand.member !== undefined) return memberKey(operand.member, family)
  const { evaluate } = operand
  return (it, variables) => toKey(evaluate(it, variables))
}

/**
 * The key of a property, in one step. Each family has a function of its own because the engine optimises functions,
 * not closures: one that serves strings and numbers alike is three times slower over 100,000 records.
 */
function memberKey(member: string, family: Family): (it: unknown) => Key {
  const toKey = CONVERSIONS[family]
  switch (family) {
    case 'text':
      return (it) => {
        const value = (it as Record<string, unknown>)[member]
        return typeof value === 'string' ? value : null
      }
    case 'number':
      return (it) => {
        const value = (it as Record<string, unknown>)[member]
        return typeof value === 'number' ? value : null
      }
    default:
      return (it) => toKey((it as Record<string, unknown>)[member])
  }
}

const CONVERSIONS: Record<Family, (value: unknown) => Key> = {
  number: (value) => (typeof value === 'number' ? value : null),
  text: (value) => (typeof value === 'string' ? value : null),
  boolean: (value) => (typeof value === 'boolean' ? value : null),
  guid: (value) => (typeof value === 'string' ? value.toLowerCase() : null),
  instant: (value) => parsed(value, instantOf) ?? parsed(value, dateOf),
  date: (value) => parsed(value, dateOf),
  time: (value) => parsed(value, timeOf),
  duration: (value) => parsed(value, durationOf),
  untyped: (value) => (isKey(value) ? value : null),
}

function parsed(value: unknown, parse: (text: string) => number): number | null {
  if (typeof value !== 'string') return null
  const number = parse(value)
  return Number.isNaN(number) ? null : number
}

function isKey(value: unknown): value is Key {
  return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean'
}

/**
 * Order of two keys: null lowest, then by value. Keys of different types, which only untyped data can hold,
 * are ordered by type so that sorting stays consistent; NaN comes before all numbers.
 */
export function compareKeys(left: Key, right: Key): number {
  if (left === right) return 0
  if (left === null) return -1
  if (right === null) return 1
  if (typeof left !== typeof right) return typeof left < typeof right ? -1 : 1
  if (left < right) return -1
  return left > right ? 1 : Number(Number.isNaN(right)) - Number(Number.isNaN(left))
}
