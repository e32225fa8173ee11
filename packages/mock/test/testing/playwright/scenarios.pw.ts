import { launchBrowser } from '@clientele/browser'
import { test as base, expect } from '@playwright/test'
import {
  answerFrom,
  type MockFixtures,
  type MockWorkerFixtures,
  useMock,
} from '../../../src/testing/playwright.ts'
import { type Application, serveApplication } from '../../application.ts'

const documents = [new URL('../../../../../specs/dist/graph-customers.yaml', import.meta.url)]

const test = base
  .extend<MockFixtures, MockWorkerFixtures>(useMock('empty', { documents }))
  .extend<object, { browser: Awaited<ReturnType<typeof launchBrowser>> }>({
    browser: [
      // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures out of the pattern.
      async ({}, use) => {
        const browser = await launchBrowser()
        await use(browser)
        await browser.close()
      },
      { scope: 'worker' },
    ],
  })

/** What a page of the application does: it asks Graph, and shows what it got. */
const page = `<!doctype html><output></output><script>
  const address = new URLSearchParams(location.search).get('api') + '/beta/Customers'
  const headers = { Authorization: 'Bearer any', 'Content-Type': 'application/json' }
  async function create(displayName) {
    await fetch(address, { method: 'POST', headers, body: JSON.stringify({ displayName }) })
  }
  async function show() {
    const answer = await fetch(address, { headers })
    const text = answer.status === 429
      ? 'wait ' + answer.headers.get('Retry-After')
      : (await answer.json()).value.map((customer) => customer.displayName).join()
    document.querySelector('output').textContent = answer.status + ' ' + text
  }
</script>`

let application: Application
test.beforeAll(async () => {
  application = await serveApplication(page)
})
test.afterAll(() => application.close())

test.describe('one after the other', () => {
  test.describe('throttled', () => {
    test.use({ scenario: 'throttled' })

    test('the page creates customers until it is throttled', async ({ page, mock }) => {
      mock.clock.set({ mode: 'fixed', time: '2030-01-01T00:00:00Z' })
      await page.goto(`${application.url}/?api=${mock.url}`)
      await page.evaluate('create("Trace of the first test")')
      await page.evaluate('Promise.all([show(), show(), show(), show()])')
      await expect(page.locator('output')).toContainText('Trace of the first test')
      await page.evaluate('show()')
      await expect(page.locator('output')).toHaveText('429 wait 10')
    })
  })

  test('the next test sees nothing of it', async ({ page, mock }) => {
    expect(mock.requests()).toEqual([])
    expect(mock.faults.report()).toEqual({ rules: [] })
    expect(mock.clock.state().mode).toBe('running')
    expect(JSON.stringify(mock.snapshot())).not.toContain('Trace')
    await page.goto(`${application.url}/?api=${mock.url}`)
    await page.evaluate('show()')
    await expect(page.locator('output')).toHaveText('200 ')
  })
})

test('a page that asks the real address is answered by the mock', async ({ page, mock }) => {
  await page.route('https://graph.microsoft.com/**', answerFrom(mock))
  await page.goto(`${application.url}/?api=https://graph.microsoft.com`)
  await page.evaluate('create("Contoso")')
  await page.evaluate('show()')
  await expect(page.locator('output')).toHaveText('200 Contoso')
  mock.faults.set({ rules: [{ kind: 'reset', method: 'GET', count: 1 }] })
  await expect(page.evaluate('show()')).rejects.toThrow('Failed to fetch')
})
