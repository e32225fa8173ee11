import { describe, expect, test } from 'vitest'
import {
  AbortError,
  ApiError,
  ClientError,
  type ClientOptions,
  createGraphClient,
  createPartnerCenterClient,
  NetworkError,
  ParseError,
  TimeoutError,
  TokenError,
} from '../src/index.ts'
import {
  CustomersId,
  createService,
  customer_id,
  empty,
  failure,
  json,
  lost,
  type Reply,
  user_id,
} from './service.ts'

const graphUrl = `https://graph.microsoft.com/beta/Customers/${CustomersId}`
const userUrl = `https://api.partnercenter.microsoft.com/v1/customers/${customer_id}/users/${user_id}`
const html = '<!DOCTYPE html><title>502 Bad Gateway</title>'

const calls = {
  graph: (reply: Reply) =>
    createGraphClient({ token: 'token', retry: false, fetch: createService(reply).fetch }),
  partnerCenter: (reply: Reply) =>
    createPartnerCenterClient({ token: 'token', retry: false, fetch: createService(reply).fetch }),
}

/** Both styles must give the same error. */
const graphError = async (reply: Reply) => {
  const thrown = await failure(calls.graph(reply).getCustomer({ CustomersId }))
  const init = { params: { path: { CustomersId } } }
  const result = await calls.graph(reply).GET('/Customers/{CustomersId}', init)
  expect(result.data).toBeUndefined()
  expect(result.error?.constructor).toBe((thrown as Error).constructor)
  expect(result.error?.message).toBe((thrown as Error).message)
  expect(result.response?.status).toBe((thrown as ApiError).response?.status)
  return thrown as ApiError
}

const partnerCenterError = async (reply: Reply) =>
  (await failure(calls.partnerCenter(reply).getCustomerUser({ customer_id, user_id }))) as ApiError

const uuid = expect.stringMatching(/^[\da-f-]{36}$/)

describe("Graph's answers", () => {
  const table: { name: string; given: Response; want: object }[] = [
    {
      name: 'the whole envelope',
      given: json(
        {
          error: {
            code: 'badRequest',
            message: 'Invalid body.',
            details: [{ code: 'invalidProperty', message: 'No such property.', target: 'isOnboardedToMTM' }],
            innerError: { 'request-id': 'in-body', 'client-request-id': 'call-in-body' },
          },
        },
        400,
      ),
      want: {
        name: 'ApiError',
        status: 400,
        code: 'badRequest',
        message: `400 badRequest Invalid body. (GET ${graphUrl})`,
        details: [{ code: 'invalidProperty', message: 'No such property.', target: 'isOnboardedToMTM' }],
        requestId: 'in-body',
        correlationId: 'call-in-body',
        retryAfter: undefined,
      },
    },
    {
      name: 'both spellings, one of them null',
      given: json(
        {
          error: {
            code: 'NotFound',
            message: 'Gone.',
            innerError: null,
            innererror: { 'request-id': 'old' },
          },
        },
        404,
      ),
      want: { code: 'NotFound', requestId: 'old' },
    },
    {
      name: 'innererror in the older spelling',
      given: json(
        { error: { code: 'NotFound', message: 'Gone.', innererror: { 'request-id': 'old' } } },
        404,
      ),
      want: { status: 404, code: 'NotFound', requestId: 'old', details: [], correlationId: uuid },
    },
    {
      name: 'ids of the headers, which go before those of the body',
      given: json({ error: { code: 'x', message: 'y', innerError: { 'request-id': 'body' } } }, 403, {
        'request-id': 'header',
        'client-request-id': 'call',
      }),
      want: { status: 403, requestId: 'header', correlationId: 'call' },
    },
    {
      name: 'throttling with a fraction of a second',
      given: json({ error: { code: 'TooManyRequests', message: 'Slow down.' } }, 429, {
        'Retry-After': '2.128',
      }),
      want: { status: 429, code: 'TooManyRequests', retryAfter: 2128 },
    },
    {
      name: 'an empty body',
      given: empty(503),
      want: { status: 503, code: undefined, body: undefined, message: `503 (GET ${graphUrl})`, details: [] },
    },
    {
      name: 'HTML of a gateway',
      given: new Response(html, {
        status: 502,
        statusText: 'Bad Gateway',
        headers: { 'content-type': 'text/html' },
      }),
      want: { status: 502, code: undefined, body: html, message: `502 Bad Gateway (GET ${graphUrl})` },
    },
    {
      name: 'JSON of another shape',
      given: json({ message: 'Resource not found' }, 404),
      want: { status: 404, code: undefined, body: { message: 'Resource not found' } },
    },
    {
      name: 'problem+json of a server that does not know the address',
      given: json({ title: 'Not Found', detail: 'Nothing is served here.' }, 404),
      want: { status: 404, code: undefined, message: `404 Nothing is served here. (GET ${graphUrl})` },
    },
    {
      name: 'problem+json with nothing but a title',
      given: json({ title: 'Not Found', detail: 5 }, 404),
      want: { message: `404 Not Found (GET ${graphUrl})` },
    },
    {
      name: 'JSON that is not an object',
      given: json(null, 500),
      want: { status: 500, code: undefined, body: null },
    },
    {
      name: 'JSON that is text',
      given: json('busy', 500),
      want: { status: 500, code: undefined, body: 'busy' },
    },
    {
      name: 'an envelope with nothing in it',
      given: json({ error: null }, 400),
      want: { status: 400, code: undefined, body: { error: null } },
    },
    {
      name: 'an error as text, as token services send it',
      given: json({ error: 'invalid_grant' }, 400),
      want: { status: 400, code: undefined },
    },
    {
      name: 'a redirect, which is not followed',
      given: empty(307, { location: 'https://elsewhere.example' }),
      want: { status: 307 },
    },
    {
      name: 'a redirect in a browser, which hides its status',
      given: Response.error(),
      want: { status: 0, message: `redirected (GET ${graphUrl})` },
    },
  ]
  test.for(table)('$name', async ({ given, want }) => {
    const error = await graphError(given)
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toBeInstanceOf(ClientError)
    expect(error).toMatchObject(want)
    expect(error.method).toBe('GET')
    expect(error.url).toBe(graphUrl)
  })
})

