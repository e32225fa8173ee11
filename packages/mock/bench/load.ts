import autocannon from 'autocannon'

/** What is asked for under load. */
export interface Load {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: string
}

const connections = 16
const seconds = 2

/** Requests per second over a few seconds. @throws when any answer was not 2xx. */
export async function requestsPerSecond(url: string, { method, path, body }: Load): Promise<number> {
  const result = await autocannon({
    url: `${url}${path}`,
    method,
    connections,
    duration: seconds,
    ...(body !== undefined && { body, headers: { 'content-type': 'application/json' } }),
  })
  const failed = result.non2xx + result.errors + result.timeouts
  if (failed > 0) throw new Error(`${failed} requests to ${method} ${url}${path} were not answered with 2xx.`)
  return result.requests.average
}
