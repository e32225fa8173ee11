import type { Protocol } from './protocol/protocol.ts'

/** An operation in the generated table. */
export interface OperationEntry {
  readonly method: string
  readonly path: string
  readonly query?: readonly string[]
  readonly header?: readonly string[]
  /** Name of the property that holds the items of a page; empty where the page itself is the list. */
  readonly items?: string
}

/** One API, or several at one address. */
export interface Api {
  baseUrl: string
  protocol: Protocol
  operations: Record<string, OperationEntry>
}

/** Where operations and clients keep what the other entries of this package need. All copies of the package share it. */
export const details: unique symbol = Symbol.for('@clientele/client') as never
