import type { Proof } from './clients.ts'
import type { SampleRequest } from './sample-request.ts'

/**
 * Writes a request as one curl command for a POSIX shell. The token comes from an environment variable.
 *
 * @example
 * curlSample(request)
 * // curl 'https://graph.microsoft.com/beta/Customers' \
 * //   --header "Authorization: Bearer $GRAPH_TOKEN"
 */
export function curlSample(request: SampleRequest): string {
  const verb = request.method === 'GET' ? 'curl' : `curl --request ${request.method}`
  const lines = [
    `${verb} ${quoted(request.url)}${queryProof(request)}`,
    ...headerProof(request.proof),
    ...request.headers.map(({ name, value }) => `--header ${quoted(`${name}: ${value}`)}`),
    ...bodyLines(request),
  ]
  return lines.join(' \\\n  ')
}

function headerProof({ security, variable }: Proof): string[] {
  if (security.type === 'bearer') return [`--header "Authorization: Bearer $${variable}"`]
  if (security.type === 'basic') return [`--user "$${variable}"`]
  if (security.type === 'none' || security.in === 'query') return []
  if (security.in === 'cookie') return [`--cookie "${security.name}=$${variable}"`]
  return [`--header "${security.name}: $${variable}"`]
}

/** Text in single quotes is not expanded, so the token follows in double quotes. */
function queryProof({ url, proof: { security, variable } }: SampleRequest): string {
  if (security.type !== 'apiKey' || security.in !== 'query') return ''
  return `'${url.includes('?') ? '&' : '?'}${security.name}='"$${variable}"`
}

function bodyLines({ body }: SampleRequest): string[] {
  if (!body) return []
  return [
    `--header ${quoted(`Content-Type: ${body.mediaType}`)}`,
    // `--data-raw` and not `--data`: a body that begins with @ would name a file.
    `--data-raw ${quoted(JSON.stringify(body.value, null, 2))}`,
  ]
}

/** Single quotes keep every byte; a single quote itself closes, is escaped, and opens again. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
