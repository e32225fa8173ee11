import type { Api } from '../../description/api.ts'
import type { Answer } from '../../exchange/answer.ts'
import type { Exchange } from '../../exchange/exchange.ts'
import { type Problem, problem } from '../../exchange/problem.ts'
import type { JsonObject } from '../../json/json.ts'
import type { Convention, ConventionModule, ErrorShape, FailedRequest } from '../convention.ts'
import { codeFor } from './codes.ts'
import { KnownCustomers } from './known-customers.ts'
import { traceAnswer } from './tracing.ts'

/** How Partner Center words its errors; selected by `x-mock.conventions: [partner-center-errors]`. */
export const partnerCenterErrors: ConventionModule = {
  name: 'partner-center-errors',
  create: (api) => new PartnerCenterErrors(api),
}

/** Length that the documentation allows a description. */
const MAX_DESCRIPTION = 1024
/** Seconds to wait, as Partner Center's page on throttling shows them. */
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
    if (answer.status === 401) addHeader(answer, 'WWW-Authenticate', 'OAuth realm="PartnerCenter"')
    if (answer.status === 429 || answer.status === 503) addHeader(answer, 'Retry-After', RETRY_AFTER)
  }
}

/** The gateway in front of Partner Center refuses with a body of its own. */
function throttled({ headers = {} }: Problem): ErrorShape {
  const given = Object.entries(headers).find(([name]) => name.toLowerCase() === 'retry-after')?.[1]
  const message = `Rate limit is exceeded. Try again in ${given ?? RETRY_AFTER} seconds.`
  return { body: { statusCode: 429, message } }
}

/** What is to blame: the properties and parameters that were refused, or the id that nothing was found under. */
function dataOf({ violations = [], status }: Problem, exchange: Exchange | undefined): string[] {
  const named = violations.filter(({ path }) => path.length > 0).map(({ path }) => path.join('.'))
  if (named.length > 0) return [...new Set(named)]
  return status === 404 && exchange?.key !== undefined ? [exchange.key] : []
}

function addHeader(answer: Answer, name: string, value: string): void {
  const known = Object.keys(answer.headers).some((header) => header.toLowerCase() === name.toLowerCase())
  if (!known) answer.headers[name] = value
}
