import { ApiError, type FailedRequest, ParseError } from './errors.ts'
import type { Protocol } from './protocol/protocol.ts'
import { readRetryAfter } from './retry.ts'

/** An answer, with its body as text. */
export interface Incoming {
  response: Response
  /** `undefined` when it was larger than the limit. */
  text: string | undefined
}

/** What reading an answer needs to know about the request. */
export interface Sent extends FailedRequest {
  token?: string | undefined
  headers?: Headers
  body: string | undefined
}

/**
 * Turns an answer into the data of a success.
 *
 * @param list Name of the property that must be a list, empty for the whole; if missing, the data may have any shape.
 * @throws {ApiError | ParseError} When the answer is not a success, or its body is unusable.
 */
export function readAnswer(sent: Sent, incoming: Incoming, protocol: Protocol, list?: string): unknown {
  const { response, text } = incoming
  if (!response.ok) throw readFailure(sent, incoming, protocol)
  if (text === undefined) throw new ParseError('the answer is larger than maxBodySize', sent, response, '')
  // 204 has no body, and some services send none with 200 after `Prefer: return=minimal`. A GET has no such preference, so
  // its empty answer is broken.
  if (!text && sent.method !== 'GET') return undefined
  const { data, cause } = parse(text)
  if (!cause && (list === undefined || Array.isArray(listIn(data, list)))) return data
  const what = cause ? 'the answer is not JSON' : `the answer is not a page: ${list || 'it'} is not a list`
  const body = redactor(sent)(text)
  // The error of `JSON.parse` quotes the text, so the text without secrets is parsed again.
  throw new ParseError(what, sent, response, body, cause && parse(body).cause)
}

/** The list in a page, or whatever is in its place. */
export const listIn = (page: unknown, name: string): unknown =>
  name === '' ? page : (page as Record<string, unknown> | null)?.[name]

function parse(
  text: string,
  revive?: (this: Record<string, unknown>, name: string, value: unknown) => unknown,
) {
  try {
    return { data: JSON.parse(text, revive) as unknown }
  } catch (cause) {
    return { cause }
  }
}

function readFailure(sent: Sent, { response, text }: Incoming, protocol: Protocol): ApiError {
  const redact = redactor(sent)
  const body = parseFailure(text ?? '', redact)
  const fields: Problem = body instanceof Object ? body : {}
  const envelope = protocol.readError(fields)
  const ids = idsIn(response.headers, protocol)
  return new ApiError(
    sent,
    response,
    {
      ...envelope,
      message: [envelope.message, fields.detail, fields.title, redact(response.statusText)].find(isText),
      requestId: redact(ids.requestId ?? '') || envelope.requestId,
      correlationId: redact(ids.correlationId ?? '') || envelope.correlationId,
      retryAfter: readRetryAfter(response.headers) ?? envelope.retryAfter,
    },
    body,
  )
}

/** The ids by which support finds a request and a call, if the headers have them. */
export const idsIn = (headers: Headers | undefined, protocol: Protocol) => ({
  requestId: headers?.get(protocol.requestId) ?? undefined,
  correlationId: headers?.get(protocol.correlationId) ?? undefined,
})

/** `application/problem+json` (RFC 9457), which gateways send, and servers that do not know the address. */
interface Problem {
  detail?: unknown
  title?: unknown
}

const isText = (value: unknown): value is string => typeof value === 'string'

/** A failed answer may not be JSON: a gateway sends HTML, or nothing. */
function parseFailure(text: string, redact: (text: string) => string): unknown {
  function hide(this: Record<string, unknown>, name: string, value: unknown): unknown {
    const shownName = redact(name)
    const shown = typeof value === 'string' ? redact(value) : value
    if (shownName === name) return shown
    this[shownName] = shown
    // Removes the old name.
    return undefined
  }
  const { data, cause } = parse(text, hide)
  return cause && text ? redact(text) : data
}

/** Tokens and passwords are longer. Hiding a short word that a test uses as a token would garble every message. */
const shortest = 6

/**
 * Hides the secrets of a request in a text of its answer: services echo what they refuse, and the documented answers of
 * Partner Center echo the password of a user.
 */
function redactor({ headers, body, token = '' }: Sent): (text: string) => string {
  const secrets = [
    token,
    encodeURIComponent(token),
    headers?.get('authorization')?.replace(/^\w+ /, '') ?? '',
  ]
  JSON.parse(body ?? 'null', (name, value) => {
    if (typeof value === 'string' && /password|secret/i.test(name)) secrets.push(value)
    return value
  })
  const hidden = secrets
    .filter(({ length }) => length >= shortest)
    // Also as written in JSON, because the text may be JSON that cannot be parsed.
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
  return (text) => hidden.reduce((shown, secret) => shown.replaceAll(secret, '***'), text)
}
