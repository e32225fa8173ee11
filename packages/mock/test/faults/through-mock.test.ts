import { request } from 'node:http'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import type { FaultRule } from '../../src/index.ts'
import { ownMock } from '../own-mock.ts'

const mock = ownMock({ now: () => new Date('2026-11-20T08:00:00Z') })
const listening = await mock.listen()
afterAll(() => mock.close())
afterEach(() => mock.reset())

const headers = { Authorization: 'Bearer any', 'Content-Type': 'application/json' }
const customers = '/beta/Customers'
const users = '/v1/customers/4bcb3a1b-34c9-4a5f-a3b3-a2f6b0c7f8d5/users'
const inProcess = (path: string, init: RequestInit = {}) =>
  mock.fetch(`http://mock.test${path}`, { headers, ...init })
const overHttp = (path: string, init: RequestInit = {}) =>
  fetch(`${listening.url}${path}`, { headers, ...init })
const names = async () => {
  const { value } = (await (await inProcess(customers)).json()) as { value: { displayName: string }[] }
  return value.map(({ displayName }) => displayName)
}
const create = { method: 'POST', body: JSON.stringify({ displayName: 'New' }) }

describe.each([
  ['in process', inProcess],
  ['over HTTP', overHttp],
])('%s', (_name, ask) => {
  const with_ = (...rules: FaultRule[]) => mock.faults.set({ rules })

  test('a status comes in the shape of the API that it hits', async () => {
    with_({ kind: 'status', status: 503, retryAfter: 7, message: 'Down.' })
    const graph = await ask(customers)
    expect(graph.status).toBe(503)
    expect(graph.headers.get('retry-after')).toBe('7')
    expect(await graph.json()).toMatchObject({
      error: { message: 'Down.', innerError: { date: '2026-11-20T08:00:00' } },
    })
    const partner = await ask(users)
    expect(partner.status).toBe(503)
    expect(await partner.json()).toMatchObject({ description: 'Down.' })
  })

  test('the next 3 PATCH answer 503, the fourth changes the record', async () => {
    with_({ kind: 'status', status: 503, method: 'PATCH', count: 3 })
    const { value } = (await (await ask(customers)).json()) as { value: { id: string }[] }
    const patch = () =>
      ask(`${customers}/${value[0]?.id}`, {
        method: 'PATCH',
        body: JSON.stringify({ displayName: 'Patched' }),
      })
    const statuses: number[] = []
    for (let time = 0; time < 4; time++) statuses.push((await patch()).status)
    expect(statuses).toEqual([503, 503, 503, 200])
    expect(await names()).toContain('Patched')
  })

  test.each([
    ['before', false],
    ['after', true],
  ] as const)('a reset %s the operation rejects, and its write is there: %s', async (when, written) => {
    with_({ kind: 'reset', when, method: 'POST', count: 1 })
    await expect(ask(customers, create)).rejects.toThrow(TypeError)
    expect((await names()).includes('New')).toBe(written)
    expect(mock.requests().find(({ method }) => method === 'POST')?.status).toBe(0)
  })

  test('a truncated body has its headers, and ends in an error', async () => {
    with_({ kind: 'truncate', count: 1 })
    const answer = await ask(customers)
    expect(answer.status).toBe(200)
    await expect(answer.text()).rejects.toThrow(TypeError)
  })

  test('an empty error has no body and no content type', async () => {
    with_({ kind: 'empty', status: 500, count: 1 })
    const answer = await ask(customers, create)
    expect([answer.status, await answer.text(), answer.headers.get('content-type')]).toEqual([500, '', null])
    expect(await names()).not.toContain('New')
  })

  test('HTML comes instead of JSON', async () => {
    with_({ kind: 'html', status: 200, count: 1 })
    const answer = await ask(customers, create)
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(await answer.text()).toMatch(/^<!doctype html>/)
    expect(await names()).not.toContain('New')
  })

  test.each([
    [{ kind: 'html' }, null],
    [{ kind: 'html', status: 200 }, null],
    [{ kind: 'html', status: 503 }, '2.128'],
    [{ kind: 'empty', status: 500 }, null],
    [{ kind: 'empty', status: 429 }, '2.128'],
  ] as const)('%j has the headers of its own status: Retry-After %j', async (rule, want) => {
    with_(rule)
    expect((await ask(customers)).headers.get('retry-after')).toBe(want)
  })

  test('a wrong content type comes with the right body', async () => {
    with_({ kind: 'contentType', contentType: 'text/plain' })
    const answer = await ask(customers)
    expect(answer.headers.get('content-type')).toBe('text/plain')
    expect(await answer.json()).toHaveProperty('value')
  })

  test('Prefer: delay is applied and says so', async () => {
    const answer = await ask(customers, { headers: { ...headers, Prefer: 'delay=3' } })
    expect(answer.headers.get('preference-applied')).toBe('delay=3')
    expect(mock.requests().at(-1)?.why).toContain('Prefer: delay 3 ms')
  })

  test('a budget answers 429 with a true Retry-After, on the clock of the mock', async () => {
    mock.faults.set({ throttle: { requests: 2, seconds: 30 } })
    const statuses = async () => [(await ask(customers)).status, (await ask(users)).status]
    expect(await statuses()).toEqual([200, 200])
    const refused = await ask(customers)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30'])
    mock.clock.set({ advance: 'PT29S' })
    expect((await ask(users)).headers.get('retry-after')).toBe('1')
    mock.clock.set({ advance: 'PT1S' })
    expect(await statuses()).toEqual([200, 200])
  })
})

