import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { createPartnerCenterClient, type Middleware, type ParseError } from '../src/index.ts'
import { createService, customer_id, failure, json, lost, type Reply } from './service.ts'

const token = 'eyJ0eXAiOiJKV1QiLCJub25jZSI6'
const late = 'eyJ0eXAiOiJKV1QiLCJsYXRlIjox'
const password = 'Renew"456*\\é'
const body = { displayName: 'Amelia Novak', passwordProfile: { password, forceChangePassword: true } }

const echo =
  (status: number): Reply =>
  async (request) =>
    json(
      {
        code: '3000',
        description: `${password} is weak`,
        data: [{ password }, request.headers.get('authorization')],
      },
      status,
    )

const table: { name: string; reply: Reply; want: string; timeout?: number; middleware?: Middleware }[] = [
  { name: 'an answer that echoes both', reply: echo(400), want: 'ApiError' },
  {
    name: 'an answer with both as names of properties',
    reply: json(
      { [token]: { [password]: [{ [`not ${password}`]: 1 }] }, ['__proto__']: { [token]: 1 } },
      400,
    ),
    want: 'ApiError',
  },
  {
    name: 'text that echoes both',
    reply: new Response(`<html>${token} ${password}`, { status: 502 }),
    want: 'ApiError',
  },
  {
    name: 'headers and a reason that echo the token',
    reply: new Response(null, {
      status: 400,
      statusText: `Bad ${token}`,
      headers: { 'x-echo': token, 'MS-RequestId': token, 'MS-CorrelationId': token },
    }),
    want: 'ApiError',
  },
  {
    name: 'headers that echo the token of a success that is not JSON',
    reply: new Response('<html>', { headers: { 'x-echo': token } }),
    want: 'ParseError',
  },
  {
    name: 'a success that is not JSON',
    reply: new Response(`{"password":"${password}" ${token}`),
    want: 'ParseError',
  },
  {
    name: 'JSON that broke off',
    reply: new Response(`{"passwordProfile":${JSON.stringify({ password })},`, { status: 201 }),
    want: 'ParseError',
  },
  {
    name: 'an answer that echoes what middleware has put into a new request',
    reply: echo(400),
    want: 'ApiError',
    middleware: {
      onRequest: ({ request }) => new Request(request, { headers: { authorization: `Bearer ${late}` } }),
    },
  },
  { name: 'a lost connection', reply: lost(), want: 'NetworkError' },
  { name: 'no answer in time', reply: () => new Promise(() => {}), want: 'TimeoutError', timeout: 20 },
]

describe('a token and a password are in no part of an error', () => {
  test.for(table)('$name', async ({ reply, want, timeout = 60_000, middleware = {} as Middleware }) => {
    const { fetch } = createService(reply)
    const options = { token, fetch, retry: false as const, timeout, middleware: [middleware] }
    const client = createPartnerCenterClient(options)
    const error = (await failure(client.createCustomerUser({ customer_id, body }))) as Error
    expect(error.name).toBe(want)
    const shown = [
      inspect(error, { depth: 9 }),
      // Everything but `response`, which is the unchanged answer of the service.
      inspect({ ...error, cause: error.cause }, { depth: 9, showHidden: true }),
      JSON.stringify(error),
      `${error}`,
      error.stack,
      `${(error as ParseError).body}`,
    ]
    for (const text of shown) {
      expect(text).not.toContain(token)
      expect(text).not.toContain(late)
      expect(text).not.toContain(password)
      expect(text).not.toContain(JSON.stringify(password).slice(1, -1))
    }
  })
})

test("what is shown in their place, and the caller's own Authorization", async () => {
  const { fetch } = createService(echo(400))
  const client = createPartnerCenterClient({
    token,
    fetch,
    headers: { Authorization: 'Bearer my-own-token' },
  })
  expect(await failure(client.createCustomerUser({ customer_id, body }))).toMatchObject({
    message: expect.stringMatching(/^400 3000 \*\*\* is weak \(POST /),
    body: { description: '*** is weak', data: [{ password: '***' }, 'Bearer ***'] },
  })
})

test('a header that cannot be sent is not shown', async () => {
  const client = createPartnerCenterClient({ token, fetch: createService(json({})).fetch })
  const headers = { Authorization: `Bearer ${password}\nx` }
  const error = (await failure(client.listCustomerUsers({ customer_id, headers }))) as Error
  expect(inspect(error, { showHidden: true })).not.toContain('Renew')
  expect(error.message).toBe('the header authorization cannot be sent')
})

test('a short word as a token does not garble the message', async () => {
  const { fetch } = createService(json({ code: '3000', description: 'not any of the states' }, 400))
  const client = createPartnerCenterClient({ token: 'any', fetch })
  const error = await failure(client.listCustomerUsers({ customer_id }))
  expect(error).toMatchObject({ message: expect.stringContaining('not any of the states') })
})