describe("Partner Center's answers", () => {
  const table: { name: string; given: Response; want: object }[] = [
    {
      name: 'the whole envelope',
      given: json(
        {
          code: '60002',
          description: 'User object id not found.',
          data: ['a', { code: 'b' }],
          source: 'PartnerFD',
        },
        404,
        { 'MS-RequestId': 'request', 'MS-CorrelationId': 'call' },
      ),
      want: {
        status: 404,
        code: '60002',
        message: `404 60002 User object id not found. (GET ${userUrl})`,
        details: [{ message: 'a' }, { code: 'b' }],
        requestId: 'request',
        correlationId: 'call',
      },
    },
    {
      name: 'a code as number',
      given: json({ code: 2000, description: 'Bad input.' }, 400),
      want: { code: '2000', details: [], requestId: uuid, correlationId: uuid },
    },
    {
      name: 'throttling, which has a body of its own',
      given: json({ statusCode: 429, message: 'Rate limit is exceeded. Try again in 57 seconds.' }, 429, {
        'Retry-After': '58',
      }),
      want: {
        status: 429,
        code: '429',
        message: `429 429 Rate limit is exceeded. Try again in 57 seconds. (GET ${userUrl})`,
        retryAfter: 58_000,
      },
    },
    {
      name: 'throttling without a header: a page of another origin cannot read it',
      given: json({ statusCode: 429, message: 'Rate limit is exceeded. Try again in 57 seconds.' }, 429),
      want: { status: 429, retryAfter: 57_000 },
    },
    { name: 'HTML', given: new Response(html, { status: 503 }), want: { status: 503, body: html } },
    {
      name: 'data that is not a list',
      given: json({ code: '1', data: null }, 400),
      want: { code: '1', details: [] },
    },
  ]
  test.for(table)('$name', async ({ given, want }) => {
    expect(await partnerCenterError(given)).toMatchObject(want)
  })
})

