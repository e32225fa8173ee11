import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { createMock } from '../../../src/index.ts'
import type { JsonObject } from '../../../src/json/json.ts'
import { Described } from './described.ts'

const descriptions = new URL('../../../../../specs/dist/', import.meta.url)
const fileOf = (api: string) => fileURLToPath(new URL(`${api}.yaml`, descriptions))

export const ORIGIN = 'http://mock.test'
export const NOW = '2026-03-16T09:30:00.000Z'

/** What a test sends: the path behind the origin, and what differs from a GET with a token and JSON. */
export interface Call {
  method?: string
  body?: unknown
  headers?: Record<string, string>
}

export interface Reply {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers of every shape, and compare them as a whole
  body: any
  text: string
}

/** A mock of one of our own descriptions, with a clock that the test moves. */
export function freshMockOf(api: string, start = NOW) {
  let now = new Date(start)
  const mock = createMock({ documents: [fileOf(api)], now: () => now })
  const described = descriptionOf(api)
  async function call(path: string, { method = 'GET', body, headers = {} }: Call = {}): Promise<Reply> {
    const url = path.startsWith('http') ? path : ORIGIN + path
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
    const type = text === undefined ? {} : { 'Content-Type': 'application/json' }
    const sent = { Authorization: 'Bearer token', ...type, ...headers }
    const answer = await mock.fetch(new Request(url, { method, headers: sent, body: text ?? null }))
    const reply = await readReply(answer)
    const { pathname } = new URL(url)
    const problems = described.problems(method, pathname, reply.status, reply.body)
    if (isJson(reply) || reply.text === '') expect(problems, `${method} ${path}`).toEqual([])
    return reply
  }
  const advance = (days: number) => {
    now = new Date(now.getTime() + days * 86_400_000)
  }
  const restart = () => {
    now = new Date(start)
    mock.reset()
  }
  return { mock, call, advance, restart }
}

const mocks = new Map<string, ReturnType<typeof freshMockOf>>()

/** The same mock for every test of a file, back at its start: what it compiled stays. */
export function mockOf(api: string) {
  const made = mocks.get(api) ?? freshMockOf(api)
  mocks.set(api, made)
  made.restart()
  return made
}

const known = new Map<string, Described>()

function descriptionOf(api: string): Described {
  const description = known.get(api) ?? new Described(new URL(`${api}.yaml`, descriptions))
  known.set(api, description)
  return description
}

function isJson({ headers }: Reply): boolean {
  return /json/.test(headers.get('content-type') ?? '')
}

async function readReply(answer: Response): Promise<Reply> {
  const text = await answer.text()
  const json = /json/.test(answer.headers.get('content-type') ?? '')
  return { status: answer.status, headers: answer.headers, body: json ? JSON.parse(text) : undefined, text }
}

/** A state that holds exactly these records of one collection, and gets no seeds. */
export function stateWith(api: string, resource: string, parents: string[], records: readonly JsonObject[]) {
  return {
    format: 1 as const,
    collections: [
      { api, resource: '#seeded', parents: [], records: [{ key: '*', value: {} }] },
      { api, resource, parents, records: records.map((value) => ({ key: String(value.id), value })) },
    ],
  }
}
