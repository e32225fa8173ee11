import { compileArithmetic, compileNegation } from './arithmetic.ts'
import { adaptLiteral, commonFamily, type Key, keyOf } from './comparable.ts'
import { type Compiled, combine, constantOf, constantValue } from './compiled.ts'
import { describeType, type EdmType, type Schema, type SchemaReader } from './edm.ts'
import type {
  ArithmeticOperator,
  Binary,
  Case,
  ComparisonOperator,
  CountOf,
  Expression,
  Lambda,
  ListLiteral,
  Literal,
  LogicalOperator,
  MemberPath,
  Membership,
  Unary,
} from './expression.ts'
import { compileCall } from './functions.ts'
import { malformed, notExecuted, type QueryOptionError } from './query-option-error.ts'
import { instantOf } from './temporal.ts'

export interface CompilerContext {
  /** Name of the option with its `$`, for messages. */
  option: string
  /** Schema of the records. */
  schema: Schema
  reader: SchemaReader
  /** The clock of `now()`. */
  now: () => Date
}

/**
 * Checks an expression against the schema and turns it into a closure.
 *
 * @throws QueryOptionError 400 for unknown properties and types that do not go together, 501 for what is not executed.
 */
export function compileExpression(expression: Expression, context: CompilerContext): Compiled {
  return new Compiler(context).compile(expression)
}

/** Compiles a `$filter`: records for which the result is not exactly true are left out. */
export function compileFilter(
  expression: Expression,
  context: CompilerContext,
): (record: unknown) => boolean {
  const compiled = compileExpression(expression, context)
  if (!isBoolean(compiled.type)) {
    throw malformed(
      context.option,
      compiled.position,
      `a filter must be true or false, not ${describeType(compiled.type)},`,
    )
  }
  const variables: unknown[] = []
  return (record) => compiled.evaluate(record, variables) === true
}

/** What a property is read of; `root` marks the record itself. */
type Owner = Compiled & { root?: boolean }

interface Variable {
  slot: number
  type: EdmType
}

const BOOLEAN: EdmType = { kind: 'Boolean' }
const INTEGER: EdmType = { kind: 'Integer' }

class Compiler {
  readonly #context: CompilerContext
  readonly #variables = new Map<string, Variable>()
  /** Lambdas that enclose the current expression; a variable that hides another one still needs its own slot. */
  #lambdaDepth = 0

  constructor(context: CompilerContext) {
    this.#context = context
  }

  compile(expression: Expression): Compiled {
    switch (expression.kind) {
      case 'literal':
        return this.#literal(expression)
      case 'list':
        return this.#list(expression)
      case 'path':
        return this.#path(expression)
      case 'unary':
        return this.#unary(expression)
      case 'binary':
        return this.#binary(expression)
      case 'in':
        return this.#membership(expression)
      case 'call':
        return this.#call(expression)
      case 'case':
        return this.#case(expression)
      case 'lambda':
        return this.#lambda(expression)
      case 'count':
        return this.#countOf(expression)
    }
  }

  #literal({ type, value, position }: Literal): Compiled {
    if (type === 'DateTimeOffset' || type === 'Date') {
      const instant = type === 'Date' ? `${value}T00:00:00Z` : String(value)
      if (Number.isNaN(instantOf(instant))) {
        throw malformed(this.#context.option, position, `the calendar has no ${value}, given`)
      }
    }
    const edm: EdmType = type === 'Enum' ? { kind: 'Enum', members: new Set() } : { kind: type }
    return constantOf(edm, value, position)
  }

