import { adaptLiteral, commonFamily, type Family, type Key, keyOf, keyReaderOf } from './comparable.ts'
import { type Compiled, combine, constantValue, type Scope } from './compiled.ts'
import { BOOLEAN, describeType, type EdmType } from './edm.ts'
import type { ComparisonOperator } from './expression.ts'
import { malformed, type QueryOptionError } from './query-option-error.ts'

type KeyReader = (it: unknown, variables: unknown[]) => Key
type Comparison = (left: KeyReader, right: KeyReader) => Compiled['evaluate']
type Operands = readonly [Compiled, Compiled]

/** Null equals only null, and is neither greater nor less than any value. */
const COMPARISONS: Readonly<Record<ComparisonOperator, Comparison>> = {
  eq: (left, right) => (it, variables) => left(it, variables) === right(it, variables),
  ne: (left, right) => (it, variables) => left(it, variables) !== right(it, variables),
  gt: ordered((a, b) => a > b),
  ge: ordered((a, b) => a >= b),
  lt: ordered((a, b) => a < b),
  le: ordered((a, b) => a <= b),
}

function ordered(test: (a: NonNullable<Key>, b: NonNullable<Key>) => boolean): Comparison {
  return (left, right) => (it, variables) => {
    const a = left(it, variables)
    const b = right(it, variables)
    return a !== null && b !== null && typeof a === typeof b && test(a, b)
  }
}

/** Sections 5.1.1.1.1 to 5.1.1.1.6. */
export function compileComparison(
  operator: ComparisonOperator,
  [leftOperand, rightOperand]: Operands,
  position: number,
  { option }: Scope,
): Compiled {
  const left = adaptLiteral(leftOperand, rightOperand.type)
  const right = adaptLiteral(rightOperand, leftOperand.type)
  if (left.type.kind === 'Null') return nullComparison(operator, right, position)
  if (right.type.kind === 'Null') return nullComparison(operator, left, position)
  checkMembers(left, right, option)
  checkMembers(right, left, option)
  const family = commonFamily(left.type, right.type)
  const equality = operator === 'eq' || operator === 'ne'
  if (!family || (family === 'structure' && !equality)) {
    throw incompatible(operator, [left, right], position, option)
  }
  const evaluate = COMPARISONS[operator](keyOf(left, family), keyOf(right, family))
  return combine(BOOLEAN, [left, right], evaluate, position)
}

/** Null means that a value is missing, so it is compared without regard to types. */
function nullComparison(operator: ComparisonOperator, operand: Compiled, position: number): Compiled {
  const { evaluate } = operand
  const wanted = operator === 'eq'
  const equality = operator === 'eq' || operator === 'ne'
  return combine(
    BOOLEAN,
    [operand],
    (it, variables) => equality && (evaluate(it, variables) === null) === wanted,
    position,
  )
}

/** Section 5.1.1.1.10. */
export function compileHas(
  _operator: 'has',
  [left, right]: Operands,
  position: number,
  { option }: Scope,
): Compiled {
  if (!['Enum', 'String', 'Untyped', 'Null'].includes(left.type.kind)) {
    throw incompatible('has', [left, right], position, option)
  }
  const wanted = flagsOf(String(constantValue(right)))
  const evaluate: Compiled['evaluate'] = (it, variables) => {
    const value = left.evaluate(it, variables)
    if (typeof value !== 'string') return null
    const flags = flagsOf(value)
    return wanted.every((flag) => flags.includes(flag))
  }
  return combine(BOOLEAN, [left, right], evaluate, position)
}

function flagsOf(value: string): string[] {
  return value.split(',').map((flag) => flag.trim())
}

/** Section 5.1.1.1.11, with the members of a list in the expression, or with an expression that gives a list. */
export function compileMembership(
  left: Compiled,
  list: readonly Compiled[] | Compiled,
  position: number,
  scope: Scope,
): Compiled {
  return 'evaluate' in list
    ? membershipInCollection(left, list, position, scope)
    : membershipInList(left, list, position, scope)
}

