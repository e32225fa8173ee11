import type { EdmType, SchemaReader } from './edm.ts'
import type { Expression } from './expression.ts'

/**
 * An expression ready to run: `it` is the record (`$it`), `variables` the current members of the enclosing lambda
 * operators and filters. Null means OData's null and missing values; the result is never
 * `undefined`.
 */
export type Evaluate = (it: unknown, variables: unknown[]) => unknown

export interface Compiled {
  type: EdmType
  evaluate: Evaluate
  /** True if the value is the same for every record, so that it is computed once. */
  constant: boolean
  position: number
  /** Set for a property that the record itself has: such a value can be read without asking `evaluate`. */
  member?: string
}

/** A member of a collection that the expression walks over. */
export interface Variable {
  slot: number
  type: EdmType
}

/** The meaning of names at one place of an expression. */
export interface Scope {
  /** Name of the option with its `$`, for messages. */
  readonly option: string
  readonly reader: SchemaReader
  /** The clock of `now()`; the same instant for every record. */
  readonly now: () => Date
  /** Type of the records. */
  readonly record: EdmType
  /** `$this` inside `/$filter(…)`, from which names without a prefix are read; elsewhere the record. */
  readonly current?: Variable
  /** Variables of lambda operators, by their names. */
  readonly variables: ReadonlyMap<string, Variable>
  /** How many collections enclose this place: the next free slot. */
  readonly depth: number
  compile(expression: Expression, scope: Scope): Compiled
}

const NO_RECORD: unknown[] = []

/** Combines operands; when none of them depends on the record, the result is computed here and now. */
export function combine(
  type: EdmType,
  operands: readonly Compiled[],
  evaluate: Evaluate,
  position: number,
): Compiled {
  const constant = operands.every((operand) => operand.constant)
  if (!constant) return { type, evaluate, constant, position }
  return constantOf(type, evaluate(null, NO_RECORD), position)
}

export function constantOf(type: EdmType, value: unknown, position: number): Compiled {
  return { type, evaluate: () => value, constant: true, position }
}

/** Value of a constant operand. */
export function constantValue(constant: Compiled): unknown {
  return constant.evaluate(null, NO_RECORD)
}

export function variableOf({ slot, type }: Variable, position: number): Compiled {
  return { type, evaluate: (_it, variables) => variables[slot] ?? null, constant: false, position }
}
