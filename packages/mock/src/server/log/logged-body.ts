import { json } from '../../exchange/media-types/json.ts'
import { essenceOf } from '../../exchange/media-types/negotiate.ts'
import type { MockRequest } from '../../exchange/request.ts'
import type { JsonValue } from '../../json/json.ts'
import type { Secrets } from './secrets.ts'

/** The body of a request as the log shows it. What cannot be looked into may hold a secret and is not shown. */
export function loggedBody({ body, headers }: MockRequest, secrets: Secrets): JsonValue | undefined {
  if (body === undefined || body.length === 0) return undefined
  const mediaType = essenceOf(headers['content-type'] ?? '')
  if (json.handles(mediaType)) return jsonBody(body) ?? sizeOf(body, 'text that is no JSON')
  if (mediaType === 'application/x-www-form-urlencoded') return formBody(body)
  return sizeOf(body, mediaType || 'no media type')

  function jsonBody(bytes: Uint8Array): JsonValue | undefined {
    try {
      return secrets.inJson(JSON.parse(new TextDecoder().decode(bytes)))
    } catch {
      return undefined
    }
  }

  function formBody(bytes: Uint8Array): JsonValue {
    const fields = new URLSearchParams(new TextDecoder().decode(bytes))
    return secrets.inJson(Object.fromEntries(fields))
  }
}

function sizeOf({ length }: Uint8Array, what: string): string {
  return `(${length} bytes of ${what})`
}
