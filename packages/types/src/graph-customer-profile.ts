import type { components, Readable, Writable } from './generated/graph-customer-profile.ts'

export type {
  $Read,
  $Write,
  components,
  operations,
  paths,
  Readable,
  Writable,
} from './generated/graph-customer-profile.ts'

type Schemas = components['schemas']

/** The profile of the signed-in customer as Microsoft Graph answers it. */
export type CustomerProfile = Readable<Schemas['CustomerProfile']>
/** A change of the profile: at least one of its three parts is there. */
export type CustomerProfileInput = Writable<Schemas['CustomerProfile']>
/** The company behind a customer. */
export type CompanyProfile = Readable<Schemas['CompanyProfile']>
/** Whom and how to bill a customer. */
export type BillingProfile = Readable<Schemas['BillingProfile']>

/** The body of every failed answer of Microsoft Graph. */
export type GraphErrorResponse = Readable<Schemas['GraphErrorResponse']>
/** The failure inside a {@link GraphErrorResponse}. */
export type GraphError = Readable<Schemas['GraphError']>
/** One of several failures that a single request caused. */
export type GraphErrorDetail = Readable<Schemas['GraphErrorDetail']>
/** What Microsoft's support needs to find a failed request. */
export type GraphInnerError = Readable<Schemas['GraphInnerError']>
