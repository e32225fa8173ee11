import { createMock, type Mock } from '@clientele/mock'
import { expect } from '@playwright/test'
import { test as base } from './browser.ts'

// One server for each worker, which also serves the page, and one session for each test. The browser sends the name of the
// session with every request, so the page does not need to know about it.
const test = base.extend<{ session: Mock }, { served: { mock: Mock; url: string } }>({
  served: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures out of the pattern.
    async ({}, use) => {
      const mock = createMock({ scenario: 'empty', site: process.env.SITE ?? 'dist' })
      const { url } = await mock.listen({ port: 0 })
      await use({ mock, url })
      await mock.close()
    },
    { scope: 'worker' },
  ],
  baseURL: ({ served }, use) => use(served.url),
  extraHTTPHeaders: async ({ browserName: _ }, use, { testId }) => use({ 'Mock-Session': testId }),
  session: ({ served }, use, { testId }) => use(served.mock.session(testId)),
})

const create = (session: Mock, displayName: string) =>
  session.fetch('http://127.0.0.1/beta/Customers', {
    method: 'POST',
    headers: { Authorization: 'Bearer token-of-a-test', 'Content-Type': 'application/json' },
    body: JSON.stringify({ displayName, isOnBoardedToMTM: false }),
  })

for (const name of ['Avocet', 'Bittern']) {
  test(`${name} sees only itself`, async ({ page, session }) => {
    await create(session, name)
    await page.goto('/?own')
    await expect(page.getByRole('listitem')).toHaveText([name])
  })
}

test('an outage in one session', async ({ page, session }) => {
  session.faults.set({ rules: [{ kind: 'status', status: 403 }] })
  await page.goto('/?own')
  await expect(page.getByRole('alert')).toHaveText('No customers: the service says 403')
})
