import { afterAll, beforeEach } from 'vitest'
import type { Scenario } from '../scenarios/scenario.ts'
import type { Mock } from '../server/mock.ts'
import type { MockOptions } from '../server/mock-options.ts'
import { createMock } from '../server/node-mock.ts'

/**
 * A mock for the tests of a file or of a `describe`: every test begins with the scenario, not with what the one
 * before did to state, faults and clock.
 *
 * @param scenario A scenario, the name of a ready one (`empty`, `throttled`, `large`), or the path of a file.
 * Without one, tests begin with the records that every mock starts with.
 * @param options What the mock is made of, as in `createMock`.
 * @example
 * const mock = useMock('empty')
 *
 * test('lists what was created', async () => {
 *   const graph = createGraphClient({ token: 'any', fetch: mock.fetch })
 *   await graph.createCustomer({ body: { displayName: 'Contoso' } })
 *   expect((await graph.listCustomers()).value).toHaveLength(1)
 * })
 */
export function useMock(scenario?: Scenario | string, options: Omit<MockOptions, 'scenario'> = {}): Mock {
  const mock = createMock({ ...options, ...(scenario !== undefined && { scenario }) })
  beforeEach(async () => {
    await mock.ready()
    mock.reset()
  })
  afterAll(() => mock.close())
  return mock
}
