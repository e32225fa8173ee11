export type {
  BillingProfile,
  CompanyProfile,
  CustomerProfile,
  CustomerProfileInput,
} from './graph-customer-profile.ts'
export type {
  Customer,
  CustomerCollection,
  CustomerInput,
  GraphError,
  GraphErrorDetail,
  GraphErrorResponse,
  GraphInnerError,
} from './graph-customers.ts'
export type {
  CustomerUser,
  CustomerUserCollection,
  CustomerUserInput,
  KeyValuePair,
  Link,
  PartnerCenterError,
  PasswordProfile,
  PasswordProfileInput,
  ResourceAttributes,
  ResourceLinks,
  ThrottlingError,
  UserDomainType,
  UserState,
} from './partner-center-users.ts'
