import { once } from 'node:events'
import { connect } from 'node:net'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { FaultRule, Listening } from '../../src/index.ts'
import { handlers } from '../../src/testing/msw.ts'
import { ownMock } from '../own-mock.ts'

const mock = ownMock()
const headers = { Authorization: 'Bearer any' }
let server: Listening
beforeAll(async () => {
  server = await mock.listen()
})
afterEach(() => mock.reset())
afterAll(() => mock.close())

/** A stream that the test feeds. */
function fed(...first: unknown[]) {
  let feed = {} as ReadableStreamDefaultController<unknown>
  const cancelled = vi.fn()
  const body = new ReadableStream({
    start(controller) {
      feed = controller
      for (const chunk of first) feed.enqueue(chunk)
    },
    cancel: cancelled,
  })
  const say = (text: string) => feed.enqueue(bytes(text))
  return { body, say, cancelled, end: () => feed.close(), fail: (error: Error) => feed.error(error) }
}

const bytes = (text: string) => new TextEncoder().encode(text)

/** An own answer that sends a stream of events. */
function answerWith(body: ReadableStream) {
  mock.answers.set([
    {
      operation: 'listCustomers',
      answer: () => new Response(body as BodyInit, { headers: { 'Content-Type': 'text/event-stream' } }),
    },
  ])
}

/** Reads the chunks of a body one at a time. */
function chunksOf(response: Response) {
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  const next = async () => {
    const { done, value } = await reader.read()
    return done ? undefined : new TextDecoder().decode(value)
  }
  return { next, cancel: () => reader.cancel() }
}

const msw = setupServer(...handlers(mock))
const ways: [string, (init?: RequestInit) => Promise<Response>][] = [
  ['mock.fetch', (init) => mock.fetch('http://mock.test/beta/Customers', { headers, ...init })],
  ['a port', (init) => fetch(`${server.url}/beta/Customers`, { headers, ...init })],
  [
    'Mock Service Worker',
    (init) => fetch('https://graph.microsoft.com/beta/Customers', { headers, ...init }),
  ],
]

describe.each(ways)('an own answer that streams, through %s', (name, ask) => {
  if (name === 'Mock Service Worker') {
    beforeAll(() => msw.listen({ onUnhandledFrame: 'bypass' }))
    afterAll(() => msw.close())
  }

  // Mock Service Worker passes the head on with the first chunk.
  if (name !== 'Mock Service Worker')
    test('gives its head at once', async () => {
      const { body, say, end } = fed()
      answerWith(body)
      const response = await ask()
      say('data: 1\n\n')
      end()
      expect(await response.text()).toBe('data: 1\n\n')
    })

  test('is sent as it comes, without a length', async () => {
    const { body, say, end } = fed(bytes('data: 0\n\n'))
    answerWith(body)
    const response = await ask()
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    expect(response.headers.get('content-length')).toBe(null)
    const { next } = chunksOf(response)
    expect(await next()).toBe('data: 0\n\n')
    // Each is there before the next one is made.
    for (const text of ['data: 1\n\n', 'data: 2\n\n']) {
      say(text)
      expect(await next()).toBe(text)
    }
    end()
    expect(await next()).toBe(undefined)
  })

  test('sends what is there at once first', async () => {
    const { body, say, end } = fed(bytes('data: 1\n\n'), bytes('data: 2\n\n'))
    answerWith(body)
    const { next } = chunksOf(await ask())
    expect(await next()).toBe('data: 1\n\ndata: 2\n\n')
    say('data: 3\n\n')
    expect(await next()).toBe('data: 3\n\n')
    end()
    expect(await next()).toBe(undefined)
  })

  test('ends when the client goes away', async () => {
    const { body, cancelled } = fed(bytes('data: 1\n\n'))
    answerWith(body)
    const { next, cancel } = chunksOf(await ask())
    await next()
    await cancel()
    await expect.poll(() => cancelled.mock.calls.length).toBe(1)
  })

  test('ends when the request is aborted, which the client hears', async () => {
    const { body, cancelled } = fed(bytes('data: 1\n\n'))
    answerWith(body)
    const abort = new AbortController()
    const { next } = chunksOf(await ask({ signal: abort.signal }))
    await next()
    abort.abort()
    await expect(next()).rejects.toThrow(/abort/i)
    await expect.poll(() => cancelled.mock.calls.length).toBe(1)
  })

  // Mock Service Worker ends the body there.
  if (name !== 'Mock Service Worker')
    test('breaks where the stream breaks', async () => {
      const { body, fail } = fed(bytes('data: 1\n\n'))
      answerWith(body)
      const { next } = chunksOf(await ask())
      expect(await next()).toBe('data: 1\n\n')
      fail(new Error('broken'))
      await expect(next()).rejects.toThrow()
    })
})

