import type { Answer, MockRequest } from '../exchange/message.ts'
import { addHeader } from '../exchange/message.ts'
import { camelCase, type Problem, reasonPhrase, type Violation } from '../exchange/problem.ts'
import { isObject, type JsonObject } from '../json/json.ts'
import { onceFor } from '../json/kept.ts'
import type { Convention, ConventionModule, ErrorShape, FailedRequest } from './convention.ts'

/**
 * Microsoft Graph's form of errors, and the ids in every answer; selected by
 * `x-mock.conventions: [graph-errors]`.
 */
export const graphErrors: ConventionModule = { name: 'graph-errors', create: () => new GraphErrors() }

/** The value on Graph's throttling page. Clients that read only whole seconds must cope with it. */
const RETRY_AFTER = '2.128'
const DIAGNOSTIC = JSON.stringify({
  ServerInfo: { DataCenter: 'Mock', Slice: 'E', Ring: '1', ScaleUnit: '000', RoleInstance: 'CLIENTELE' },
})

class GraphErrors implements Convention {
  readonly name = 'graph-errors'
  /** Not a cache: the ids of a failed request are drawn once, so that body and headers agree. */
  readonly #idsOf = onceFor(idsFor)

  error(problem: Problem, failed: FailedRequest): ErrorShape {
    const { violations = [] } = problem
    const target = targetOf(violations[0])
    const error: Record<string, unknown> = {
      code: problem.code ?? codeFor(problem.status),
      message: problem.detail,
    }
    if (target !== undefined) error.target = target
    if (violations.length > 1) error.details = violations.map(detailOf)
    error.innerError = this.#innerError(failed)
    return { body: { error } as JsonObject }
  }

  finish(answer: Answer, failed: FailedRequest): void {
    const { requestId, clientRequestId } =
      answer.status >= 400 ? this.#idsOf(failed.request) : idsFor(failed.request)
    answer.headers['request-id'] = requestId
    answer.headers['client-request-id'] = clientRequestId
    answer.headers['x-ms-ags-diagnostic'] = DIAGNOSTIC
    answer.headers.Date = failed.now.toUTCString()
    if (answer.status >= 400) this.#finishError(answer, failed)
  }

  /** Also for errors from the description's examples, which have the ids of another request. */
  #finishError(answer: Answer, failed: FailedRequest): void {
    if (answer.status === 401)
      addHeader(answer.headers, 'WWW-Authenticate', 'Bearer realm="", error="invalid_token"')
    if (answer.status === 429 || answer.status === 503) addHeader(answer.headers, 'Retry-After', RETRY_AFTER)
    const { body } = answer
    if (!isObject(body) || !isObject(body.error)) return
    answer.body = {
      ...body,
      error: { ...body.error, innerError: this.#innerError(failed, body.error.innerError) },
    }
  }

  #innerError({ request, now }: FailedRequest, known?: unknown): JsonObject {
    const { requestId, clientRequestId } = this.#idsOf(request)
    const date = now.toISOString().slice(0, 19)
    const more = isObject(known) ? (known as JsonObject) : {}
    return { ...more, date, 'request-id': requestId, 'client-request-id': clientRequestId }
  }
}

function targetOf(violation: Violation | undefined): string | undefined {
  return violation && violation.path.length > 0 ? violation.path.join('/') : undefined
}

function detailOf(violation: Violation): JsonObject {
  const target = targetOf(violation)
  const code = violation.in === 'body' ? 'invalidProperty' : 'invalidParameter'
  return { code, message: violation.message, ...(target !== undefined && { target }) }
}

/**
 * Codes that Graph's error page and its services use for a status. Clients must keep a default branch; for every
 * other status the guidelines give the reason phrase in camel case.
 */
const CODES: Record<number, string> = {
  401: 'InvalidAuthenticationToken',
  403: 'accessDenied',
  405: 'notAllowed',
  409: 'nameAlreadyExists',
  412: 'resourceModified',
  416: 'invalidRange',
  429: 'TooManyRequests',
  500: 'generalException',
  501: 'notSupported',
  503: 'serviceNotAvailable',
  507: 'quotaLimitReached',
  509: 'activityLimitReached',
}

function codeFor(status: number): string {
  return CODES[status] ?? camelCase(reasonPhrase(status))
}

/** A `client-request-id` is a GUID; some clients add a word to it. A longer one would only make answers long. */
const longestId = 128

interface Ids {
  requestId: string
  clientRequestId: string
}

function idsFor({ headers }: MockRequest): Ids {
  const requestId = crypto.randomUUID()
  const given = headers['client-request-id']
  return { requestId, clientRequestId: given === undefined || given.length > longestId ? requestId : given }
}
