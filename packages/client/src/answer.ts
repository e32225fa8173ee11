import { ApiError, type FailedRequest, ParseError } from './errors.ts'
import type { Protocol } from './protocol/protocol.ts'
import { readRetryAfter } from './retry.ts'

/** A call that succeeded. */
export interface Success {
  data: unknown
  response: Response
  /** The address that answered. */
  url: string
}

/** What came back, with the body as text. */
export interface Incoming {
  response: Response
  text: string
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

/** No token and no password is shorter; a word that a test uses as a token would garble every message. */
const shortest = 6

/**
 * Hides what the request has to keep secret from a text of the answer: services echo what they refuse, and Partner
 * Center echoes the password of a user in its documented answers.
 */
function createRedactor(
  authorization: string | null | undefined,
  body: string | undefined,
): (text: string) => string {
  const secrets = [authorization?.replace(/^\w+ /, ''), ...passwordsIn(JSON.parse(body ?? 'null'))]
    .filter((secret): secret is string => !!secret && secret.length >= shortest)
    // As JSON has it as well: the text may be JSON that cannot be read.
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
  return (text) => secrets.reduce((shown, secret) => shown.replaceAll(secret, '***'), text)
}

function passwordsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, entry]) =>
    typeof entry === 'string' ? (/password|secret/i.test(name) ? entry : []) : passwordsIn(entry),
  )
}
