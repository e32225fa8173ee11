import type { ClientError } from './errors.ts'
import type { Fetch, HeadersInput, Middleware } from './request.ts'
import type { TokenCredential, TokenFunction } from './token.ts'

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
   * Where the API is: an absolute address without a query. Links to pages must stay below it. National clouds and
   * mocks have another than the default.
   * @default The first server of the description: `https://graph.microsoft.com/beta` or
   *   `https://api.partnercenter.microsoft.com/v1`.
   * @example
   * ```ts
   * createGraphClient({ token, baseUrl: 'http://127.0.0.1:4010/beta' })
   * ```
   */
  baseUrl?: string | URL
  /**
   * Sends the requests.
   * @default globalThis.fetch, looked up at each call
   * @example
   * ```ts
   * createGraphClient({ token, fetch: createMock().fetch })
   * ```
   */
  fetch?: Fetch
  /**
   * Milliseconds that one attempt may take, from asking for the token to the end of the body. `Infinity` is no limit.
   * @default 100_000
   * @example
   * ```ts
   * createGraphClient({ token, timeout: 5_000 })
   * ```
   */
  timeout?: number
  /**
   * When to repeat a call that failed on its way; `false` never does. 429 and 503 are repeated for every method,
   * 502, 504, time-outs and lost connections only where the request may run twice: not for POST to Microsoft Graph.
   * @default { maxRetries: 3, maxTime: 120_000 }
   * @example
   * ```ts
   * createGraphClient({ token, retry: false })
   * ```
   */
  retry?: false | RetryOptions
  /**
   * Sent with every request. They win over the client's own, and the headers of a call win over them. `Prefer` belongs
   * to the call, where the type of the answer follows it.
   * @default {}
   * @example
   * ```ts
   * createPartnerCenterClient({ token, headers: { 'X-Locale': 'de-DE' } })
   * ```
   */
  headers?: HeadersInput
  /**
   * Middleware of openapi-fetch. It sees every attempt, so also each repetition.
   * @default []
   * @example
   * ```ts
   * createGraphClient({ token, middleware: [{ onResponse: ({ response }) => console.log(response.status) }] })
   * ```
   */
  middleware?: Middleware[]
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
  maxRetries?: number
  /**
   * Milliseconds from the first attempt after which no other one starts. A `Retry-After` beyond it is not waited
   * for: the call fails at once, with `retryAfter` in the error.
   * @default 120_000
   * @example
   * ```ts
   * createGraphClient({ token, retry: { maxTime: 10_000 } })
   * ```
   */
  maxTime?: number
  /**
   * Called before each wait.
   * @default nobody is told
   * @example
   * ```ts
   * createGraphClient({ token, retry: { onRetry: ({ error, delay }) => console.warn(error.message, delay) } })
   * ```
   */
  onRetry?: (retry: Retry) => void
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
  token: string | TokenFunction | TokenCredential
  baseUrl: string
  fetch: Fetch
  timeout: number
  retry: Required<RetryOptions>
  headers: HeadersInput | undefined
  middleware: readonly Middleware[]
}

type Checks = Record<string, [isRight: (value: unknown) => unknown, expected: string]>

const isFunction = (value: unknown) => typeof value === 'function'
const isObject = (value: unknown) => typeof value === 'object' && value
const isNumber = (value: unknown) => typeof value === 'number' && value >= 0

/** An address with a user name would put the password into every error message, and `fetch` refuses it. */
const isBaseUrl = (value: unknown) => /^https?:\/\/[^@?#]+$/.test(`${value}`) && URL.canParse(`${value}`)

const milliseconds = 'number of milliseconds'

const retryChecks: Checks = {
  maxRetries: [(value) => isNumber(value) && !((value as number) % 1), 'a whole number'],
  maxTime: [isNumber, `a ${milliseconds}`],
  onRetry: [isFunction, 'a function'],
}

const checks: Checks = {
  token: [
    (value) =>
      typeof value === 'string' ? value : isFunction((value as TokenCredential)?.getToken ?? value),
    'a text, a function or a credential',
  ],
  baseUrl: [isBaseUrl, 'an http(s) address without credentials or query'],
  fetch: [isFunction, 'a function'],
  timeout: [(value) => value && isNumber(value), `a positive ${milliseconds}`],
  retry: [(value) => value === false || isObject(value), 'false or an object'],
  headers: [isObject, 'an object'],
  middleware: [Array.isArray, 'an array'],
}

/**
 * Checks the options and fills in the defaults.
 *
 * @throws {TypeError} One that names every mistake. It shows no value: the token might be among them.
 */
export function readOptions(name: string, options: ClientOptions, baseUrl: string): Settings {
  // A missing token is a mistake like a wrong one.
  const given = { ...options, token: options?.token ?? '' }
  const problems = [
    ...findProblems(given, checks, ''),
    ...findProblems(given.retry || {}, retryChecks, 'retry.'),
  ]
  if (problems.length > 0) throw new TypeError(`${name}: ${problems.join('; ')}`)
  const {
    maxRetries = given.retry === false ? 0 : 3,
    maxTime = 120_000,
    onRetry = () => {},
  } = given.retry || {}
  return {
    token: given.token,
    baseUrl: `${given.baseUrl ?? baseUrl}`.replace(/\/+$/, ''),
    fetch: given.fetch ?? ((request, init) => globalThis.fetch(request, init)),
    timeout: given.timeout ?? 100_000,
    retry: { maxRetries, maxTime, onRetry },
    headers: given.headers,
    middleware: given.middleware ?? [],
  }
}

const findProblems = (given: object, allowed: Checks, prefix: string): string[] =>
  Object.entries(given).flatMap(([key, value]) => {
    const [isRight, expected] = (Object.hasOwn(allowed, key) && allowed[key]) || []
    if (!isRight) return `there is no option ${prefix}${key}`
    return value === undefined || isRight(value) ? [] : `${prefix}${key} must be ${expected}`
  })