test('what is there as a whole has its length', async () => {
  mock.answers.set([{ operation: 'listCustomers', answer: () => Response.json({ value: [] }) }])
  const response = await fetch(`${server.url}/beta/Customers`, { headers })
  expect(response.headers.get('content-length')).toBe('12')
  expect(await response.json()).toEqual({ value: [] })
})

test('a large body that is there at once arrives whole', async () => {
  const chunks = Array.from({ length: 50 }, (_, index) => new Uint8Array(100_000).fill(index))
  const { body, end } = fed(...chunks)
  end()
  answerWith(body)
  const response = await fetch(`${server.url}/beta/Customers`, { headers })
  expect(Buffer.compare(Buffer.from(await response.arrayBuffer()), Buffer.concat(chunks))).toBe(0)
})

test('an async iterable is a body in Node, and code can change a stream that is next', async () => {
  async function* events() {
    for (const number of [1, 2]) {
      await new Promise((resolve) => setImmediate(resolve))
      yield bytes(`data: ${number}\n\n`)
    }
  }
  const shout = () =>
    new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) =>
        controller.enqueue(bytes(new TextDecoder().decode(chunk).replaceAll('data', 'DATA'))),
    })
  mock.answers.set([
    {
      operation: 'listCustomers',
      answer: async (_, { next }) => new Response((await next()).body?.pipeThrough(shout()) ?? null),
    },
    { operation: 'listCustomers', answer: () => new Response(events() as unknown as BodyInit) },
  ])
  expect(await (await mock.fetch('http://mock.test/beta/Customers', { headers })).text()).toBe(
    'DATA: 1\n\nDATA: 2\n\n',
  )
})

test.each<[string, FaultRule, RegExp | string]>([
  ['a lost answer', { kind: 'reset', when: 'after' }, 'fetch failed'],
  ['a truncated one', { kind: 'truncate', bytes: 3 }, 'terminated'],
])('the fault of %s cancels the stream', async (_, rule, message) => {
  const { body, cancelled } = fed(bytes('data: 1\n\n'))
  answerWith(body)
  mock.faults.set({ rules: [rule] })
  const read = mock.fetch('http://mock.test/beta/Customers', { headers }).then((response) => response.text())
  await expect(read).rejects.toThrow(message)
  expect(cancelled).toHaveBeenCalledOnce()
})

test('another content type is that of the stream', async () => {
  const { body, say, end } = fed()
  answerWith(body)
  mock.faults.set({ rules: [{ kind: 'contentType', contentType: 'text/plain' }] })
  const response = await mock.fetch('http://mock.test/beta/Customers', { headers })
  expect(response.headers.get('content-type')).toMatch('text/plain')
  say('data: 1\n\n')
  end()
  expect(await response.text()).toBe('data: 1\n\n')
})

test('HEAD gets no body, and the stream ends', async () => {
  const { body, cancelled } = fed(bytes('data: 1\n\n'))
  mock.answers.set([{ operation: 'listCustomers', answer: () => new Response(body as BodyInit) }])
  const response = await fetch(`${server.url}/beta/Customers`, { method: 'HEAD', headers })
  expect([response.status, await response.text()]).toEqual([200, ''])
  expect(cancelled).toHaveBeenCalledOnce()
})

test('a batch waits for all of it', async () => {
  const { body, say, end } = fed()
  answerWith(body)
  const requests = [{ id: '1', method: 'GET', url: '/Customers' }]
  const batch = mock.fetch('http://mock.test/beta/$batch', {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: JSON.stringify({ requests }),
  })
  say('{"value":')
  say('[7]}')
  end()
  expect((await (await batch).json()).responses).toMatchObject([
    { id: '1', status: 200, body: { value: [7] } },
  ])
})

test.each([
  ['text instead of bytes', () => fed('text').body, 'Uint8Array, not string'],
  [
    'a stream that is broken from the start',
    () => {
      const { body, fail } = fed()
      fail(new Error('broken at once'))
      return body
    },
    'broken at once',
  ],
])('%s is a mistake of the code: 500, and the log says why', async (_, body, why) => {
  answerWith(body())
  expect((await mock.fetch('http://mock.test/beta/Customers', { headers })).status).toBe(500)
  expect(mock.requests().at(-1)?.why.join()).toContain(why)
})

test('a server that closes ends a stream that goes on', async () => {
  const own = ownMock()
  const { url, port } = await own.listen()
  const { body, cancelled } = fed(bytes('data: 1\n\n'))
  own.answers.set([{ operation: 'listCustomers', answer: () => new Response(body as BodyInit) }])
  const socket = connect(port, '127.0.0.1')
  socket.write(
    `GET /beta/Customers HTTP/1.1\r\nHost: ${new URL(url).host}\r\nAuthorization: Bearer any\r\n\r\n`,
  )
  await once(socket, 'data')
  await own.close()
  await expect.poll(() => cancelled.mock.calls.length).toBe(1)
  socket.destroy()
})
