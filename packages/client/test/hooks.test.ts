import { describe, expect, test } from 'vitest'
import {
  type ClientOptions,
  createGraphClient,
  createPartnerCenterClient,
  type RequestReport,
  type ResponseReport,
} from '../src/index.ts'
import { CustomersId, createService, customer_id, empty, failure, json, lost, type Reply } from './service.ts'

const url = `https://graph.microsoft.com/beta/Customers/${CustomersId}`
const now = { 'Retry-After': '0' }

/** Runs a call and collects what the hooks are called with. */
async function listen(replies: Reply[], options: Partial<ClientOptions> = {}) {
  const told: (RequestReport | ResponseReport)[] = []
  const { fetch, requests } = createService(...replies)
  const note = (report: RequestReport) => told.push(report)
  const graph = createGraphClient({ token: 'token', fetch, onRequest: note, onResponse: note, ...options })
  const outcome = await graph.getCustomer({ CustomersId }).catch((error: unknown) => error)
  return { told, requests, outcome }
}

describe('what the hooks are called with', () => {
  test('a success', async () => {
    const { told, requests } = await listen([json({ id: '1' })])
    const request = {
      method: 'GET',
      url,
      path: '/Customers/{CustomersId}',
      attempt: 1,
      requestId: undefined,
      correlationId: requests[0]?.headers['client-request-id'],
    }
    const duration = expect.any(Number)
    expect(told).toEqual([request, { ...request, duration, status: 200, error: undefined }])
  })

  const failures: { name: string; reply: Reply; want: object; options?: Partial<ClientOptions> }[] = [
    { name: 'a failure', reply: empty(404), want: { status: 404, error: { name: 'ApiError' } } },
    { name: 'no JSON', reply: new Response('<html>'), want: { status: 200, error: { name: 'ParseError' } } },
    {
      name: 'a lost connection',
      reply: lost(),
      want: { status: undefined, error: { name: 'NetworkError', correlationId: expect.any(String) } },
    },
    {
      name: 'a time-out',
      reply: () => new Promise(() => {}),
      want: { status: undefined, error: { name: 'TimeoutError' } },
      options: { timeout: 1 },
    },
    {
      name: 'a mistake of middleware',
      reply: json({}),
      want: { status: undefined, error: { name: 'RangeError' } },
      options: {
        middleware: [
          {
            onResponse: () => {
              throw new RangeError('a bug')
            },
          },
        ],
      },
    },
  ]
  test.for(failures)('$name', async ({ reply, want, options }) => {
    const { told } = await listen([reply], { retry: false, ...options })
    expect(told).toHaveLength(2)
    expect(told[1]).toMatchObject({ attempt: 1, duration: expect.any(Number), ...want })
  })

  test('every attempt, that with a renewed token among them', async () => {
    let asked = 0
    const token = () => `token-${++asked}`
    const { told } = await listen([empty(503, now), empty(401), json({ id: '1' })], { token })
    expect(told.map((report) => [report.attempt, 'status' in report ? report.status : 'sent'])).toEqual([
      [1, 'sent'],
      [1, 503],
      [2, 'sent'],
      [2, 401],
      [3, 'sent'],
      [3, 200],
    ])
  })

  test('the request id of Partner Center', async () => {
    const { fetch, requests } = createService(json({ items: [] }))
    const told: RequestReport[] = []
    const onRequest = (report: RequestReport) => told.push(report)
    await createPartnerCenterClient({ token: 'token', fetch, onRequest }).listCustomerUsers({ customer_id })
    expect(told[0]).toMatchObject({
      requestId: requests[0]?.headers['ms-requestid'],
      correlationId: requests[0]?.headers['ms-correlationid'],
    })
  })

  test('nothing when nothing was sent', async () => {
    expect((await listen([json({})], { token: () => '' })).told).toEqual([])
    const middleware = [{ onRequest: () => json({ id: 'cached' }) }]
    expect((await listen([json({})], { middleware })).told).toEqual([])
  })

  test('no secrets', async () => {
    const told: unknown[] = []
    const { fetch } = createService(json({ description: 'Renew456* is weak' }, 400))
    const client = createPartnerCenterClient({
      token: 'very-secret',
      fetch,
      onRequest: (report) => told.push(report),
      onResponse: ({ error, ...report }) => told.push(report, `${error}`, { ...(error as object) }),
    })
    const body = { passwordProfile: { password: 'Renew456*' } }
    await failure(client.createCustomerUser({ customer_id, body }))
    expect(told).toHaveLength(4)
    expect(JSON.stringify(told)).not.toMatch(/very-secret|Renew456/)
  })
})

test.for(['onRequest', 'onResponse'])('what %s throws ends the call', async (hook) => {
  const mistake = () => {
    throw new RangeError('a bug')
  }
  const { outcome, requests } = await listen([json({ id: '1' })], { [hook]: mistake })
  expect(outcome).toBeInstanceOf(RangeError)
  expect(requests).toHaveLength(hook === 'onRequest' ? 0 : 1)
})
