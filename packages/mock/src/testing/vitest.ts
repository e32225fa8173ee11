import { afterAll, beforeEach } from 'vitest'
import type { Scenario } from '../scenarios/scenario.ts'
import type { Mock } from '../server/mock.ts'
import type { MockOptions } from '../server/mock-options.ts'
import { createMock } from '../server/node-mock.ts'

/**
 * A mock for the tests of a file or of a `describe`: every test begins with the scenario, whatever the previous test
 * did to state, faults and clock.
 *
 * @param scenario A scenario, the name of a built-in one (`empty`, `throttled`, `large`), or the path of a file.
 * Without one, tests begin with the usual records.
 * @param options Options of the mock, as in `createMock`.
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

/**
 * A fixture that gives each test its own session of one mock, even for tests that run at the same time
 * (`test.concurrent`, `describe.concurrent`). The session ends with the test.
 *
 * @param scenario The start of every session: a scenario, the name of a built-in one, or the path of a file.
 * @param options Options of the mock, as in `createMock`.
 * @example
 * const test = base.extend<{ mock: Mock }>({ mock: sessionOfTest('empty') })
 *
 * test.concurrent('lists what was created', async ({ mock, expect }) => {
 *   const graph = createGraphClient({ token: 'any', fetch: mock.fetch })
 *   await graph.createCustomer({ body: { displayName: 'Contoso' } })
 *   expect((await graph.listCustomers()).value).toHaveLength(1)
 * })
 */
export function sessionOfTest(
  scenario?: Scenario | string,
  options: Omit<MockOptions, 'scenario'> = {},
): (context: { task: { id: string } }, use: (mock: Mock) => Promise<void>) => Promise<void> {
  const mock = createMock({ ...options, ...(scenario !== undefined && { scenario }) })
  afterAll(() => mock.close())
  return async ({ task }, use) => {
    await mock.ready()
    const session = mock.session(task.id)
    await use(session)
    await session.close()
  }
}