describe('a write that is sent again with the same MS-RequestId', () => {
  const id = '6f1a2b3c-4d5e-4f60-8a7b-9c0d1e2f3a4b'
  const again = { ...headers, 'MS-RequestId': id }
  const create = () =>
    inProcess(users, {
      method: 'POST',
      headers: again,
      body: JSON.stringify({
        usageLocation: 'GB',
        userPrincipalName: 'ada@contoso.example',
        firstName: 'Ada',
        lastName: 'Lovelace',
        displayName: 'Ada Lovelace',
        passwordProfile: { password: 'Correct-Horse-7', forceChangePassword: true },
      }),
    })
  const count = async () => ((await (await inProcess(users)).json()) as { totalCount: number }).totalCount

  test.each<[FaultRule, number]>([
    [{ kind: 'reset', when: 'before', count: 1, method: 'POST' }, 0],
    [{ kind: 'reset', when: 'after', count: 1, method: 'POST' }, 1],
    [{ kind: 'truncate', count: 1, method: 'POST' }, 1],
    [{ kind: 'html', status: 200, count: 1, method: 'POST' }, 0],
    [{ kind: 'empty', status: 202, count: 1, method: 'POST' }, 0],
    [{ kind: 'status', status: 503, count: 1, method: 'POST' }, 0],
  ])('%j left %i users, and the second time makes it one', async (rule, left) => {
    mock.faults.set({ rules: [rule] })
    await create()
      .then(
        (answer) => answer.text(),
        () => undefined,
      )
      .catch(() => undefined)
    expect(await count()).toBe(left)
    const answer = await create()
    expect([answer.status, await count()]).toEqual([201, 1])
  })
})

test('over HTTP a reset resets the connection, and a truncated body is shorter than its Content-Length', async () => {
  const raw = (): Promise<{ code?: string; length?: number; received: number }> =>
    new Promise((resolve) => {
      let received = 0
      const outgoing = request(`${listening.url}${customers}`, { headers, agent: false }, (incoming) => {
        const length = Number(incoming.headers['content-length'])
        incoming.on('data', (part: Buffer) => {
          received += part.length
        })
        incoming.on('error', (error: NodeJS.ErrnoException) =>
          resolve({ code: String(error.code), length, received }),
        )
      })
      outgoing.on('error', (error: NodeJS.ErrnoException) => resolve({ code: String(error.code), received }))
      outgoing.end()
    })
  mock.faults.set({
    rules: [
      { kind: 'reset', count: 1 },
      { kind: 'truncate', bytes: 10 },
    ],
  })
  expect(await raw()).toEqual({ code: 'ECONNRESET', received: 0 })
  const truncated = await raw()
  expect(truncated).toMatchObject({ code: 'ECONNRESET', received: 10 })
  expect(truncated.length).toBeGreaterThan(10)
})

test('the same seed gives the same run, another seed another one', async () => {
  const run = async (seed: number) => {
    const own = ownMock({ seed, faults: { errorRate: 40, latency: { min: 0, max: 2 } } })
    const answers: unknown[] = []
    for (let time = 0; time < 20; time++) {
      const { status } = await own.fetch(`http://mock.test${customers}`, { headers })
      answers.push([status, own.requests().at(-1)?.why])
    }
    return answers
  }
  expect(await run(7)).toEqual(await run(7))
  expect(await run(7)).not.toEqual(await run(8))
})
