import { compileArithmetic, compileNegation } from './arithmetic.ts'
import { compileComparison, compileHas, compileMembership } from './comparison.ts'
import { type Compiled, combine, constantOf, type Scope } from './compiled.ts'
import {
  BOOLEAN,
  type EdmType,
  type ResolveReference,
  requireBoolean,
  type Schema,
  SchemaReader,
} from './edm.ts'
import type {
  Binary,
  BinaryOperator,
  Case,
  Expression,
  ListLiteral,
  Literal,
  LogicalOperator,
  ObjectLiteral,
  Unary,
} from './expression.ts'
import { compileCall } from './functions.ts'
import { parseExpression } from './parser.ts'
import { compilePath } from './paths.ts'
import { malformed, notExecuted } from './query-option-error.ts'
import { instantOf } from './temporal.ts'

/** Options for checking and running expressions. */
export interface QueryContext {
  /** JSON Schema of one record. Without it every property is allowed and compared by the value that it has. */
  schema?: Schema | undefined
  /** Finds the schema behind a `$ref`; needed only if the schema still has references. */
  resolve?: ResolveReference | undefined
  /** The clock of `now()`, read once for all records. Default: the system's. */
  now?: (() => Date) | undefined
  /** Values of parameter aliases (`@p`), by their names with `@`. */
  aliases?: ReadonlyMap<string, string> | undefined
}

/**
 * Compiles a `$filter` to a predicate (URL conventions, section 5.1.2).
 *
 * @param text Decoded value of the option.
 * @returns True for the records that match. A record for which the expression gives null does not match.
 * @throws QueryOptionError 400 if the text is not OData, names a property that the schema does not have, or puts types
 * together that do not go together; 501 if it is OData that needs a model or is not executed here. The predicate
 * itself throws it for what only a record can show, such as `1 mod Size` for a size of zero.
 * @example
 * products.filter(compileFilter("Price lt 10 and contains(Name,'milk')"))
 */
export function compileFilter(text: string, context: QueryContext = {}): (record: unknown) => boolean {
  const expression = parseExpression({ option: '$filter', text, aliases: context.aliases })
  const compiled = compileExpression(expression, '$filter', context)
  requireBoolean(compiled, 'a filter', '$filter')
  const variables: unknown[] = []
  return (record) => compiled.evaluate(record, variables) === true
}

/** Checks an expression against the schema and turns it into a closure. */
export function compileExpression(expression: Expression, option: string, context: QueryContext): Compiled {
  const reader = new SchemaReader(context.resolve)
  const record = reader.typeOf(context.schema)
  const now = context.now ?? (() => new Date())
  return compile(expression, { option, reader, record, now, variables: new Map(), depth: 0, compile })
}

type Compilers = {
  readonly [Kind in Expression['kind']]: (
    expression: Extract<Expression, { kind: Kind }>,
    scope: Scope,
  ) => Compiled
}

const COMPILERS: Compilers = {
  literal: compileLiteral,
  list: compileList,
  object: compileObject,
  path: compilePath,
  unary: compileUnary,
  binary: compileBinary,
  in: ({ operand, list, position }, scope) => {
    const [left, right] = [compile(operand, scope), list.kind === 'list' ? list.items : list]
    if (!Array.isArray(right)) return compileMembership(left, compile(right, scope), position, scope)
    const items = right.map((item) => compile(item, scope))
    return compileMembership(left, items, position, scope)
  },
  call: compileCall,
  case: compileCase,
}

function compile(expression: Expression, scope: Scope): Compiled {
  return (COMPILERS[expression.kind] as (expression: Expression, scope: Scope) => Compiled)(expression, scope)
}

function compileLiteral({ type, value, position }: Literal, { option }: Scope): Compiled {
  if (type === 'Geography') throw notExecuted(option, position, 'the geography literal')
  if (type === 'DateTimeOffset' || type === 'Date') {
    const instant = type === 'Date' ? `${value}T00:00:00Z` : String(value)
    if (Number.isNaN(instantOf(instant))) {
      throw malformed(option, position, `the calendar has no ${value}`)
    }
  }
  return constantOf(type === 'Enum' ? { kind: 'Enum', members: new Set() } : { kind: type }, value, position)
}

