import { AxeBuilder } from '@axe-core/playwright'
import { launchBrowser } from '@clientele/browser'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { askingMock } from '../ask.ts'
import { ownMock } from '../own-mock.ts'

const mock = ownMock()
const guarded = ownMock({ controlToken: 's3cret' })
const ask = askingMock(mock)
const tabs = ['Requests', 'Records', 'Faults', 'Own answers', 'Clock', 'Sessions']
let browser: Browser
let url: string
let context: BrowserContext
let page: Page
let foreign: string[]

beforeAll(async () => {
  url = (await mock.listen()).url
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await Promise.all([mock.close(), guarded.close()])
})
beforeEach(() => {
  mock.reset()
  return () => context?.close()
})

async function open(address = `${url}/__mock/`, options: BrowserContextOptions = {}): Promise<void> {
  context = await browser.newContext(options)
  page = await context.newPage()
  foreign = []
  page.on('request', (request) => {
    if (!request.url().startsWith(new URL(address).origin) && !request.url().startsWith('data:'))
      foreign.push(request.url())
  })
  page.on('console', (message) => message.type() === 'error' && foreign.push(message.text()))
  await page.goto(address)
  await tab('Requests').waitFor()
}

const tab = (name: string) => page.getByRole('tab', { name })
const item = (text: string) => page.getByRole('listitem').filter({ hasText: text })

describe('the page of the mock', () => {
  test('shows requests as they come, the reasons for the answers, and the record before and after', async () => {
    await open()
    await page.getByText('No requests yet.').waitFor()
    const { body } = await ask('POST /beta/Customers', { displayName: 'Contoso' })
    await ask(`PATCH /beta/Customers/${body.id}`, { displayName: 'Fabrikam <b>Ltd</b>' })
    await item('PATCH').getByText('updateCustomer').click()
    const change = page.getByRole('region', { name: `/Customers: ${body.id} changed` })
    expect(await change.getByRole('row', { name: 'displayName' }).innerText()).toMatch(
      /Contoso\s+Fabrikam <b>Ltd<\/b>/,
    )
    await item('PATCH')
      .getByText(/^updated/)
      .waitFor()
    await page.getByLabel('Filter').fill('post')
    await item('PATCH').waitFor({ state: 'hidden' })
    expect(foreign).toEqual([])
  })

  test('shows the records as tables, and which were just written', async () => {
    await open()
    await tab('Records').click()
    const { body } = await ask('POST /beta/Customers', { displayName: 'Contoso' })
    const row = page
      .getByRole('region', { name: 'Records of /Customers' })
      .getByRole('row', { name: `${body.id} 1, just written` })
    expect(await row.innerText()).toContain('Contoso')
    await page.getByRole('heading', { name: 'Last writes' }).waitFor()
    const users = await page.locator('option', { hasText: '/users' }).first().getAttribute('value')
    await page.getByLabel('Collection').selectOption(users)
    await page.getByRole('region', { name: /^Records of .*users/ }).waitFor()
  })

  test('faults are switches', async () => {
    await open()
    await tab('Faults').click()
    for (const [name, status] of [
      ['Too many requests (429)', 429],
      ['Unavailable (503)', 503],
    ] as const) {
      const set = page.getByRole('switch', { name })
      await Promise.all([page.waitForResponse(isPut), set.check()])
      expect((await ask('GET /beta/Customers')).status).toBe(status)
      await Promise.all([page.waitForResponse(isPut), set.uncheck()])
      expect((await ask('GET /beta/Customers')).status).toBe(200)
    }
    await Promise.all([
      page.waitForResponse(isPut),
      page.getByRole('switch', { name: 'Lost answers' }).check(),
    ])
    await expect(ask('POST /beta/Customers', { displayName: 'Lost' })).rejects.toThrow('fetch failed')
    await page.getByLabel('milliseconds').fill('5')
    await Promise.all([
      page.waitForResponse(isPut),
      page.getByRole('switch', { name: 'Slow answers' }).check(),
    ])
    expect(mock.faults.report()).toMatchObject({ latency: 5, rules: [{ kind: 'reset', applied: 0 }] })
    await Promise.all([page.waitForResponse(isPut), page.getByRole('button', { name: 'No faults' }).click()])
    expect(mock.faults.report()).toEqual({ rules: [] })
  })

  test('a mistake is shown at its place, and stays until the next try', async () => {
    await open()
    await tab('Faults').click()
    const plan = page.getByLabel('The whole plan (JSON)')
    await plan.fill('{ "errorRate": 500 }')
    await page.getByRole('button', { name: 'Apply' }).click()
    await page.getByRole('alert').filter({ hasText: 'errorRate must be a number from 0 to 100' }).waitFor()
    await plan.fill('{ "errorRate": ')
    await page.getByRole('button', { name: 'Apply' }).click()
    await page.getByRole('alert').filter({ hasText: 'This is not JSON' }).waitFor()
    expect(await plan.inputValue()).toBe('{ "errorRate": ')
    expect(mock.faults.report()).toEqual({ rules: [] })
  })

  test('a request becomes an own answer', async () => {
    await open()
    await ask('GET /beta/Customers/x')
    await item('GET').getByText('getCustomer').click()
    await page.getByRole('button', { name: 'Answer it yourself' }).click()
    const list = page.getByLabel('Own answers (JSON)')
    await expect.poll(() => list.inputValue()).toContain('"CustomersId": "x"')
    await list.fill((await list.inputValue()).replace('"body": {}', '"body": { "id": 5 }'))
    await Promise.all([page.waitForResponse(isPut), page.getByRole('button', { name: 'Apply' }).click()])
    expect((await ask('GET /beta/Customers/x')).body).toEqual({ id: 5 })
    await page.getByRole('cell', { name: '/id must be string' }).waitFor()
    await Promise.all([page.waitForResponse(isPut), page.getByRole('button', { name: 'Remove 1' }).click()])
    expect((await ask('GET /beta/Customers/x')).status).toBe(404)
  })

  test('the clock stops, goes forward and to a time', async () => {
    await open()
    await tab('Clock').click()
    await Promise.all([
      page.waitForResponse(isPut),
      page.getByRole('button', { name: 'Stop the clock' }).click(),
    ])
    await page.getByLabel('Time (RFC 3339)').fill('2030-01-01T00:00:00Z')
    await Promise.all([page.waitForResponse(isPut), page.keyboard.press('Enter')])
    await Promise.all([
      page.waitForResponse(isPut),
      page.getByRole('button', { name: 'Forward 31 days' }).click(),
    ])
    expect(mock.clock.state()).toEqual({ mode: 'fixed', time: '2030-02-01T00:00:00.000Z' })
    await page.getByText('2030-02-01T00:00:00Z').waitFor()
  })

  test('sessions are entered, reset and ended', async () => {
    await open()
    await ask('GET /beta/Customers')
    await item('GET').waitFor()
    await tab('Sessions').click()
    await page.getByLabel('Name').fill('checkout')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Mock: session checkout' }).waitFor()
    await page.getByText('No requests yet.').waitFor()
    await askingMock(mock.session('checkout'))('GET /nowhere')
    await item('/nowhere').waitFor()
    await page.getByRole('button', { name: 'Reset' }).click()
    await page.getByText('No requests yet.').waitFor()
    expect(mock.requests()).toHaveLength(1)
    await tab('Sessions').click()
    await page.getByRole('button', { name: 'End checkout' }).click()
    await page.getByRole('heading', { name: 'Mock: main session' }).waitFor()
    await item('/beta/Customers').waitFor()
  })

  test('in the address of a session it is about that session', async () => {
    await open(`${url}/__session/branch/__mock`)
    expect(new URL(page.url()).pathname).toBe('/__session/branch/__mock/')
    await page.getByRole('heading', { name: 'Mock: session branch' }).waitFor()
    await askingMock(mock.session('branch'))('GET /nowhere')
    await item('/nowhere').waitFor()
  })

  test('with a control token, it asks for the token', async () => {
    const { url: address } = await guarded.listen()
    await askingMock(guarded)('GET /beta/Customers')
    await open(`${address}/__mock/`)
    await page.getByLabel('Control token').fill('wrong')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').filter({ hasText: 'ask for their token' }).waitFor()
    await page.getByLabel('Control token').fill('s3cret')
    await page.keyboard.press('Enter')
    await item('/beta/Customers').waitFor()
    await page.getByLabel('Control token').waitFor({ state: 'hidden' })
  })

  test('works by keyboard: one stop for the tabs, arrows between them', async () => {
    await open()
    await tab('Requests').focus()
    for (const name of [...tabs.slice(1), 'Requests']) {
      await page.keyboard.press('ArrowRight')
      expect(await tab(name).getAttribute('aria-selected')).toBe('true')
    }
    await page.keyboard.press('End')
    await page.keyboard.press('ArrowLeft')
    await page.getByRole('button', { name: 'Stop the clock' }).waitFor()
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.textContent)).toBe(
      'Stop the clock',
    )
  })
})

