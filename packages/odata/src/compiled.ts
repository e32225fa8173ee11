import type { EdmType } from './edm.ts'

/**
 * An expression ready to run: `it` is the record (`$it`), `variables` the current members of the enclosing lambdas.
 * Null stands for OData's null and for everything that is not there; `undefined` is never returned.
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
