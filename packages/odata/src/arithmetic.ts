import { adaptLiteral } from './comparable.ts'
import { type Compiled, combine, type Scope } from './compiled.ts'
import { describeType, type EdmType } from './edm.ts'
import type { ArithmeticOperator } from './expression.ts'
import { malformed } from './query-option-error.ts'
import { dateOf, dateText, durationOf, durationText, instantOf, instantText } from './temporal.ts'

type Operation = (left: number, right: number) => number

/** Which operand types an operator takes and what it gives, after section 5.1.1.2 of the URL conventions. */
interface Rule {
  operators: readonly ArithmeticOperator[]
  left: EdmType['kind']
  right: EdmType['kind']
  result: EdmType['kind']
}

const RULES: readonly Rule[] = [
  { operators: ['add', 'sub'], left: 'DateTimeOffset', right: 'Duration', result: 'DateTimeOffset' },
  { operators: ['add', 'sub'], left: 'Date', right: 'Duration', result: 'Date' },
  { operators: ['add', 'sub'], left: 'Duration', right: 'Duration', result: 'Duration' },
  { operators: ['sub'], left: 'DateTimeOffset', right: 'DateTimeOffset', result: 'Duration' },
  { operators: ['sub'], left: 'Date', right: 'Date', result: 'Duration' },
  { operators: ['mul', 'div', 'divby'], left: 'Duration', right: 'Number', result: 'Duration' },
  { operators: ['mul'], left: 'Number', right: 'Duration', result: 'Duration' },
]

export function compileArithmetic(
  operator: ArithmeticOperator,
  [leftOperand, rightOperand]: [Compiled, Compiled],
  position: number,
  { option }: Scope,
): Compiled {
  const right = adaptLiteral(rightOperand, { kind: 'Duration' })
  const left = adaptLiteral(leftOperand, { kind: 'Duration' })
  const type = resultType(operator, left.type, right.type)
  if (!type) throw incompatible(operator, left.type, right.type, position, option)
  const integers = left.type.kind === 'Integer' && right.type.kind === 'Integer'
  const operation = operationOf(operator, integers, () =>
    malformed(option, position, `'${operator}' by zero`),
  )
  const [toLeft, toRight] = [numberReader(left.type), numberReader(right.type)]
  const toValue = writer(type)
  const evaluate: Compiled['evaluate'] = (it, variables) => {
    const a = toLeft(left.evaluate(it, variables))
    const b = toRight(right.evaluate(it, variables))
    return a === null || b === null ? null : toValue(operation(a, b))
  }
  return combine(type, [left, right], evaluate, position)
}

/** `-x` of a number or a duration. */
export function compileNegation(operand: Compiled, option: string): Compiled {
  const { type, position } = operand
  if (!isNumeric(type) && type.kind !== 'Duration') {
    throw malformed(option, position, `'-' needs a number or a duration, not ${describeType(type)}`)
  }
  const toNumber = numberReader(type)
  const toValue = writer(type)
  const evaluate: Compiled['evaluate'] = (it, variables) => {
    const value = toNumber(operand.evaluate(it, variables))
    return value === null ? null : toValue(-value)
  }
  return combine(type, [operand], evaluate, position)
}

export function isNumeric(type: EdmType): boolean {
  return ['Integer', 'Number', 'Untyped', 'Null'].includes(type.kind)
}

function resultType(operator: ArithmeticOperator, left: EdmType, right: EdmType): EdmType | undefined {
  if (isNumeric(left) && isNumeric(right)) {
    const integers = left.kind === 'Integer' && right.kind === 'Integer' && operator !== 'divby'
    return { kind: integers ? 'Integer' : 'Number' }
  }
  const rule = RULES.find(
    (one) => one.operators.includes(operator) && fits(left, one.left) && fits(right, one.right),
  )
  return rule && ({ kind: rule.result } as EdmType)
}

function fits(type: EdmType, wanted: EdmType['kind']): boolean {
  return type.kind === wanted || type.kind === 'Null' || (wanted === 'Number' && isNumeric(type))
}

function operationOf(operator: ArithmeticOperator, integers: boolean, byZero: () => Error): Operation {
  const whole = (right: number) => {
    if (right === 0) throw byZero()
    return right
  }
  const operations: Record<ArithmeticOperator, Operation> = {
    add: (a, b) => decimal(a + b),
    sub: (a, b) => decimal(a - b),
    mul: (a, b) => decimal(a * b),
    div: integers ? (a, b) => Math.trunc(a / whole(b)) : (a, b) => decimal(a / b),
    divby: (a, b) => decimal(a / b),
    mod: (a, b) => decimal(a % whole(b)),
  }
  return operations[operator]
}

/** `2.55 sub 0.55 eq 2` is true in decimals and false in binary fractions; 15 digits are what a double keeps. */
function decimal(value: number): number {
  return Number.isInteger(value) || !Number.isFinite(value) ? value : Number(value.toPrecision(15))
}

function numberReader(type: EdmType): (value: unknown) => number | null {
  const parse = PARSERS[type.kind]
  if (!parse) return (value) => (typeof value === 'number' ? value : null)
  return (value) => {
    const number = typeof value === 'string' ? parse(value) : Number.NaN
    return Number.isNaN(number) ? null : number
  }
}

const PARSERS: Partial<Record<EdmType['kind'], (text: string) => number>> = {
  DateTimeOffset: instantOf,
  Date: dateOf,
  Duration: durationOf,
}

function writer(type: EdmType): (value: number) => unknown {
  if (type.kind === 'DateTimeOffset') return (value) => instantText(value) || null
  if (type.kind === 'Date') return (value) => dateText(value) || null
  if (type.kind === 'Duration') return durationText
  return (value) => value
}

function incompatible(
  operator: string,
  left: EdmType,
  right: EdmType,
  position: number,
  option: string,
): Error {
  const types = `${describeType(left)} and ${describeType(right)}`
  return malformed(option, position, `'${operator}' does not take ${types}`)
}
