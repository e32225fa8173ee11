import { createGraphClient } from '@clientele/client'
import { useMock } from '@clientele/mock/vitest'
import { sample } from '@clientele/types/graph-customers/samples'
import { expect, test } from 'vitest'
import { findWaiting, nameOf } from '../waiting.tsx'

// One mock for the file, in this process and without a port. Every test starts without records.
// biome-ignore lint/correctness/useHookAtTopLevel: this is not a React hook
const mock = useMock('empty')
const graph = createGraphClient({ token: 'token-of-a-test', fetch: mock.fetch })

test('a customer waits until it is onboarded', async () => {
  const body = sample.customerInput({ displayName: 'Tern Robotics', isOnBoardedToMTM: false })
  const { id } = await graph.createCustomer({ body })
  expect(await findWaiting(graph)).toEqual(['Tern Robotics'])
  await graph.updateCustomer({ CustomersId: id, body: { isOnBoardedToMTM: true } })
  expect(await findWaiting(graph)).toEqual([])
})

test('nothing of the test before is left', async () => {
  expect(await findWaiting(graph)).toEqual([])
})

test('what needs no service needs a sample only', () => {
  expect(nameOf(sample.customer({ displayName: undefined, domain: 'tern.example' }))).toBe('tern.example')
  // @ts-expect-error a misspelt property does not compile
  sample.customer({ displayname: 'Tern Robotics' })
})
