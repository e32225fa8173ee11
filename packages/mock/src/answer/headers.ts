import type { Api } from '../description/api.ts'
import type { Operation } from '../description/operations/operation.ts'
import type { MockRequest } from '../exchange/message.ts'
import { isObject } from '../json/json.ts'
import { generate } from '../values/generate.ts'
import type { Generation } from '../values/persona.ts'

/** What a page on another origin may read besides the headers that the answer has. */
const exposed = [
  'Location',
  'Retry-After',
  'Preference-Applied',
  'ETag',
  'Link',
  'X-Total-Count',
  'WWW-Authenticate',
  'request-id',
  'client-request-id',
  'MS-RequestId',
  'MS-CorrelationId',
  'MS-CV',
]

/** Lets pages of any origin read the answer. Tokens are sent by hand, never by cookie, so `*` is enough. */
export function addCorsHeaders(headers: Record<string, string>, request: MockRequest): void {
  if (request.headers.origin === undefined) return
  headers['Access-Control-Expose-Headers'] = [...new Set([...exposed, ...Object.keys(headers)])].join(', ')
  headers['Access-Control-Allow-Origin'] = '*'
}

/** Headers of the answer to a preflight (CORS protocol of the Fetch standard): all that was asked for, for ten minutes. */
export function preflightHeaders(request: MockRequest, allow: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': allow.join(', '),
    'Access-Control-Max-Age': '600',
    Vary: 'Access-Control-Request-Headers',
  }
  const wanted = request.headers['access-control-request-headers']
  if (wanted !== undefined) headers['Access-Control-Allow-Headers'] = wanted
  return headers
}

const unsafe = /[^\t\x20-\x7e\x80-\xff]/g

/** Removes what would end a header and start another one; values may hold what a client sent. */
export function cleanHeaders(headers: Record<string, string>): Record<string, string> {
  for (const name in headers) {
    const value = headers[name] as string
    unsafe.lastIndex = 0
    if (unsafe.test(value)) headers[name] = value.replace(unsafe, '')
  }
  return headers
}

/** Adds what the description demands of this answer's headers and nothing set so far. */
export function addDemandedHeaders(
  headers: Record<string, string>,
  api: Api,
  operation: Operation,
  status: number,
  generation: () => Generation,
): void {
  const demanded = demandedHeaders(operation, status)
  if (demanded.length === 0) return
  const present = new Set(Object.keys(headers).map((name) => name.toLowerCase()))
  for (const { name, schema, example } of demanded) {
    if (present.has(name.toLowerCase())) continue
    headers[name] = String(
      example ?? generate(api.dereference(schema ?? { type: 'string' }), name, generation()),
    )
  }
}

interface DemandedHeader {
  readonly name: string
  readonly schema: unknown
  readonly example: unknown
}

function demandedHeaders(operation: Operation, status: number): DemandedHeader[] {
  const code = operation.response(status)?.code ?? ''
  const response = (operation.full().responses as Record<string, unknown> | undefined)?.[code]
  const headers = isObject(response) && isObject(response.headers) ? response.headers : {}
  return Object.entries(headers).flatMap(([name, header]) =>
    isObject(header) && header.required === true
      ? [{ name, schema: header.schema, example: header.example }]
      : [],
  )
}