  #list({ items, position }: ListLiteral): Compiled {
    const compiled = items.map((item) => this.compile(item))
    const type: EdmType = { kind: 'Collection', item: compiled[0]?.type ?? { kind: 'Untyped' } }
    return combine(
      type,
      compiled,
      (it, variables) => compiled.map((item) => item.evaluate(it, variables)),
      position,
    )
  }

  #path({ segments, position }: MemberPath): Compiled {
    const [first = '', ...rest] = segments
    const variable = this.#variables.get(first)
    if (variable) return this.#member(this.#variable(variable, position), rest, position)
    const type = this.#recordType()
    const root: Owner = { type, evaluate: (it) => it ?? null, constant: false, position, root: true }
    return this.#member(root, first === '$it' || first === '$this' ? rest : segments, position)
  }

  #recordType(): EdmType {
    return this.#context.reader.typeOf(this.#context.schema)
  }

  #variable({ slot, type }: Variable, position: number): Compiled {
    return { type, evaluate: (_it, variables) => variables[slot] ?? null, constant: false, position }
  }

  #member(owner: Owner, segments: readonly string[], position: number): Compiled {
    let current: Owner = owner
    for (const segment of segments) current = this.#property(current, segment, position)
    return current
  }

  #property(owner: Owner, segment: string, position: number): Compiled {
    const { name, type } = this.#resolveProperty(owner.type, segment, position)
    const read = memberReader(name)
    const { evaluate: ownerOf } = owner
    const evaluate: Compiled['evaluate'] = (it, variables) => read(ownerOf(it, variables))
    const direct = owner.root === true && !(name in Object.prototype)
    return { type, constant: false, position, evaluate, ...(direct && { member: name }) }
  }

  #resolveProperty(owner: EdmType, segment: string, position: number): { name: string; type: EdmType } {
    const { option, reader } = this.#context
    if (owner.kind === 'Untyped') return { name: segment, type: { kind: 'Untyped' } }
    if (owner.kind !== 'Complex') {
      const reason = owner.kind === 'Collection' ? 'a collection: use any(…) or all(…)' : describeType(owner)
      throw malformed(option, position, `'${segment}' cannot be read because its owner is ${reason},`)
    }
    const found = reader.property(owner.schema, segment)
    if (found) return { name: found.name, type: reader.typeOf(found.schema) }
    if (reader.isOpen(owner.schema) && !reader.declares(owner.schema, segment))
      return { name: segment, type: { kind: 'Untyped' } }
    throw malformed(option, position, `could not find a property named '${segment}'`)
  }

  #unary({ operator, operand, position }: Unary): Compiled {
    const compiled = this.compile(operand)
    if (operator === 'negate') return compileNegation(compiled, this.#context.option)
    this.#requireBoolean(compiled, 'not')
    const { evaluate } = compiled
    return combine(BOOLEAN, [compiled], (it, variables) => negate(evaluate(it, variables)), position)
  }

  #binary({ operator, left, right, position }: Binary): Compiled {
    const operands: [Compiled, Compiled] = [this.compile(left), this.compile(right)]
    switch (operator) {
      case 'and':
      case 'or':
        return this.#logical(operator, operands, position)
      case 'eq':
      case 'ne':
      case 'gt':
      case 'ge':
      case 'lt':
      case 'le':
        return this.#comparison(operator, operands, position)
      case 'has':
        return this.#has(operands, position)
      default:
        return compileArithmetic(
          operator satisfies ArithmeticOperator,
          ...operands,
          position,
          this.#context.option,
        )
    }
  }

  #logical(operator: LogicalOperator, [left, right]: [Compiled, Compiled], position: number): Compiled {
    this.#requireBoolean(left, operator)
    this.#requireBoolean(right, operator)
    // The value that decides alone; null decides nothing (three-valued logic).
    const decisive = operator === 'or'
    const [a, b] = [left.evaluate, right.evaluate]
    const evaluate: Compiled['evaluate'] = (it, variables) => {
      const first = a(it, variables)
      if (first === decisive) return decisive
      const second = b(it, variables)
      if (second === decisive) return decisive
      return first === !decisive && second === !decisive ? !decisive : null
    }
    return combine(BOOLEAN, [left, right], evaluate, position)
  }

  #comparison(
    operator: OrderOperator,
    [leftOperand, rightOperand]: [Compiled, Compiled],
    position: number,
  ): Compiled {
    const left = adaptLiteral(leftOperand, rightOperand.type)
    const right = adaptLiteral(rightOperand, leftOperand.type)
    this.#checkMembers(left, right)
    this.#checkMembers(right, left)
    const family = commonFamily(left.type, right.type)
    if (left.type.kind === 'Null' || right.type.kind === 'Null')
      return this.#nullComparison(operator, left, right, position)
    if (!family) throw this.#incompatible(operator, left, right, position)
    const evaluate = comparisons[operator](keyOf(left, family), keyOf(right, family))
    return combine(BOOLEAN, [left, right], evaluate, position)
  }

  /** Complex values and collections have no keys, yet each may be compared with null. */
  #nullComparison(operator: OrderOperator, left: Compiled, right: Compiled, position: number): Compiled {
    const operand = left.type.kind === 'Null' ? right : left
    const { evaluate } = operand
    const wanted = operator === 'eq'
    const test: Compiled['evaluate'] =
      operator === 'eq' || operator === 'ne'
        ? (it, variables) => (evaluate(it, variables) === null) === wanted
        : () => false
    return combine(BOOLEAN, [operand], test, position)
  }

  #incompatible(operator: string, left: Compiled, right: Compiled, position: number): QueryOptionError {
    const structured = [left, right].some(({ type }) => type.kind === 'Complex' || type.kind === 'Collection')
    const types = `${describeType(left.type)} and ${describeType(right.type)}`
    const { option } = this.#context
    if (structured) return notExecuted(option, position, `'${operator}' between ${types}`)
    const hint = temporalHint(left, right)
    return malformed(option, position, `'${operator}' between the incompatible types ${types}${hint},`)
  }

  /** A quoted literal beside an enumeration must be one of its members. */
  #checkMembers(operand: Compiled, other: Compiled): void {
    if (other.type.kind !== 'Enum' || other.type.members.size === 0 || !operand.constant) return
    const value = constantValue(operand)
    if (typeof value !== 'string' || other.type.members.has(value)) return
    const members = [...other.type.members].join(', ')
    throw malformed(
      this.#context.option,
      operand.position,
      `'${value}' is none of the members (${members}), given`,
    )
  }

  #has([left, right]: [Compiled, Compiled], position: number): Compiled {
    if (
      !['Enum', 'String', 'Untyped'].includes(left.type.kind) ||
      !['Enum', 'String'].includes(right.type.kind)
    ) {
      throw this.#incompatible('has', left, right, position)
    }
    const [a, b] = [left.evaluate, right.evaluate]
    const evaluate: Compiled['evaluate'] = (it, variables) => {
      const value = a(it, variables)
      if (typeof value !== 'string') return null
      const flags = flagsOf(value)
      return flagsOf(String(b(it, variables))).every((flag) => flags.includes(flag))
    }
    return combine(BOOLEAN, [left, right], evaluate, position)
  }

  #membership({ operand, list, position }: Membership): Compiled {
    const left = this.compile(operand)
    if (list.kind === 'list') return this.#membershipInList(left, list, position)
    const right = this.compile(list)
    if (right.type.kind === 'Untyped')
      return this.#membershipInCollection(left, right, { kind: 'Untyped' }, position)
    if (right.type.kind !== 'Collection') {
      throw malformed(
        this.#context.option,
        right.position,
        `'in' needs a list, not ${describeType(right.type)},`,
      )
    }
    return this.#membershipInCollection(left, right, right.type.item, position)
  }

  #membershipInList(left: Compiled, list: ListLiteral, position: number): Compiled {
    const items = list.items.map((item) => adaptLiteral(this.compile(item), left.type))
    for (const item of items) this.#checkMembers(item, left)
    const families = items.map((item) => this.#itemFamily(left, item, position))
    const family = families.find((candidate) => candidate === 'instant') ?? families[0] ?? 'untyped'
    const key = keyOf(left, family)
    if (items.every((item) => item.constant)) {
      const keys = new Set<Key>(items.map((item) => keyOf(item, family)(null, [])))
      return combine(BOOLEAN, [left], (it, variables) => keys.has(key(it, variables)), position)
    }
    const candidates = items.map((item) => keyOf(item, family))
    const evaluate: Compiled['evaluate'] = (it, variables) => {
      const wanted = key(it, variables)
      return candidates.some((candidate) => candidate(it, variables) === wanted)
    }
    return combine(BOOLEAN, [left, ...items], evaluate, position)
  }

  #itemFamily(left: Compiled, item: Compiled, position: number) {
    const family = commonFamily(left.type, item.type)
    if (!family) throw this.#incompatible('in', left, item, position)
    return family
  }

  #membershipInCollection(left: Compiled, right: Compiled, item: EdmType, position: number): Compiled {
    const family = commonFamily(left.type, item)
    if (!family) throw this.#incompatible('in', left, right, position)
    const key = keyOf(left, family)
    const evaluate: Compiled['evaluate'] = (it, variables) => {
      const members = right.evaluate(it, variables)
      if (!Array.isArray(members)) return false
      const wanted = key(it, variables)
      return members.some((member) => keyOf(constantOf(item, member, position), family)(null, []) === wanted)
    }
    return combine(BOOLEAN, [left, right], evaluate, position)
  }

  #call({ name, arguments: operands, position }: Extract<Expression, { kind: 'call' }>): Compiled {
    const compiled = operands.map((operand) => this.compile(operand))
    return compileCall(name, compiled, position, this.#context)
  }

  #case({ branches, position }: Case): Compiled {
    const compiled = branches.map(({ condition, result }) => {
      const test = this.compile(condition)
      this.#requireBoolean(test, 'case')
      return { test, result: this.compile(result) }
    })
    const evaluate: Compiled['evaluate'] = (it, variables) => {
      const branch = compiled.find(({ test }) => test.evaluate(it, variables) === true)
      return branch ? branch.result.evaluate(it, variables) : null
    }
    const operands = compiled.flatMap(({ test, result }) => [test, result])
    return combine(commonType(compiled.map(({ result }) => result.type)), operands, evaluate, position)
  }

  #lambda({ operator, source, predicate, position }: Lambda): Compiled {
    const collection = this.#collection(source, operator)
    const { evaluate: membersOf } = collection
    if (!predicate) {
      return combine(BOOLEAN, [collection], (it, variables) => sizeOf(membersOf(it, variables)) > 0, position)
    }
    const { slot, test } = this.#predicate(predicate, collection.type.item, operator)
    const wanted = operator === 'any'
    const evaluate: Compiled['evaluate'] = (it, variables) => {
      const members = membersOf(it, variables)
      if (!Array.isArray(members)) return !wanted
      for (const member of members) {
        variables[slot] = member
        if ((test(it, variables) === true) === wanted) return wanted
      }
      return !wanted
    }
    return combine(BOOLEAN, [collection], evaluate, position)
  }

  #predicate({ variable, body }: NonNullable<Lambda['predicate']>, item: EdmType, operator: string) {
    const hidden = this.#variables.get(variable)
    const slot = this.#lambdaDepth++
    this.#variables.set(variable, { slot, type: item })
    const compiled = this.compile(body)
    this.#lambdaDepth -= 1
    this.#requireBoolean(compiled, operator)
    if (hidden) this.#variables.set(variable, hidden)
    else this.#variables.delete(variable)
    return { slot, test: compiled.evaluate }
  }

  #countOf({ source, position }: CountOf): Compiled {
    const { evaluate } = this.#collection(source, '$count')
    return {
      type: INTEGER,
      evaluate: (it, variables) => sizeOf(evaluate(it, variables)),
      constant: false,
      position,
    }
  }

  #collection(source: MemberPath, operator: string): Compiled & { type: { item: EdmType } } {
    const compiled = this.#path(source)
    const { type } = compiled
    if (type.kind === 'Collection') return { ...compiled, type }
    if (type.kind === 'Untyped') return { ...compiled, type: { kind: 'Collection', item: type } }
    const path = source.segments.join('/')
    throw malformed(
      this.#context.option,
      source.position,
      `'${operator}' needs a collection, and '${path}' is ${describeType(type)},`,
    )
  }

  #requireBoolean({ type, position }: Compiled, operator: string): void {
    if (isBoolean(type)) return
    throw malformed(
      this.#context.option,
      position,
      `'${operator}' needs true or false, not ${describeType(type)},`,
    )
  }
}

