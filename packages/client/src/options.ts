import type { ClientError } from './errors.ts'
import type { Protocol } from './protocol/protocol.ts'
import type { Fetch, HeadersInput, Middleware } from './request.ts'
import { createTokenSource, type TokenCredential, type TokenFunction, type TokenSource } from './token.ts'

/** Options of {@link createGraphClient} and {@link createPartnerCenterClient}. */
export interface ClientOptions {
  /**
   * The access token, or where to get it: a function, or a credential of `@azure/identity`. Both are called with the scope
   * of the API: `https://graph.microsoft.com/.default` or
   * `https://api.partnercenter.microsoft.com/user_impersonation`. Other clouds have other scopes: pass a function that
   * asks for those. One client represents one identity: a token is kept until two minutes before it expires (for five
   * minutes when the expiry is unknown), never requested twice at a time, and requested again after a 401.
   *
   * Microsoft Graph accepts tokens of an app or of a person; Partner Center only tokens of an app and a person together.
   * @example
   * ```ts
   * createGraphClient({ token: new DefaultAzureCredential() })
   * createGraphClient({ token: async () => (await msal.acquireTokenSilent({ scopes })).accessToken })
   * ```
   */
  token: string | TokenFunction | TokenCredential
  /**
   * Address of the API: absolute and without a query. National clouds, mocks and proxies have their own. All requests go
   * there, also those for next links.
   * @default The first server of the description: `https://graph.microsoft.com/beta` or
   *   `https://api.partnercenter.microsoft.com/v1`.
   * @example
   * ```ts
   * createGraphClient({ token, baseUrl: new URL('/api/graph', location.href) })
   * ```
   */
  baseUrl?: string | URL | undefined
  /**
   * Other addresses that next links of this API may begin with. The rest of the link is appended to `baseUrl`. A link below
   * `baseUrl` or below the documented server is always followed; every other one is a `LinkError`.
   * @default []
   * @example
   * ```ts
   * createGraphClient({ token, baseUrl: 'https://proxy.example/graph', linkBases: ['http://127.0.0.1:4010/beta'] })
   * ```
   */
  linkBases?: readonly string[] | undefined
  /**
   * Sends the requests.
   * @default globalThis.fetch, looked up at each call
   * @example
   * ```ts
   * createGraphClient({ token, fetch: createMock().fetch })
   * ```
   */
  fetch?: Fetch | undefined
  /**
   * Milliseconds that one attempt may take, from asking for the token to the end of the body. More than 0; `Infinity`
   * sets no limit.
   * @default 100_000
   * @example
   * ```ts
   * createGraphClient({ token, timeout: 5_000 })
   * ```
   */
  timeout?: number | undefined
  /**
   * How many bytes the body of an answer may have. Reading stops at the limit: a success becomes a `ParseError`, and a
   * failure an `ApiError` without a body.
   * @default 50_000_000
   * @example
   * ```ts
   * createGraphClient({ token, maxBodySize: 1_000_000 })
   * ```
   */
  maxBodySize?: number | undefined
  /**
   * When to retry a failed call; `false` means never. Every method is retried after 429 and 503. After 502, 504, time-outs
   * and lost connections, only requests that may run twice are: all but POST to Microsoft Graph.
   * @default { maxRetries: 3, maxTime: 120_000 }
   * @example
   * ```ts
   * createGraphClient({ token, retry: false })
   * ```
   */
  retry?: false | RetryOptions | undefined
  /**
   * Sent with every request. They override the client's own, and the headers of a call override them. Pass `Prefer` to the
   * call instead: the type of its answer depends on it.
   * @default {}
   * @example
   * ```ts
   * createPartnerCenterClient({ token, headers: { 'X-Locale': 'de-DE' } })
   * ```
   */
  headers?: HeadersInput | undefined
  /**
   * Middleware of openapi-fetch. It sees every attempt, including retries.
   * @default []
   * @example
   * ```ts
   * createGraphClient({ token, middleware: [{ onResponse: ({ response }) => console.log(response.status) }] })
   * ```
   */
  middleware?: readonly Middleware[] | undefined
  /**
   * Called before each request, including retries. It gets no token, header or body; the address contains the query, and so
   * the values of filters.
   * @default none
   * @example
   * ```ts
   * createGraphClient({ token, onRequest: ({ method, url, attempt }) => console.log(method, url, attempt) })
   * ```
   */
  onRequest?: ((request: RequestReport) => void) | undefined
  /**
   * Called when a request has been answered or has failed.
   * @default none
   * @example
   * ```ts
   * createGraphClient({ token, onResponse: ({ url, status, duration }) => console.log(url, status, duration) })
   * ```
   */
  onResponse?: ((response: ResponseReport) => void) | undefined
}

/** What `onRequest` is called with. */
export interface RequestReport {
  method: string
  url: string
  /** The path in the description, such as `/Customers/{CustomersId}`: has few values, so it can label a metric. */
  path: string
  /** 1 for the first request of a call. A request with a renewed token counts too. */
  attempt: number
  /** `MS-RequestId` of Partner Center. Microsoft Graph assigns its id with the answer. */
  requestId: string | undefined
  /** `client-request-id` of Graph, `MS-CorrelationId` of Partner Center: the same for all requests of a call. */
  correlationId: string | undefined
}

/** What `onResponse` is called with. */
export interface ResponseReport extends RequestReport {
  /** Milliseconds from sending the request to the end of the body, or to the failure. */
  duration: number
  /** Status of the answer, if there was one. */
  status: number | undefined
  /** Why this request failed. The call may still succeed: see `retry`. */
  error: unknown
}

