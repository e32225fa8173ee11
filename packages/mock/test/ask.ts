import { fileURLToPath } from 'node:url'
import type { Mock } from '../src/index.ts'

/** An answer as tests look at it. */
export interface Answered {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
  readonly body: any
  /** Path of the `Location` header. */
  readonly location: string
}

export type Ask = (line: string, body?: unknown, headers?: Record<string, string>) => Promise<Answered>

/** Asks in the words of a test: `POST /things`, a body that becomes JSON, headers. */
export function asking(fetch: (request: Request) => Promise<Response>, origin = 'http://mock.test'): Ask {
  return async (line, body, headers = {}) => {
    const [method = 'GET', path = '/'] = line.split(' ', 2)
    const request = new Request(`${origin}${path}`, {
      method,
      headers: {
        authorization: 'Bearer any',
        'x-api-key': 'any',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    return answered(await fetch(request))
  }
}

export function askingMock(mock: Mock): Ask {
  return asking((request) => mock.fetch(request))
}

async function answered(response: Response): Promise<Answered> {
  const text = await response.text()
  const location = response.headers.get('location')
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: parsed(text),
    location: location === null ? '' : new URL(location, 'http://mock.test').pathname,
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Absolute path of a description that the tests keep. */
export function description(name: string): string {
  return fileURLToPath(new URL(`descriptions/${name}`, import.meta.url))
}
