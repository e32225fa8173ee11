import type { Scenario } from '../scenarios/scenario.ts'
import type { Mock } from '../server/mock.ts'
import type { MockOptions } from '../server/mock-options.ts'
import { createMock } from '../server/node-mock.ts'

/** A mock that listens. */
export interface ServedMock extends Mock {
  /** Its address, for example `http://127.0.0.1:49152`. */
  readonly url: string
}

/** Fixtures of each test. */
export interface MockFixtures {
  /** What the test begins with; `test.use({ scenario: 'throttled' })` changes it for a file or a group. */
  scenario: Scenario | string | undefined
  /** The mock, as the scenario says. */
  mock: ServedMock
}

/** Fixtures of each worker. */
export interface MockWorkerFixtures {
  /** The process's one mock; tests take `mock`, which begins anew for each of them. */
  mockServer: ServedMock
}

type Use<T> = (value: T) => Promise<void>

/** What `test.extend` of Playwright takes. */
export interface MockFixtureFunctions {
  scenario: [Scenario | string | undefined, { option: true }]
  mockServer: [(none: object, use: Use<ServedMock>) => Promise<void>, { scope: 'worker' }]
  mock: (given: MockFixtures & MockWorkerFixtures, use: Use<ServedMock>) => Promise<void>
}

/**
 * Fixtures that give each Playwright test a mock of its own: one server per worker, and every test begins
 * with the scenario, not with what the one before did to state, faults and clock.
 *
 * @param scenario A scenario, the name of a ready one (`empty`, `throttled`, `large`), or the path of a file.
 * @param options What the mock is made of, as in `createMock`.
 * @example
 * import { test as base } from '@playwright/test'
 * import { type MockFixtures, type MockWorkerFixtures, useMock } from '@clientele/mock/playwright'
 *
 * const test = base.extend<MockFixtures, MockWorkerFixtures>(useMock('empty'))
 *
 * test('shows no customers', async ({ page, mock }) => {
 *   await page.goto(`/?api=${mock.url}`)
 * })
 */
export function useMock(
  scenario?: Scenario | string,
  options: Omit<MockOptions, 'scenario'> = {},
): MockFixtureFunctions {
  return {
    scenario: [scenario, { option: true }],
    mockServer: [
      // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures out of the pattern.
      async ({}, use) => {
        const mock = createMock(options)
        const { url } = await mock.listen()
        await use({ ...mock, url })
        await mock.close()
      },
      { scope: 'worker' },
    ],
    mock: async ({ mockServer, scenario }, use) => {
      mockServer.load(scenario ?? {})
      await use(mockServer)
    },
  }
}

/** As much of Playwright's `Route` as answering it needs. */
export interface RouteLike {
  request(): {
    url(): string
    method(): string
    allHeaders(): Promise<Record<string, string>>
    postDataBuffer(): Buffer | null
  }
  fulfill(answer: { status: number; headers: Record<string, string>; body: Buffer }): Promise<void>
  abort(errorCode?: string): Promise<void>
}

/**
 * A route handler that lets the mock answer instead of the real service, so that a page needs no
 * address of a mock: it asks the service, and the mock answers.
 *
 * @param mock Also one that does not listen.
 * @example
 * await page.route('https://graph.microsoft.com/**', answerFrom(mock))
 */
export function answerFrom(mock: Pick<Mock, 'fetch'>): (route: RouteLike) => Promise<void> {
  return async (route) => {
    try {
      const answer = await mock.fetch(await requestOf(route))
      const body = Buffer.from(await answer.arrayBuffer())
      await route.fulfill({ status: answer.status, headers: Object.fromEntries(answer.headers), body })
    } catch (error) {
      // The mock rejects as `fetch` does when a fault resets the connection or cuts the body.
      if (!(error instanceof TypeError)) throw error
      await route.abort('connectionreset')
    }
  }
}

async function requestOf(route: RouteLike): Promise<Request> {
  const request = route.request()
  const headers = Object.entries(await request.allHeaders()).filter(([name]) => !name.startsWith(':'))
  const body = request.postDataBuffer()
  const content = body === null ? {} : { body: new Uint8Array(body) }
  return new Request(request.url(), { method: request.method(), headers, ...content })
}
