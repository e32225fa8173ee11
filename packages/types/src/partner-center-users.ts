import type { components, Readable, Writable } from './generated/partner-center-users.ts'

export type {
  $Read,
  $Write,
  components,
  operations,
  paths,
  Readable,
  Writable,
} from './generated/partner-center-users.ts'

type Schemas = components['schemas']

/** A user of a customer as Partner Center answers it; the password is never among it. */
export type CustomerUser = Readable<Schemas['CustomerUser']>
/** A user as it is sent: `createCustomerUser` and `updateCustomerUser` refuse read-only properties. */
export type CustomerUserInput = Writable<Schemas['CustomerUser']>
/** One page of users. */
export type CustomerUserCollection = Readable<Schemas['CustomerUserCollection']>
/** `inactive` users are deleted and can be restored for 30 days. */
export type UserState = NonNullable<CustomerUser['state']>
/** How a user signs in. */
export type UserDomainType = NonNullable<CustomerUser['userDomainType']>
/** The password profile as it is sent, with the password. */
export type PasswordProfileInput = Writable<Schemas['PasswordProfile']>
/** The password profile as it is answered, without the password. */
export type PasswordProfile = Readable<Schemas['PasswordProfile']>
/** Where a resource and its neighbours are. */
export type ResourceLinks = Readable<Schemas['ResourceLinks']>
/** A link of Partner Center: relative to `/v1`, with the headers to send along. */
export type Link = Readable<Schemas['Link']>
/** A header of a {@link Link}. */
export type KeyValuePair = Readable<Schemas['KeyValuePair']>
/** The type and the version of a resource. */
export type ResourceAttributes = Readable<Schemas['ResourceAttributes']>

/** The body of a failed answer of Partner Center. */
export type PartnerCenterError = Readable<Schemas['PartnerCenterError']>
/** The body of an answer 429, which has another shape. */
export type ThrottlingError = Readable<Schemas['ThrottlingError']>
