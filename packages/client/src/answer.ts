import { ApiError, type FailedRequest, ParseError } from './errors.ts'
import type { Protocol } from './protocol/protocol.ts'
import { createRedactor } from './redact.ts'
import { readRetryAfter } from './retry.ts'
import type { Incoming } from './transport.ts'

/** A call that succeeded. */
export interface Success {
  data: unknown
  response: Response
  /** The address that answered. */
  url: string
}

/** The request that was sent, as far as reading its answer needs it. */
export interface Sent extends FailedRequest {
  headers?: Headers
  body: string | undefined
}

/**
 * Turns an answer into the data of a success.
 *
 * @throws {ApiError | ParseError} What the answer is instead.
 */
export function readAnswer(sent: Sent, incoming: Incoming, protocol: Protocol): Success {
  const { response, text } = incoming
  if (!response.ok) throw readFailure(sent, incoming, protocol)
  // Nothing is what 204 says, and what some services send with 200 after `Prefer: return=minimal`. A GET has no such
  // wish: its empty answer is a broken one.
  if (!text && sent.method !== 'GET') return { data: undefined, response, url: sent.url }
  try {
    return { data: JSON.parse(text), response, url: sent.url }
  } catch {
    throw readUnreadable(sent, response, redactor(sent)(text))
  }
}

/** What `JSON.parse` throws quotes its text: the cause is the error about the text without secrets. */
function readUnreadable(sent: Sent, response: Response, body: string): ParseError {
  let cause: unknown
  try {
    JSON.parse(body)
  } catch (error) {
    cause = error
  }
  return new ParseError(sent, response, body, cause)
}

function readFailure(sent: Sent, { response, text }: Incoming, protocol: Protocol): ApiError {
  const redact = redactor(sent)
  const body = parseFailure(text, redact)
  const envelope = protocol.readError(typeof body === 'object' && body ? body : {})
  const header = (name: string) => redact(response.headers.get(name) ?? '')
  return new ApiError(
    sent,
    response,
    {
      ...envelope,
      message: envelope.message ?? redact(response.statusText),
      requestId: header(protocol.requestId) || envelope.requestId,
      correlationId: header(protocol.correlationId) || envelope.correlationId,
      retryAfter: readRetryAfter(response.headers) ?? envelope.retryAfter,
    },
    body,
  )
}

const redactor = ({ headers, body }: Sent) => createRedactor(headers?.get('authorization'), body)

/** A failed answer need not be JSON: a gateway sends HTML, or nothing. */
function parseFailure(text: string, redact: (text: string) => string): unknown {
  try {
    return JSON.parse(text, (_, value) => (typeof value === 'string' ? redact(value) : value))
  } catch {
    return text ? redact(text) : undefined
  }
}
