import { ApiError, createGraphClient } from '@clientele/client'
import { createMock } from '@clientele/mock'
import { afterAll, describe, test } from 'vitest'
import { findWaiting } from '../waiting.tsx'

const mock = createMock({ scenario: 'empty' })
afterAll(() => mock.close())

/** Each test has its own records, although all share one mock. */
const worldOf = (name: string) => {
  const session = mock.session(name)
  return {
    session,
    graph: createGraphClient({ token: 'token-of-a-test', fetch: session.fetch, retry: false }),
  }
}

describe.concurrent('at the same time', () => {
  test.for(['Avocet', 'Bittern', 'Curlew', 'Dunlin'])(
    '%s sees only itself',
    async (displayName, { task, expect }) => {
      const { graph } = worldOf(task.id)
      await graph.createCustomer({ body: { displayName, isOnBoardedToMTM: false } })
      expect(await findWaiting(graph)).toEqual([displayName])
    },
  )

  test('only one of them is throttled', async ({ task, expect }) => {
    const { graph, session } = worldOf(task.id)
    session.faults.set({ rules: [{ kind: 'status', status: 429 }] })
    const error = await findWaiting(graph).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ApiError)
    expect(session.requests()).toHaveLength(1)
  })
})
