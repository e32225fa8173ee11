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
    `${verb} ${quoted(request.url)}`,
    `--header "Authorization: Bearer $${request.client?.tokenVariable ?? 'TOKEN'}"`,
    ...request.headers.map(({ name, value }) => `--header ${quoted(`${name}: ${value}`)}`),
    ...bodyLines(request),
  ]
  return lines.join(' \\\n  ')
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
