import type { components, Readable, Writable } from './generated/graph-customers.ts'

export type {
  $Read,
  $Write,
  components,
  operations,
  paths,
  Readable,
  Writable,
} from './generated/graph-customers.ts'

type Schemas = components['schemas']

/** A customer as Microsoft Graph answers it. */
export type Customer = Readable<Schemas['Customer']>
/** A customer as it is sent: `createCustomer` and `updateCustomer` refuse read-only properties. */
export type CustomerInput = Writable<Schemas['Customer']>
/** One page of customers. */
export type CustomerCollection = Readable<Schemas['CustomerCollection']>

/** The body of every failed answer of Microsoft Graph. */
export type GraphErrorResponse = Readable<Schemas['GraphErrorResponse']>
/** The failure inside a {@link GraphErrorResponse}. */
export type GraphError = Readable<Schemas['GraphError']>
/** One of several failures that a single request caused. */
export type GraphErrorDetail = Readable<Schemas['GraphErrorDetail']>
/** What Microsoft's support needs to find a failed request. */
export type GraphInnerError = Readable<Schemas['GraphInnerError']>
