import type { ErrorDetail } from '../errors.ts'
import { bearer } from '../security.ts'
import type { Protocol } from './protocol.ts'

interface GraphEnvelope {
  error?: {
    code?: string
    message?: string
    details?: ErrorDetail[]
    innerError?: Record<string, string>
    /** The spelling of the OData specification and of older services. */
    innererror?: Record<string, string>
  }
}

interface GraphPage {
  '@odata.nextLink'?: string
}

/** Microsoft Graph: https://learn.microsoft.com/graph/errors and https://learn.microsoft.com/graph/best-practices-concept */
export const graph: Protocol = {
  scopes: ['https://graph.microsoft.com/.default'],
  authorize: bearer,
  repeatsPost: false,
  batch: '/$batch',
  requestId: 'request-id',
  correlationId: 'client-request-id',
  // Pages without HTTPS have no `randomUUID`. Graph then makes an id of its own.
  trace: (previous) => previous ?? { 'client-request-id': crypto.randomUUID?.() },
  readError(body) {
    const { code, message, details, innererror, innerError } = (body as GraphEnvelope).error ?? {}
    const inner = innerError ?? innererror
    return {
      code,
      message,
      details: [details ?? []].flat(),
      requestId: inner?.['request-id'],
      correlationId: inner?.['client-request-id'],
    }
  },
  nextLink: (page) => (page as GraphPage | undefined)?.['@odata.nextLink'],
}
