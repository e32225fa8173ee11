/**
 * Syntax tree of the common expressions of OData 4.01 (URL conventions, section 5.1.1). Positions are offsets into the
 * decoded text of the option.
 */
export type Expression =
  | Literal
  | ListLiteral
  | ObjectLiteral
  | Path
  | Unary
  | Binary
  | Membership
  | Call
  | Case

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
  | 'Geography'

/** Section 5.1.1.14.1. */
export interface Literal {
  kind: 'literal'
  type: LiteralType
  /** The value as in JSON: dates, durations and GUIDs stay text. */
  value: string | number | boolean | null
  position: number
}

/** `["a",Name]` as an operand (section 5.1.1.14.2), or `('a','b')` on the right of `in`. */
export interface ListLiteral {
  kind: 'list'
  items: Expression[]
  position: number
}

/** `{"City":"Berlin"}`, section 5.1.1.14.2. */
export interface ObjectLiteral {
  kind: 'object'
  members: { name: string; value: Expression }[]
  position: number
}

/** `Address/City`, `$it/Tags/$count` or `Items/any(i:i/Quantity gt 1)`, section 5.1.1.15. */
export interface Path {
  kind: 'path'
  /** What the path starts from if not the current instance: a literal of section 5.1.1.14, or the value of an alias. */
  root?: '$it' | '$this' | '$root' | Expression
  segments: Segment[]
  position: number
}

export type Segment =
  | PropertySegment
  | TypeSegment
  | AnnotationSegment
  | KeySegment
  | CallSegment
  | FilterSegment
  | LambdaSegment
  | CountSegment

export interface PropertySegment {
  kind: 'property'
  name: string
  position: number
}

/** A type cast such as `Model.VipCustomer`, with its namespace: without one it reads like a property. */
export interface TypeSegment {
  kind: 'type'
  name: string
  position: number
}

/** `@Measures.Currency#Reporting`, section 5.1.1.16. */
export interface AnnotationSegment {
  kind: 'annotation'
  /** With its `@`, and with its qualifier behind `#`, as JSON spells the member. */
  name: string
  position: number
}

/** `Items('a')` or `Items/1`: a key without the name of its property. */
export interface KeySegment {
  kind: 'key'
  value: Expression
  position: number
}

/** `Items(Id=1)`, a key with names, or `Model.Rated(By='x')`, a function: only the schema tells which. */
export interface CallSegment {
  kind: 'call'
  name: string
  parameters: { name: string; value: Expression; position: number }[]
  position: number
}

/** `/$filter(Quantity gt 1)` */
export interface FilterSegment {
  kind: 'filter'
  predicate: Expression
  position: number
}

/** `/any(i:i/Quantity gt 1)`, section 5.1.1.13; without a predicate in the short form `any()`. */
export interface LambdaSegment {
  kind: 'lambda'
  operator: 'any' | 'all'
  predicate?: { variable: string; body: Expression }
  position: number
}

/** `/$count`, perhaps with options: `/$count($filter=Quantity gt 1;$search=blue)` */
export interface CountSegment {
  kind: 'count'
  filter?: Expression
  search?: SearchExpression
  position: number
}

export interface Unary {
  kind: 'unary'
  operator: 'not' | 'negate'
  operand: Expression
  position: number
}

export type ComparisonOperator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le'
export type ArithmeticOperator = 'add' | 'sub' | 'mul' | 'div' | 'divby' | 'mod'
export type LogicalOperator = 'and' | 'or'
export type BinaryOperator = ComparisonOperator | ArithmeticOperator | LogicalOperator | 'has'

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

/** A canonical function, sections 5.1.1.5 to 5.1.1.11. */
export interface Call {
  kind: 'call'
  /** In lower case: the names match in any letter case. */
  name: string
  arguments: Expression[]
  /** Of `cast` and `isof`: the type. */
  type?: string
  position: number
}

/** `case(condition:result, …)`: the result of the first condition that is true, else null. Section 5.1.1.12. */
export interface Case {
  kind: 'case'
  branches: { condition: Expression; result: Expression }[]
  position: number
}

/** Syntax tree of `$search`, section 5.1.8.1. */
export type SearchExpression =
  | { kind: 'term'; text: string }
  | { kind: 'not'; operand: SearchExpression }
  | { kind: 'and' | 'or'; left: SearchExpression; right: SearchExpression }