type KeyReader = (it: unknown, variables: unknown[]) => Key
type OrderOperator = Exclude<ComparisonOperator, 'has'>
type Comparison = (left: KeyReader, right: KeyReader) => Compiled['evaluate']

/** Null is equal to null only, and neither greater nor less than anything. */
const comparisons: Record<OrderOperator, Comparison> = {
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

/** Names such as `constructor` are found on every object, so only for them the own property is looked up. */
function memberReader(name: string): (owner: unknown) => unknown {
  if (name in Object.prototype) {
    return (owner) => (isStructured(owner) && Object.hasOwn(owner, name) ? (owner[name] ?? null) : null)
  }
  return (owner) => (isStructured(owner) ? (owner[name] ?? null) : null)
}

function isStructured(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isBoolean(type: EdmType): boolean {
  return type.kind === 'Boolean' || type.kind === 'Untyped' || type.kind === 'Null'
}

function negate(value: unknown): boolean | null {
  return typeof value === 'boolean' ? !value : null
}

function flagsOf(value: string): string[] {
  return value.split(',').map((flag) => flag.trim())
}

function sizeOf(members: unknown): number {
  return Array.isArray(members) ? members.length : 0
}

function commonType(types: readonly EdmType[]): EdmType {
  const known = types.filter((type) => type.kind !== 'Null')
  const kinds = new Set(known.map((type) => type.kind))
  if (kinds.size === 1) return known[0] ?? { kind: 'Untyped' }
  const numeric = [...kinds].every((kind) => kind === 'Integer' || kind === 'Number')
  return { kind: kinds.size > 0 && numeric ? 'Number' : 'Untyped' }
}

function temporalHint(left: Compiled, right: Compiled): string {
  const quoted = [left, right].some(({ type, constant }) => constant && type.kind === 'String')
  const temporal = [left, right].some(({ type }) =>
    ['DateTimeOffset', 'Date', 'TimeOfDay'].includes(type.kind),
  )
  return quoted && temporal ? ' (dates and times are written without quotes)' : ''
}