function compileList({ items, position }: ListLiteral, scope: Scope): Compiled {
  const compiled = items.map((item) => compile(item, scope))
  const type: EdmType = { kind: 'Collection', item: compiled[0]?.type ?? { kind: 'Untyped' } }
  const evaluators = compiled.map(({ evaluate }) => evaluate)
  return combine(
    type,
    compiled,
    (it, variables) => evaluators.map((evaluate) => evaluate(it, variables)),
    position,
  )
}

function compileObject({ members, position }: ObjectLiteral, scope: Scope): Compiled {
  const reference = members.find(({ name }) => name === '@id' || name === '@odata.id')
  if (reference) throw notExecuted(scope.option, position, `the entity reference '${reference.name}'`)
  const compiled = members.map(({ name, value }) => ({ name, value: compile(value, scope) }))
  return combine(
    { kind: 'Complex', schema: {} },
    compiled.map(({ value }) => value),
    (it, variables) =>
      Object.fromEntries(compiled.map(({ name, value }) => [name, value.evaluate(it, variables)])),
    position,
  )
}

function compileUnary({ operator, operand, position }: Unary, scope: Scope): Compiled {
  const compiled = compile(operand, scope)
  if (operator === 'negate') return compileNegation(compiled, scope.option)
  requireBoolean(compiled, "'not'", scope.option)
  const { evaluate } = compiled
  const negated: Compiled['evaluate'] = (it, variables) => {
    const value = evaluate(it, variables)
    return typeof value === 'boolean' ? !value : null
  }
  return combine(BOOLEAN, [compiled], negated, position)
}

type Operands = [Compiled, Compiled]
type CompileOperator<Operator> = (
  operator: Operator,
  operands: Operands,
  position: number,
  scope: Scope,
) => Compiled

const OPERATORS: { readonly [Operator in BinaryOperator]: CompileOperator<Operator> } = {
  and: compileLogical,
  or: compileLogical,
  eq: compileComparison,
  ne: compileComparison,
  gt: compileComparison,
  ge: compileComparison,
  lt: compileComparison,
  le: compileComparison,
  has: compileHas,
  add: compileArithmetic,
  sub: compileArithmetic,
  mul: compileArithmetic,
  div: compileArithmetic,
  divby: compileArithmetic,
  mod: compileArithmetic,
}

function compileBinary({ operator, left, right, position }: Binary, scope: Scope): Compiled {
  const run = OPERATORS[operator] as CompileOperator<BinaryOperator>
  return run(operator, [compile(left, scope), compile(right, scope)], position, scope)
}

function compileLogical(
  operator: LogicalOperator,
  [left, right]: Operands,
  position: number,
  { option }: Scope,
): Compiled {
  requireBoolean(left, `'${operator}'`, option)
  requireBoolean(right, `'${operator}'`, option)
  // The value that decides alone; null does not decide (three-valued logic).
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

function compileCase({ branches, position }: Case, scope: Scope): Compiled {
  const compiled = branches.map(({ condition, result }) => {
    const test = compile(condition, scope)
    requireBoolean(test, "'case'", scope.option)
    return { test, result: compile(result, scope) }
  })
  const evaluate: Compiled['evaluate'] = (it, variables) => {
    const branch = compiled.find(({ test }) => test.evaluate(it, variables) === true)
    return branch ? branch.result.evaluate(it, variables) : null
  }
  const operands = compiled.flatMap(({ test, result }) => [test, result])
  return combine(commonType(compiled.map(({ result }) => result.type)), operands, evaluate, position)
}

function commonType(types: readonly EdmType[]): EdmType {
  const known = types.filter((type) => type.kind !== 'Null')
  const kinds = new Set(known.map((type) => type.kind))
  if (kinds.size === 1) return known[0] ?? { kind: 'Untyped' }
  const numeric = [...kinds].every((kind) => kind === 'Integer' || kind === 'Number')
  return { kind: kinds.size > 0 && numeric ? 'Number' : 'Untyped' }
}