/** How often and how long to retry a call. */
export interface RetryOptions {
  /**
   * How often a call is retried at most.
   * @default 3
   * @example
   * ```ts
   * createGraphClient({ token, retry: { maxRetries: 10 } })
   * ```
   */
  maxRetries?: number | undefined
  /**
   * Milliseconds after the start of the call in which another attempt may start. If `Retry-After` asks for a longer wait, the
   * call fails at once, with `retryAfter` in the error.
   * @default 120_000
   * @example
   * ```ts
   * createGraphClient({ token, retry: { maxTime: 10_000 } })
   * ```
   */
  maxTime?: number | undefined
  /**
   * Called before each wait.
   * @default none
   * @example
   * ```ts
   * createGraphClient({ token, retry: { onRetry: ({ error, delay }) => console.warn(error.message, delay) } })
   * ```
   */
  onRetry?: ((retry: Retry) => void) | undefined
}

/** What `onRetry` is called with. */
export interface Retry {
  /** 1 for the first retry. */
  attempt: number
  /** Milliseconds until it starts. */
  delay: number
  /** Why the previous attempt failed. */
  error: ClientError
}

/** The options with their defaults. */
export interface Settings {
  tokens: TokenSource
  baseUrl: string
  linkBases: readonly string[]
  fetch: Fetch
  timeout: number
  maxBodySize: number
  retry: RetryOptions
  /** Later ones override earlier ones. */
  headers: readonly (HeadersInput | undefined)[]
  /** `use` adds to it. */
  middleware: Middleware[]
  onRequest?: ((request: RequestReport) => void) | undefined
  onResponse?: ((response: ResponseReport) => void) | undefined
}

const defaults = {
  linkBases: [],
  fetch: ((request, init) => globalThis.fetch(request, init)) as Fetch,
  timeout: 100_000,
  maxBodySize: 50_000_000,
  retry: {},
  headers: [],
  middleware: [],
}

type Check = readonly [isRight: (value: unknown) => unknown, expected: string]

const isNumber = (value: unknown) => typeof value === 'number' && value >= 0

/** Credentials in an address would appear in every error message, and `fetch` refuses such addresses. */
const isAddress = (value: unknown) =>
  /^https?:\/\/[^@?#]+$/.test(value as string) && URL.canParse(value as string)

const aFunction: Check = [(value) => typeof value === 'function', 'a function']
const anObject: Check = [(value) => typeof value === 'object' && value, 'an object']
const positive: Check = [(value) => isNumber(value) && value, 'a positive number']

const retryChecks: Record<string, Check> = {
  maxRetries: [(value) => isNumber(value) && !((value as number) % 1), 'a whole number'],
  maxTime: [isNumber, 'a number'],
  onRetry: aFunction,
}

const checks: Record<string, Check> = {
  token: [
    (value) => value && /string|function/.test(typeof ((value as TokenCredential).getToken ?? value)),
    'a string, a function or a credential',
  ],
  baseUrl: [isAddress, 'an absolute http(s) address without credentials or query'],
  linkBases: [
    (value) => Array.isArray(value) && value.every(isAddress),
    'a list of absolute http(s) addresses',
  ],
  fetch: aFunction,
  timeout: positive,
  maxBodySize: positive,
  retry: [(value) => value === false || anObject[0](value), 'false or an object'],
  headers: anObject,
  middleware: [Array.isArray, 'a list'],
  onRequest: aFunction,
  onResponse: aFunction,
}

/**
 * Checks options of a client, or the time limit of a call.
 *
 * @param where Start of the message.
 * @throws {TypeError} Names every mistake. It shows no values, because the token may be among them.
 */
export function checkOptions(where: string, given: Partial<ClientOptions>): void {
  const problems = [
    ...findProblems(given, checks, ''),
    ...findProblems(given.retry || {}, retryChecks, 'retry.'),
  ].join('; ')
  if (problems) throw new TypeError(where + problems)
}

/**
 * Checks the options and fills in the defaults, or the settings of the client that this one is derived from.
 *
 * @throws {TypeError} Names every mistake.
 */
export function readOptions(
  name: string,
  options: Partial<ClientOptions>,
  { protocol, baseUrl }: { protocol: Protocol; baseUrl: string },
  parent?: Settings,
): Settings {
  // A missing token is a mistake like a wrong one.
  const given = parent ? options : { ...options, token: options?.token ?? '' }
  checkOptions(`${name}: `, given)
  const { token, headers, ...rest } = given
  const settings = { ...defaults, baseUrl, ...parent } as Settings & Record<string, unknown>
  for (const [name, value] of Object.entries(rest)) settings[name] = value ?? settings[name]
  const trim = (base: string | URL) => `${base}`.replace(/\/+$/, '')
  return {
    ...settings,
    tokens: token ? createTokenSource(token, protocol.scopes) : settings.tokens,
    baseUrl: trim(settings.baseUrl),
    linkBases: settings.linkBases.map(trim),
    retry: settings.retry || { maxRetries: 0 },
    headers: [...settings.headers, headers],
    middleware: [...settings.middleware],
  }
}

const findProblems = (given: object, allowed: Record<string, Check>, prefix: string): string[] =>
  Object.entries(given).flatMap(([key, value]) => {
    const [isRight, expected] = (Object.hasOwn(allowed, key) && allowed[key]) || []
    if (!isRight) return `unknown option ${prefix}${key}`
    return value === undefined || isRight(value) ? [] : `${prefix}${key} must be ${expected}`
  })