describe('what is not an answer', () => {
  test('a lost connection', async () => {
    const cause = lost()
    const error = await graphError(cause)
    expect(error).toBeInstanceOf(NetworkError)
    expect(error).toMatchObject({ name: 'NetworkError', message: `no answer (GET ${graphUrl})`, cause })
    expect(error.status).toBeUndefined()
  })

  test('a connection lost in the middle of the body', async () => {
    const cause = lost()
    const error = await graphError(async () => {
      const body = new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('{"id":'))
          controller.error(cause)
        },
      })
      return new Response(body)
    })
    expect(error).toBeInstanceOf(NetworkError)
    expect(error).toMatchObject({
      cause,
      message: `the answer broke off (GET ${graphUrl})`,
    })
  })

  test('nothing with status 200, where an answer was asked for', async () => {
    const error = await graphError(empty(200))
    expect(error).toBeInstanceOf(ParseError)
    expect(error).toMatchObject({ body: '', response: { status: 200 } })
    const items = calls.graph(empty(200)).listCustomers.items()
    expect(await failure(items.next())).toBeInstanceOf(ParseError)
  })

  test('HTML with status 200', async () => {
    const error = await graphError(new Response(html))
    expect(error).toBeInstanceOf(ParseError)
    expect(error).toMatchObject({
      name: 'ParseError',
      body: html,
      message: `the answer is not JSON (GET ${graphUrl})`,
    })
    expect(error.cause).toBeInstanceOf(SyntaxError)
    expect(error.response.status).toBe(200)
    expect(error.status).toBeUndefined()
  })

  test('no token', async () => {
    const cause = new Error('the credential is locked')
    const graph = createGraphClient({
      token: () => Promise.reject(cause),
      fetch: createService(empty(204)).fetch,
    })
    const error = await failure(graph.getCustomer({ CustomersId }))
    expect(error).toBeInstanceOf(TokenError)
    const message = `no usable token: the credential is locked (GET ${graphUrl})`
    expect(error).toMatchObject({ name: 'TokenError', cause, message })
  })

  test('no token, and what was thrown is not an error', async () => {
    const graph = createGraphClient({
      token: () => Promise.reject('locked'),
      fetch: createService(empty(204)).fetch,
    })
    expect(await failure(graph.getCustomer({ CustomersId }))).toMatchObject({
      message: `no usable token: locked (GET ${graphUrl})`,
    })
  })

  const causes: { name: string; options: Partial<ClientOptions> }[] = [
    { name: 'a lost connection', options: { fetch: createService(lost()).fetch } },
    { name: 'a time-out', options: { fetch: () => new Promise(() => {}), timeout: 1 } },
    { name: 'no token', options: { token: () => '' } },
    { name: 'an answer', options: { fetch: createService(empty(404)).fetch } },
  ]
  test.for(causes)('the stack leads to the call: $name', async ({ options }) => {
    const graph = createGraphClient({ token: 'token', retry: false, ...options })
    const callOfTheApplication = async () => await graph.getCustomer({ CustomersId })
    expect(await failure(callOfTheApplication())).toMatchObject({
      stack: expect.stringContaining('callOfTheApplication'),
    })
  })

  test('each class has its name', () => {
    const request = { method: 'GET', url: graphUrl }
    for (const Class of [NetworkError, TimeoutError, AbortError, TokenError]) {
      expect(new Class('what', request)).toMatchObject({
        name: Class.name,
        message: `what (GET ${graphUrl})`,
      })
      expect(new Class('what', request)).not.toHaveProperty('cause')
    }
  })
})

test('a change without a body in its answer is undefined', async () => {
  for (const status of [200, 204]) {
    const graph = calls.graph(empty(status))
    expect(await graph.deleteCustomer({ CustomersId })).toBeUndefined()
    expect(
      await graph.DELETE('/Customers/{CustomersId}', { params: { path: { CustomersId } } }),
    ).toMatchObject({
      data: undefined,
      response: { status },
    })
  }
})

describe('maxBodySize', () => {
  const text = JSON.stringify({ displayName: 'Café'.repeat(10) })
  const size = new TextEncoder().encode(text).length
  const clientOf = (reply: Reply, maxBodySize: number) =>
    createGraphClient({ token: 'token', retry: false, maxBodySize, fetch: createService(reply).fetch })

  test('an answer of that size is read, cut into chunks or not', async () => {
    const bytes = new TextEncoder().encode(text)
    const chunked: Reply = async () =>
      new Response(
        new ReadableStream({
          start(controller) {
            for (const byte of bytes) controller.enqueue(new Uint8Array([byte]))
            controller.close()
          },
        }),
      )
    for (const reply of [new Response(text), chunked]) {
      expect(await clientOf(reply, size).getCustomer({ CustomersId })).toEqual(JSON.parse(text))
    }
  })

  test('a larger success is a ParseError', async () => {
    expect(await failure(clientOf(new Response(text), size - 1).getCustomer({ CustomersId }))).toMatchObject({
      name: 'ParseError',
      message: `the answer is larger than maxBodySize (GET ${graphUrl})`,
      body: '',
    })
  })

  test('a larger failure keeps its status, without a body', async () => {
    const reply = new Response(text, { status: 503, headers: { 'Retry-After': '7' } })
    expect(await failure(clientOf(reply, size - 1).getCustomer({ CustomersId }))).toMatchObject({
      name: 'ApiError',
      status: 503,
      retryAfter: 7_000,
      body: undefined,
    })
  })

  test('an endless answer is not read to its end', async () => {
    let cancelled = false
    const endless: Reply = async () =>
      new Response(
        new ReadableStream({
          pull: (controller) => controller.enqueue(new Uint8Array(1000)),
          cancel: () => {
            cancelled = true
          },
        }),
      )
    const call = createGraphClient({
      token: 'token',
      maxBodySize: 5_000,
      fetch: createService(endless).fetch,
    })
    expect(await failure(call.getCustomer({ CustomersId }))).toBeInstanceOf(ParseError)
    expect(cancelled).toBe(true)
  })
})

test('a time limit of a call that is not positive is refused', async () => {
  for (const timeout of [0, -1, Number.NaN, '5']) {
    const { fetch, requests } = createService(empty(204))
    const call = createGraphClient({ token: 'token', fetch }).deleteCustomer({
      CustomersId,
      timeout: timeout as number,
    })
    expect(await failure(call)).toMatchObject({
      name: 'TypeError',
      message: '/Customers/{CustomersId}: timeout must be a positive number',
    })
    expect(requests).toEqual([])
  }
})
