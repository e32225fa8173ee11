import { createGraphClient } from '@clientele/client'
import { createMock } from '@clientele/mock'
import { handlers } from '@clientele/mock/msw'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { findWaiting } from '../waiting.tsx'

// The application calls the real addresses; Mock Service Worker passes its calls to the mock.
const mock = createMock({ scenario: 'empty' })
const server = setupServer(
  http.get('https://rates.example/', () => HttpResponse.json({ EUR: 1 })),
  ...handlers(mock),
)
beforeAll(() => server.listen())
beforeEach(() => mock.reset())
afterAll(() => server.close())

const graph = createGraphClient({ token: 'token-of-a-test' })

test('calls to Microsoft Graph are answered by the mock, others by their own handlers', async () => {
  await graph.createCustomer({ body: { displayName: 'Tern Robotics', isOnBoardedToMTM: false } })
  expect(await findWaiting(graph)).toEqual(['Tern Robotics'])
  expect(await (await fetch('https://rates.example/')).json()).toEqual({ EUR: 1 })
})

test('a lost answer is survived as on the wire', async () => {
  mock.faults.set({ rules: [{ kind: 'reset', count: 1 }] })
  expect(await findWaiting(graph)).toEqual([])
})
