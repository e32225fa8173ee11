export type { ErrorDetail } from './errors.ts'
export {
  AbortError,
  ApiError,
  ClientError,
  LinkError,
  NetworkError,
  ParseError,
  TimeoutError,
  TokenError,
} from './errors.ts'
export type { Comparisons, CustomerProperties, Filter } from './filter.ts'
export { filter } from './filter.ts'
export type { GraphApi, GraphClient } from './graph.ts'
export { createGraphClient } from './graph.ts'
export type { ClientOptions, RequestReport, ResponseReport, Retry, RetryOptions } from './options.ts'
export type { PartnerCenterApi, PartnerCenterClient } from './partner-center.ts'
export { createPartnerCenterClient } from './partner-center.ts'
export type { PageLink } from './protocol/protocol.ts'
export type { Fetch, HeadersInput, Middleware } from './request.ts'
export type { AccessToken, TokenCredential, TokenFunction } from './token.ts'
export type { Failure, Result } from './types/answers.ts'
// TypeScript needs these in the declarations of libraries that export methods of a client.
export type {
  AnyRoute,
  Arguments,
  FailureAt,
  Narrowing,
  OperationMethod,
  PagedOperationMethod,
  Route,
  Verb,
} from './types/client.ts'
export type { ApiTypes, From, Input } from './types/inputs.ts'
export { unwrap } from './unwrap.ts'
