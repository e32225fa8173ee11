/** Syntax tree of the common expressions of OData 4.01; positions are offsets into the option's decoded text. */
export type Expression =
  | Literal
  | ListLiteral
  | MemberPath
  | Unary
  | Binary
  | Membership
  | Call
  | Case
  | Lambda
  | CountOf

/** Primitive types that a literal shows by its own spelling. */
export type LiteralType =
  | 'Null'
  | 'Boolean'
  | 'Integer'
  | 'Number'
  | 'String'
  | 'Guid'
  | 'Date'
  | 'DateTimeOffset'
  | 'TimeOfDay'
  | 'Duration'
  | 'Binary'
  | 'Enum'

export interface Literal {
  kind: 'literal'
  type: LiteralType
  /** The value as JSON would carry it: dates, durations and GUIDs stay text. */
  value: string | number | boolean | null
  position: number
}

/** `[1, 2]` as an operand, or `('a', 'b')` on the right of `in`. */
export interface ListLiteral {
  kind: 'list'
  items: Expression[]
  position: number
}

/** `companyProfile/domain`, `$it/id`, or a path that starts at a lambda variable. */
export interface MemberPath {
  kind: 'path'
  segments: string[]
  position: number
}

export type UnaryOperator = 'not' | 'negate'

export interface Unary {
  kind: 'unary'
  operator: UnaryOperator
  operand: Expression
  position: number
}

export type ComparisonOperator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le' | 'has'
export type ArithmeticOperator = 'add' | 'sub' | 'mul' | 'div' | 'divby' | 'mod'
export type LogicalOperator = 'and' | 'or'
export type BinaryOperator = ComparisonOperator | ArithmeticOperator | LogicalOperator

export interface Binary {
  kind: 'binary'
  operator: BinaryOperator
  left: Expression
  right: Expression
  position: number
}

export interface Membership {
  kind: 'in'
  operand: Expression
  list: Expression
  position: number
}

export interface Call {
  kind: 'call'
  name: string
  arguments: Expression[]
  position: number
}

/** `case(condition:result, …)`: the result of the first condition that is true, else null. */
export interface Case {
  kind: 'case'
  branches: { condition: Expression; result: Expression }[]
  position: number
}

export interface Lambda {
  kind: 'lambda'
  operator: 'any' | 'all'
  source: MemberPath
  /** Absent in the short form `tags/any()`. */
  predicate?: { variable: string; body: Expression }
  position: number
}

/** `tags/$count` */
export interface CountOf {
  kind: 'count'
  source: MemberPath
  position: number
}
