import type { SampleRequest } from '@clientele/code-samples'

/** What came back, ready to be shown. */
export interface Answer {
  status: number
  statusText: string
  headers: [string, string][]
  body: string
  /** From sending to the last byte, in milliseconds. */
  time: number
}

/** Sends a request and reads the whole answer. Cookies and the page's address stay at home. */
export async function send(request: SampleRequest, token: string): Promise<Answer> {
  const started = performance.now()
  const response = await fetch(request.url, {
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

function requestHeaders({ headers, body }: SampleRequest, token: string): Headers {
  const all = new Headers(headers.map(({ name, value }) => [name, value]))
  if (token !== '') all.set('Authorization', `Bearer ${token}`)
  all.set('Accept', 'application/json')
  if (body) all.set('Content-Type', body.mediaType)
  return all
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
