import type { Api } from '../description/api.ts'
import { isGuid } from '../description/resources/resource.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { Answer, MockRequest } from '../exchange/message.ts'
import { addHeader } from '../exchange/message.ts'
import { type Problem, problem } from '../exchange/problem.ts'
import { isObject, type JsonObject } from '../json/json.ts'
import type { Convention, ConventionModule, ErrorShape, FailedRequest } from './convention.ts'

/**
 * Partner Center's form of errors, and its tracing headers; selected by
 * `x-mock.conventions: [partner-center-errors]`. It refuses only unknown customers (404, 60003).
 */
export const partnerCenterErrors: ConventionModule = {
  name: 'partner-center-errors',
  create: (api) => new PartnerCenterErrors(api),
}

/** The longest description that the documentation allows. */
const MAX_DESCRIPTION = 1024
/** Seconds to wait, as on Partner Center's page about throttling. */
const RETRY_AFTER = '57'

class PartnerCenterErrors implements Convention {
  readonly name = 'partner-center-errors'
  readonly #customers: KnownCustomers

  constructor(api: Api) {
    this.#customers = new KnownCustomers(api)
  }

  request(exchange: Exchange): Problem | undefined {
    const unknown = this.#customers.unknownIn(exchange)
    if (unknown === undefined) return undefined
    const violations = [{ in: 'path' as const, path: [unknown], message: 'The tenant was not found.' }]
    return problem(404, 'The tenant was not found.', { code: '60003', violations })
  }

  error(failure: Problem, failed: FailedRequest): ErrorShape {
    if (failure.status === 429) return throttled(failure)
    const body: Record<string, unknown> = {
      code: failure.code ?? codeFor(failure.status, failed.exchange?.key !== undefined),
      description: failure.detail.slice(0, MAX_DESCRIPTION) || failure.title,
    }
    const data = dataOf(failure, failed.exchange)
    if (data.length > 0) body.data = data
    return { body: { ...body, source: 'PartnerFD' } as JsonObject }
  }

  finish(answer: Answer, failed: FailedRequest): void {
    traceAnswer(answer, failed.request)
    if (answer.status === 401) addHeader(answer.headers, 'WWW-Authenticate', 'OAuth realm="PartnerCenter"')
    if (answer.status === 429 || answer.status === 503) addHeader(answer.headers, 'Retry-After', RETRY_AFTER)
  }
}

/** The gateway before Partner Center has its own error body. */
function throttled({ headers = {} }: Problem): ErrorShape {
  const given = Object.entries(headers).find(([name]) => name.toLowerCase() === 'retry-after')?.[1]
  const message = `Rate limit is exceeded. Try again in ${given ?? RETRY_AFTER} seconds.`
  return { body: { statusCode: 429, message } }
}

/** The refused properties and parameters, or the id that was not found. */
function dataOf({ violations = [], status }: Problem, exchange: Exchange | undefined): string[] {
  const named = violations.filter(({ path }) => path.length > 0).map(({ path }) => path.join('.'))
  if (named.length > 0) return [...new Set(named)]
  return status === 404 && exchange?.key !== undefined ? [exchange.key] : []
}

/** Error codes of Partner Center's documentation for a status as a whole. */
const CODES: Record<number, string> = {
  401: '800001',
  403: '2032',
  404: '1000',
  409: '3000',
  412: '2055',
  501: '0',
}

const USER_NOT_FOUND = '60002'
const INVALID_INPUT = '800002'
const UNEXPECTED = '800003'

/** @param addressed whether the request named a record by its id */
function codeFor(status: number, addressed: boolean): string {
  if (status === 404 && addressed) return USER_NOT_FOUND
  return CODES[status] ?? (status < 500 ? INVALID_INPUT : UNEXPECTED)
}

/**
 * Which customers exist: every GUID except those that the settings name
 * (`x-mock: { partner-center-errors: { unknownCustomers: [] } }`).
 */
class KnownCustomers {
  readonly #unknown: ReadonlySet<string>

  constructor({ settings }: Api) {
    const own = settings.all['partner-center-errors']
    const listed = isObject(own) && Array.isArray(own.unknownCustomers) ? own.unknownCustomers : []
    this.#unknown = new Set(listed.map((id) => String(id).toLowerCase()))
  }

  /** The customer id of the request if there is no such customer. */
  unknownIn({ resource, pathParameters }: Exchange): string | undefined {
    const [parameter] = resource?.parentParameters ?? []
    const id = parameter === undefined ? undefined : pathParameters[parameter]
    if (id === undefined || (isGuid(id) && !this.#unknown.has(id.toLowerCase()))) return undefined
    return id
  }
}

/** Echoes the ids that the caller sent and makes up the others. */
function traceAnswer(answer: Answer, { headers }: MockRequest): void {
  answer.headers['MS-RequestId'] = idIn(headers['ms-requestid']) ?? crypto.randomUUID()
  answer.headers['MS-CorrelationId'] = idIn(headers['ms-correlationid']) ?? crypto.randomUUID()
  answer.headers['MS-CV'] = idIn(headers['ms-cv']) ?? correlationVector()
  answer.headers['MS-ServerId'] = 'clientele-mock'
}

/** The id that a client sent, unless it is too long to repeat. */
function idIn(header: string | undefined): string | undefined {
  return header !== undefined && header.length <= 128 ? header : undefined
}

/** Sixteen characters of base64 and a counter, as in `6zmKqrSFB0+t7m3y.0`. */
function correlationVector(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12))
  return `${btoa(String.fromCharCode(...bytes))}.0`
}
