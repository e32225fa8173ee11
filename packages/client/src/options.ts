import type { ClientError } from './errors.ts'
import type { Protocol } from './protocol/protocol.ts'
import type { Fetch, HeadersInput, Middleware } from './request.ts'
import { createTokenSource, type TokenCredential, type TokenFunction, type TokenSource } from './token.ts'

/** Options of {@link createGraphClient} and {@link createPartnerCenterClient}. */
export interface ClientOptions {
  /**
   * The access token, or where to get it. A credential is one of `@azure/identity`'s; it and a function are asked
   * with the scope of the API: `https://graph.microsoft.com/.default` or
   * `https://api.partnercenter.microsoft.com/user_impersonation`. Other clouds have other scopes: give a function that
   * asks for those. One client stands for one identity: what they answer is kept until two minutes before its expiry
   * (five minutes when the expiry is unknown), never asked for twice at a time, and asked for once more after an
   * answer 401.
   *
   * Microsoft Graph takes tokens of an app or of a person; Partner Center only those of an app and a person together.
   * @example
   * ```ts
   * createGraphClient({ token: new DefaultAzureCredential() })
   * createGraphClient({ token: async () => (await msal.acquireTokenSilent({ scopes })).accessToken })
   * ```
   */
  token: string | TokenFunction | TokenCredential
  /**
   * Where the API is: an absolute address without a query. National clouds, mocks and proxies have another than the
   * default. All requests go there, those for next links too.
   * @default The first server of the description: `https://graph.microsoft.com/beta` or
   *   `https://api.partnercenter.microsoft.com/v1`.
   * @example
   * ```ts
   * createGraphClient({ token, baseUrl: new URL('/api/graph', location.href) })
   * ```
   */
  baseUrl?: string | URL | undefined
  /**
   * Other addresses that next links of this API may begin with. What follows that address is asked for below `baseUrl`.
   * A link below `baseUrl` or below the documented server is always followed; every other one is a `LinkError`.
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
   * Bytes that the body of an answer may have. A larger one is not read to its end: a success becomes a `ParseError`,
   * and a failure an `ApiError` without a body.
   * @default 50_000_000
   * @example
   * ```ts
   * createGraphClient({ token, maxBodySize: 1_000_000 })
   * ```
   */
  maxBodySize?: number | undefined
  /**
   * When to repeat a call that failed on its way; `false` never does. 429 and 503 are repeated for every method,
   * 502, 504, time-outs and lost connections only where the request may run twice: not for POST to Microsoft Graph.
   * @default { maxRetries: 3, maxTime: 120_000 }
   * @example
   * ```ts
   * createGraphClient({ token, retry: false })
   * ```
   */
  retry?: false | RetryOptions | undefined
  /**
   * Sent with every request. They win over the client's own, and the headers of a call win over them. `Prefer` belongs
   * to the call, where the type of the answer follows it.
   * @default {}
   * @example
   * ```ts
   * createPartnerCenterClient({ token, headers: { 'X-Locale': 'de-DE' } })
   * ```
   */
  headers?: HeadersInput | undefined
  /**
   * Middleware of openapi-fetch. It sees every attempt, so also each repetition.
   * @default []
   * @example
   * ```ts
   * createGraphClient({ token, middleware: [{ onResponse: ({ response }) => console.log(response.status) }] })
   * ```
   */
  middleware?: readonly Middleware[] | undefined
  /**
   * Called before each request is sent, repetitions included. It is told no token, no header and no body; the address
   * holds the query, so a filter's values are in it.
   * @default nobody is told
   * @example
   * ```ts
   * createGraphClient({ token, onRequest: ({ method, url, attempt }) => console.log(method, url, attempt) })
   * ```
   */
  onRequest?: ((request: RequestReport) => void) | undefined
  /**
   * Called when a request has been answered or has failed.
   * @default nobody is told
   * @example
   * ```ts
   * createGraphClient({ token, onResponse: ({ url, status, duration }) => console.log(url, status, duration) })
   * ```
   */
  onResponse?: ((response: ResponseReport) => void) | undefined
}

/** What `onRequest` is told. */
export interface RequestReport {
  method: string
  url: string
  /** The path of the description, such as `/Customers/{CustomersId}`: few enough values for a metric. */
  path: string
  /** 1 for the first request of a call. A request with a renewed token counts too. */
  attempt: number
  /** `MS-RequestId` of Partner Center; Graph's is known with the answer only. */
  requestId: string | undefined
  /** `client-request-id` of Graph, `MS-CorrelationId` of Partner Center: the same for all requests of a call. */
  correlationId: string | undefined
}

/** What `onResponse` is told. */
export interface ResponseReport extends RequestReport {
  /** Milliseconds from the sending to the end of the body, or to the failure. */
  duration: number
  /** Only an answer has one. */
  status: number | undefined
  /** Why this request did not succeed. The call may still do: see `retry`. */
  error: unknown
}

/** How often and how long to repeat a call. */
export interface RetryOptions {
  /**
   * How often a call is repeated at most.
   * @default 3
   * @example
   * ```ts
   * createGraphClient({ token, retry: { maxRetries: 10 } })
   * ```
   */
  maxRetries?: number | undefined
  /**
   * Milliseconds from the first attempt after which no other one starts. A `Retry-After` beyond it is not waited
   * for: the call fails at once, with `retryAfter` in the error.
   * @default 120_000
   * @example
   * ```ts
   * createGraphClient({ token, retry: { maxTime: 10_000 } })
   * ```
   */
  maxTime?: number | undefined
  /**
   * Called before each wait.
   * @default nobody is told
   * @example
   * ```ts
   * createGraphClient({ token, retry: { onRetry: ({ error, delay }) => console.warn(error.message, delay) } })
   * ```
   */
  onRetry?: ((retry: Retry) => void) | undefined
}

/** What `onRetry` is told. */
export interface Retry {
  /** 1 for the first repetition. */
  attempt: number
  /** Milliseconds until it starts. */
  delay: number
  /** Why the attempt before it failed. */
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
  /** Later ones win. */
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

/** An address with a user name would put the password into every error message, and `fetch` refuses it. */
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
 * @param where What the message begins with.
 * @throws {TypeError} One that names every mistake. It shows no value: the token might be among them.
 */
export function checkOptions(where: string, given: Partial<ClientOptions>): void {
  const problems = [
    ...findProblems(given, checks, ''),
    ...findProblems(given.retry || {}, retryChecks, 'retry.'),
  ].join('; ')
  if (problems) throw new TypeError(where + problems)
}

/**
 * Checks the options and fills in the defaults, or what the client has that it is derived from.
 *
 * @throws {TypeError} One that names every mistake.
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
    if (!isRight) return `there is no option ${prefix}${key}`
    return value === undefined || isRight(value) ? [] : `${prefix}${key} must be ${expected}`
  })
