import type { ErrorDetail } from '../errors.ts'
import { bearer } from '../security.ts'
import type { Protocol } from './protocol.ts'

/** Members that describe a failure: those of RFC 9457, and the usual ones of other services. */
interface Failure {
  code?: string | number
  type?: string
  detail?: string
  title?: string
  message?: string
  description?: string
  error_description?: string
  error?: string | Failure
  errors?: unknown
  details?: unknown
}

/**
 * A service that is known only by its description. Errors are `application/problem+json` (RFC 9457) or what the description
 * says; pages are linked by `Link: <…>; rel="next"` (RFC 8288).
 */
export const plain: Protocol = {
  scopes: [],
  authorize: bearer,
  repeatsPost: false,
  requestId: 'x-request-id',
  correlationId: 'x-correlation-id',
  trace: () => ({}),
  readError(body) {
    const { error, ...outer } = body as Failure
    const failure: Failure = typeof error === 'object' && error ? error : outer
    const { code = failure.type, detail, message, description, error_description, title } = failure
    const short = typeof error === 'string' ? error : undefined
    return {
      code: asText(code ?? (error_description && short)),
      message: [detail, message, error_description, description, title, short].map(asText).find(Boolean),
      details: [failure.errors ?? failure.details ?? []].flat().map(toDetail),
    }
  },
  nextLink: (_, { headers }, url) => {
    for (const [, uri = '', parameters = ''] of (headers.get('link') ?? '').matchAll(linkPattern)) {
      const [, quoted, bare = ''] = relationPattern.exec(parameters) ?? []
      const relations = (quoted ?? bare).toLowerCase().split(/\s+/)
      if (relations.includes('next') && URL.canParse(uri, url)) return new URL(uri, url).href
    }
    return undefined
  },
}

/** A link value with its parameters. Commas separate the values, except within quotes. */
const linkPattern = /<([^>]*)>((?:[^",]|"[^"]*")*)/g
const relationPattern = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;"]+))/i

const asText = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? `${value}` : undefined

const toDetail = (entry: unknown): ErrorDetail =>
  typeof entry === 'object' && entry !== null ? entry : { message: String(entry) }
