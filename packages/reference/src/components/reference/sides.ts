import type { Property } from '../../description/schema.ts'

/** Who writes a message: the caller or the service. */
export type Side = 'request' | 'answer'

/** The properties that one side may write, nested ones included, and the names of the top ones that it may not. */
export function sidesOf(
  properties: readonly Property[],
  side: Side,
): { shown: Property[]; hidden: string[] } {
  const mayWrite = ({ readOnly, writeOnly }: Property) => (side === 'request' ? !readOnly : !writeOnly)
  return {
    shown: properties
      .filter(mayWrite)
      .map((property) => ({ ...property, children: sidesOf(property.children, side).shown })),
    hidden: properties.filter((property) => !mayWrite(property)).map(({ name }) => name),
  }
}