function membershipInList(
  left: Compiled,
  list: readonly Compiled[],
  position: number,
  { option }: Scope,
): Compiled {
  const items = list.map((item) => adaptLiteral(item, left.type))
  for (const item of items) checkMembers(item, left, option)
  const family = familyOfAll(left, items, position, option)
  const key = keyOf(left, family)
  const candidates = items.map((item) => keyOf(item, family))
  if (items.every((item) => item.constant)) {
    const keys = new Set(candidates.map((candidate) => candidate(null, [])))
    // A set finds NaN, which does not equal any value.
    keys.delete(Number.NaN)
    return combine(BOOLEAN, [left], (it, variables) => keys.has(key(it, variables)), position)
  }
  const evaluate: Compiled['evaluate'] = (it, variables) => {
    const wanted = key(it, variables)
    return candidates.some((candidate) => candidate(it, variables) === wanted)
  }
  return combine(BOOLEAN, [left, ...items], evaluate, position)
}

/** The family in which one operand is compared with every item: the one to which the others can be promoted. */
function familyOfAll(left: Compiled, items: readonly Compiled[], position: number, option: string): Family {
  const families = new Set<Family>()
  for (const item of items) {
    const family = commonFamily(left.type, item.type)
    if (family) families.add(family)
    else if (item.type.kind !== 'Null') throw incompatible('in', [left, item], position, option)
  }
  const [only = 'untyped'] = families
  if (families.size <= 1) return only
  return (['instant', 'guid'] as const).find((family) => families.has(family)) ?? 'untyped'
}

function membershipInCollection(
  left: Compiled,
  right: Compiled,
  position: number,
  { option }: Scope,
): Compiled {
  const item = itemType(right.type)
  if (!item) throw malformed(option, right.position, `'in' needs a list, not ${describeType(right.type)}`)
  const family = commonFamily(left.type, item)
  if (!family) throw incompatible('in', [left, right], position, option)
  const [key, memberKey] = [keyOf(left, family), keyReaderOf(family)]
  const evaluate: Compiled['evaluate'] = (it, variables) => {
    const members = right.evaluate(it, variables)
    if (!Array.isArray(members)) return false
    const wanted = key(it, variables)
    return members.some((member) => memberKey(member ?? null) === wanted)
  }
  return combine(BOOLEAN, [left, right], evaluate, position)
}

function itemType(type: EdmType): EdmType | undefined {
  if (type.kind === 'Untyped' || type.kind === 'Null') return { kind: 'Untyped' }
  return type.kind === 'Collection' ? type.item : undefined
}

/** A quoted literal beside an enumeration must be one of its members. */
function checkMembers(operand: Compiled, other: Compiled, option: string): void {
  if (other.type.kind !== 'Enum' || other.type.members.size === 0 || !operand.constant) return
  const value = constantValue(operand)
  if (typeof value !== 'string' || other.type.members.has(value)) return
  const members = [...other.type.members].join(', ')
  throw malformed(option, operand.position, `'${value}' is not one of the members (${members})`)
}

function incompatible(
  operator: string,
  [left, right]: Operands,
  position: number,
  option: string,
): QueryOptionError {
  const types = `${describeType(left.type)} with ${describeType(right.type)}`
  const hint = temporalHint(left, right)
  return malformed(option, position, `'${operator}' cannot compare ${types}${hint}`)
}

const TEMPORAL: readonly string[] = ['DateTimeOffset', 'Date', 'TimeOfDay']

function temporalHint(left: Compiled, right: Compiled): string {
  const quoted = [left, right].some(({ type, constant }) => constant && type.kind === 'String')
  const temporal = [left, right].some(({ type }) => TEMPORAL.includes(type.kind))
  return quoted && temporal ? '; dates and times are written without quotes' : ''
}
