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
  /** The start of the test; `test.use({ scenario: 'throttled' })` changes it for a file or a group. */
  scenario: Scenario | string | undefined
  /** The mock in the state of the scenario. */
  mock: ServedMock
}

/** Fixtures of each worker. */
export interface MockWorkerFixtures {
  /** The mock of the process; tests use `mock`, which begins again for each of them. */
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
 * Fixtures that give each Playwright test a fresh mock: one server per worker, and every test begins with the scenario,
 * whatever the previous test did to state, faults and clock.
 *
 * @param scenario A scenario, the name of a built-in one (`empty`, `throttled`, `large`), or the path of a file.
 * @param options Options of the mock, as in `createMock`.
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

/** A session of a mock in another process, for a test. */
export interface SharedSession {
  readonly name: string
  /** Address of the mock within the session, for a page that can be told where its API is. */
  readonly url: string
  /** The header of the session, for a page whose address of the API is fixed: `page.setExtraHTTPHeaders(session.headers)`. */
  readonly headers: Readonly<Record<string, string>>
  /**
   * Calls a control route for the session.
   *
   * @param route For example `PUT faults`.
   * @returns the parsed answer; undefined where it has no body.
   * @throws Error with the message of the mock.
   * @example
   * await session.control('PUT faults', { rules: [{ kind: 'status', status: 503 }] })
   */
  readonly control: (route: string, body?: unknown) => Promise<unknown>
}

/** Fixtures of a test with a shared mock. */
export interface SharedFixtures {
  session: SharedSession
}

/** The part of Playwright's `TestInfo` that the name of a session needs. */
interface TestInfoLike {
  readonly testId: string
  readonly retry: number
  readonly repeatEachIndex: number
}

/**
 * A fixture that gives each test a session of one mock that all workers share, such as the one that `webServer` starts.
 * Tests that run at the same time do not affect each other. The session ends with the test.
 *
 * @param address Of the mock, for example `http://127.0.0.1:4010`.
 * @param settings `scenario`: what each session begins with, instead of the mock's own start; `controlToken`: the text of
 * `--control-token`.
 * @example
 * const test = base.extend<SharedFixtures>(useSession('http://127.0.0.1:4010', { scenario: 'empty' }))
 *
 * test('shows no customers', async ({ page, session }) => {
 *   await page.goto(`/?api=${session.url}`)
 * })
 */
export function useSession(
  address: string,
  { scenario, controlToken }: { scenario?: Scenario | string; controlToken?: string } = {},
): {
  session: (none: object, use: Use<SharedSession>, testInfo: TestInfoLike) => Promise<void>
} {
  return {
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures out of the pattern.
    session: async ({}, use, { testId, retry, repeatEachIndex }) => {
      const session = sharedSession(address, `${testId}-${repeatEachIndex}-${retry}`, controlToken)
      if (scenario !== undefined)
        await session.control('PUT state', typeof scenario === 'string' ? { scenario } : scenario)
      await use(session)
      await session.control('DELETE session')
    },
  }
}

function sharedSession(address: string, name: string, token: string | undefined): SharedSession {
  const url = `${address.replace(/\/+$/, '')}/__session/${name}`
  return {
    name,
    url,
    headers: { 'Mock-Session': name },
    control: async (route, body) => {
      const [method = 'GET', path = ''] = route.split(' ')
      const headers: Record<string, string> = token === undefined ? {} : { Authorization: `Bearer ${token}` }
      const answer = await fetch(`${url}/__mock/${path}`, {
        method,
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await answer.text()
      if (!answer.ok) throw new Error(`The mock answered ${answer.status} to ${route}: ${text}`)
      return text === '' ? undefined : JSON.parse(text)
    },
  }
}

/** The part of Playwright's `Route` that an answer needs. */
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
 * A route handler that lets the mock answer instead of the real service. The page calls the address of the service, so
 * it does not need the address of a mock.
 *
 * @param mock It does not have to listen.
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
