import { createMock as createMockOfBrowser } from '@clientele/mock/browser'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createMock } from '../../src/index.ts'
import { handlers } from '../../src/testing/msw.ts'

const mock = createMock()
const server = setupServer(
  ...handlers(mock),
  http.get('https://elsewhere.example/', () => HttpResponse.text('elsewhere')),
)
const headers = { Authorization: 'Bearer any' }

beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
afterEach(() => {
  mock.reset()
  server.resetHandlers()
})
afterAll(() => server.close())

test('the mock of a browser runs in Node too, as where tests have a page without a browser', async () => {
  const { fetch } = createMockOfBrowser()
  expect((await fetch('https://graph.microsoft.com/beta/Customers', { headers })).status).toBe(200)
})

test('requests to the hosts of the descriptions are answered by the mock', async () => {
  const graph = await fetch('https://graph.microsoft.com/beta/Customers', { headers })
  expect([graph.status, graph.headers.get('content-type')]).toEqual([200, expect.stringContaining('json')])
  const none = await fetch('https://graph.microsoft.com/v1.0/me', { headers })
  expect(none.status).toBe(404)
})

test('other hosts are left to the other handlers', async () => {
  expect(await (await fetch('https://elsewhere.example/')).text()).toBe('elsewhere')
})

test('a lost connection is a network error, not an answer', async () => {
  mock.faults.set({ rules: [{ kind: 'reset', count: 1 }] })
  const call = () => fetch('https://graph.microsoft.com/beta/Customers', { headers })
  await expect(call()).rejects.toThrow(TypeError)
  expect((await call()).status).toBe(200)
})

test.each(['https://app.example/api', 'https://app.example/api/'])(
  'below %s the path is that of the mock, and links stay below it',
  async (baseUrl) => {
    server.resetHandlers(...handlers(mock, { baseUrl }))
    const page = await fetch('https://app.example/api/beta/Customers?$top=1', { headers })
    const { '@odata.nextLink': next } = (await page.json()) as Record<string, string>
    expect(next).toMatch('https://app.example/api/beta/Customers?')
    expect((await fetch(String(next), { headers })).status).toBe(200)
    await expect(fetch('https://app.example/apiary/beta/Customers')).rejects.toThrow()
    await expect(fetch('https://graph.microsoft.com/beta/Customers')).rejects.toThrow()
  },
)

test('an invalid base address is reported at once', () => {
  expect(() => handlers(mock, { baseUrl: 'http://' })).toThrow(TypeError)
})
