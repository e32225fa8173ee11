import type { SampleRequest } from '@clientele/code-samples'
import { FormProblem } from './form-request.ts'

/** What came back, ready to be shown. */
export interface Answer {
  status: number
  statusText: string
  headers: [string, string][]
  body: string
  /** From sending to the last byte, in milliseconds. */
  time: number
}

/**
 * Sends a request and reads the whole answer. It sends no cookies and no referrer.
 *
 * @param transport - the network's `fetch`, or that of a mock in the page.
 */
export async function send(
  request: SampleRequest,
  token: string,
  transport: typeof fetch = fetch,
): Promise<Answer> {
  const started = performance.now()
  const response = await transport(request.url + queryProof(request, token), {
    method: request.method,
    headers: requestHeaders(request, token),
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    ...(request.body && { body: JSON.stringify(request.body.value) }),
  })
  const text = await response.text()
  return {
    status: response.status,
    statusText: response.statusText,
    headers: [...response.headers],
    body: pretty(text),
    time: performance.now() - started,
  }
}

/**
 * The headers of a request, those of the form and those that every call has.
 *
 * @throws FormProblem that names the header whose value cannot be sent.
 */
export function requestHeaders({ headers, body, proof }: SampleRequest, token: string): Headers {
  const all = new Headers()
  for (const { name, value } of headers) set(all, name, value)
  const credentials = credentialsIn(token)
  if (credentials !== '') for (const [name, value] of headerProof(proof, credentials)) set(all, name, value)
  set(all, 'Accept', 'application/json')
  if (body) set(all, 'Content-Type', body.mediaType)
  return all
}

/** A token that was copied from a header still begins with its scheme. */
const credentialsIn = (token: string) => token.trim().replace(/^bearer\s+/i, '')

/** A page cannot set a cookie of another origin, so an API that asks for one is called without. */
function headerProof({ security }: SampleRequest['proof'], credentials: string): [string, string][] {
  if (security.type === 'bearer') return [['Authorization', `Bearer ${credentials}`]]
  if (security.type === 'basic') {
    const bytes = new TextEncoder().encode(credentials)
    return [['Authorization', `Basic ${btoa(String.fromCharCode(...bytes))}`]]
  }
  return security.type === 'apiKey' && security.in === 'header' ? [[security.name, credentials]] : []
}

function queryProof({ url, proof: { security } }: SampleRequest, token: string): string {
  if (security.type !== 'apiKey' || security.in !== 'query' || token.trim() === '') return ''
  return `${url.includes('?') ? '&' : '?'}${security.name}=${encodeURIComponent(credentialsIn(token))}`
}

/** The browser throws a TypeError here, as for a lost connection, and quotes the value. */
function set(headers: Headers, name: string, value: string): void {
  try {
    headers.set(name, value)
  } catch {
    throw new FormProblem(`${name} has a character that no header can carry.`)
  }
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
