import type { ErrorDetail } from '../errors.ts'
import { bearer } from '../security.ts'
import type { PageLink, Protocol } from './protocol.ts'

interface PartnerCenterEnvelope {
  code?: string | number
  description?: string
  data?: unknown[]
  /** The gateway that throttles requests has its own error body. */
  statusCode?: number
  message?: string
}

interface PartnerCenterPage {
  links?: { next?: PageLink }
}

/**
 * Partner Center: https://learn.microsoft.com/partner-center/developer/headers,
 * https://learn.microsoft.com/partner-center/developer/error-codes and
 * https://learn.microsoft.com/partner-center/developer/api-throttling-guidance
 */
export const partnerCenter: Protocol = {
  scopes: ['https://api.partnercenter.microsoft.com/user_impersonation'],
  authorize: bearer,
  repeatsPost: true,
  requestId: 'MS-RequestId',
  correlationId: 'MS-CorrelationId',
  trace: (previous) => ({
    // The service carries out a request id once. After a lost answer, a 429, 503 or 401 does not say whether it already has.
    'MS-RequestId': previous?.['MS-RequestId'] ?? randomId(),
    'MS-CorrelationId': previous?.['MS-CorrelationId'] ?? randomId(),
    'MS-CV': nextVector(previous?.['MS-CV']),
  }),
  readError(body) {
    const { code, description, data, statusCode, message = description } = body as PartnerCenterEnvelope
    const number = code ?? statusCode
    return {
      code: number === undefined ? undefined : `${number}`,
      message,
      details: [data ?? []].flat().map(toDetail),
      retryAfter: readSeconds(message),
    }
  },
  nextLink: (page) => (page as PartnerCenterPage | undefined)?.links?.next,
  readLink(link) {
    const { uri, headers } = link as Exclude<PageLink, string>
    const token = [headers].flat().find((header) => `${header?.key}`.toLowerCase() === 'ms-continuationtoken')
    const own: Record<string, string> =
      token?.value === undefined ? {} : { 'MS-ContinuationToken': token.value }
    return { uri, headers: own }
  },
}

/** A UUID of version 4, also on pages without HTTPS, which have no `randomUUID`. */
const randomId = () =>
  crypto.randomUUID?.() ?? 'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replace(/x/g, randomDigit)

function randomDigit(): string {
  const [byte = 0] = crypto.getRandomValues(new Uint8Array(1))
  return (byte % 16).toString(16)
}

/** A correlation vector: 96 random bits in Base64, and a counter of the attempts. */
function nextVector(previous?: string): string {
  const [base, count] = previous?.split('.') ?? []
  if (base) return `${base}.${Number(count) + 1}`
  return `${btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(12))))}.0`
}

const toDetail = (entry: unknown): ErrorDetail =>
  typeof entry === 'object' && entry !== null ? entry : { message: String(entry) }

/** Pages of another origin cannot read `Retry-After` unless CORS exposes it, but the message also names the time. */
function readSeconds(message?: string): number | undefined {
  const [, seconds] = /again in (\d+) second/.exec(message ?? '') ?? []
  return seconds ? Number(seconds) * 1000 : undefined
}