describe('axe finds nothing, and nothing scrolls sideways', () => {
  test.each([
    { width: 1280, colorScheme: 'light' },
    { width: 390, colorScheme: 'dark' },
  ] as const)('$width px, $colorScheme', async ({ width, colorScheme }) => {
    const { body } = await ask('POST /beta/Customers', { displayName: 'Contoso' })
    await ask(`DELETE /beta/Customers/${body.id}`)
    mock.answers.set([{ operation: 'getCustomer', body: { id: 5 } }])
    mock.session('s').requests()
    await open(`${url}/__mock/`, { colorScheme, viewport: { width, height: 800 } })
    await item('DELETE').getByText('deleteCustomer').click()
    await page.getByRole('heading', { name: 'Why this answer' }).waitFor()
    for (const name of tabs) {
      await tab(name).click()
      if (name === 'Records') await page.getByRole('region', { name: 'Records of /Customers' }).waitFor()
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => [name, id, ...nodes.map(({ html }) => html)])).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
    }
    expect(foreign).toEqual([])
  })
})

describe('what it may do', () => {
  test('its policy allows its own files only, and no page may frame it', async () => {
    const answer = await fetch(`${url}/__mock/`)
    const policy = answer.headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(await answer.text()).not.toMatch(/<style|style=|<script>|https?:/)
  })

  test('without control routes there is no page', async () => {
    const off = ownMock({ control: false })
    expect((await off.fetch('http://mock.test/__mock/')).status).toBe(404)
    await off.close()
  })
})

const isPut = (response: { request(): { method(): string } }) => response.request().method() === 'PUT'
