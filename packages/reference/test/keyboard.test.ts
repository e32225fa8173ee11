import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { operationAddress } from '../src/description/addresses.ts'
import { close, useSite } from './support/browser.ts'
import { operations, pageKinds } from './support/site.ts'

const lastOperation = operations.at(-1) as (typeof operations)[number]

/** Presses Tab until the focused element fits; fails when the keyboard does not get there. */
async function tabTo(page: Page, selector: string, limit = 300): Promise<void> {
  for (let presses = 0; presses < limit; presses++) {
    await page.keyboard.press('Tab')
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return
  }
  throw new Error(`The keyboard does not reach ${selector}.`)
}

/** Enters a term at once: between two slow keystrokes the results of a part would come and be replaced. */
async function search(page: Page, term: string): Promise<void> {
  await page.keyboard.insertText(term)
  await page.locator('.search-results li').first().waitFor()
}

describe('the keyboard alone', () => {
  const site = useSite()

  test('skips to the content first', async () => {
    const opened = await site.open(pageKinds.read)
    await opened.page.keyboard.press('Tab')
    await opened.page.keyboard.press('Enter')
    await tabTo(opened.page, 'main a', 1)
    await close(opened)
  })

  test('searches, walks through the results and opens one', async () => {
    const opened = await site.open('/reference/')
    const { page } = opened
    await tabTo(page, '.search-button')
    await page.keyboard.press('Enter')
    await search(page, 'softDeletionTime')
    await page.keyboard.press('ArrowDown')
    const target = await page.evaluate(() => (document.activeElement as HTMLAnchorElement).href)
    await page.keyboard.press('ArrowUp')
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForURL(target)
    await close(opened)
  })

  test('opens the first result with Enter', async () => {
    const opened = await site.open('/reference/')
    const { page } = opened
    await page.keyboard.press('/')
    await search(page, 'deleteCustomerUser')
    const first = page.locator('.search-results a').first()
    const target = await first.evaluate((link) => (link as HTMLAnchorElement).href)
    await page.keyboard.press('Enter')
    await page.waitForURL(target)
    await close(opened)
  })

  test('closes the search with Escape and is back on its button', async () => {
    const opened = await site.open('/reference/')
    await tabTo(opened.page, '.search-button')
    await opened.page.keyboard.press('Enter')
    await opened.page.keyboard.press('Escape')
    expect(await opened.page.evaluate(() => document.activeElement?.className)).toBe('search-button')
    await close(opened)
  })

  test('opens a group of the navigation and follows a link in it', async () => {
    const opened = await site.open(pageKinds.api)
    const { page } = opened
    await tabTo(page, '.sidebar-list .nested summary')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    const schema = await page.evaluate(() => (document.activeElement as HTMLAnchorElement).href)
    expect(schema).toContain('/schemas/')
    await page.keyboard.press('Enter')
    await page.waitForURL(schema)
    await close(opened)
  })

  test.each([pageKinds.api, operationAddress(lastOperation.api, lastOperation.operationId), '/changes/'])(
    'has the own entry of %s in sight',
    async (address) => {
      const opened = await site.open(address, { viewport: { width: 1280, height: 600 } })
      const entry = opened.page.locator('.sidebar-list [aria-current=page]')
      const box = await entry.boundingBox()
      const scrolled = await opened.page.evaluate(() => scrollY)
      await close(opened)
      expect(box?.y).toBeGreaterThan(0)
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(600)
      expect(scrolled).toBe(0)
    },
  )

  test('turns the theme around and keeps it', async () => {
    const opened = await site.open('/guides/start/', { colorScheme: 'light' })
    const { page } = opened
    await tabTo(page, 'theme-switch button')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark')
    await page.reload()
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark')
    await close(opened)
  })

  test.each(['/', '/404.html', '/guides/start/'])(
    'turns the theme around on a narrow screen at %s',
    async (address) => {
      const opened = await site.open(address, { colorScheme: 'light', viewport: { width: 390, height: 844 } })
      const { page } = opened
      const menu = page.locator('.sl-menu-button')
      if (await menu.count()) await menu.click()
      await page.locator('theme-switch button:visible').click()
      expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark')
      await close(opened)
    },
  )

  test('works where the reader forbids the site to keep data', async () => {
    const opened = await site.open('/guides/start/', { colorScheme: 'light' })
    const { page } = opened
    await page.context().addInitScript(() => {
      const denied = () => {
        throw new DOMException('Access is denied for this document.', 'SecurityError')
      }
      Object.defineProperty(window, 'localStorage', { get: denied })
    })
    await page.goto(site.origin + pageKinds.read)
    await tabTo(page, 'theme-switch button')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark')
    await tabTo(page, '[role=tab]')
    await page.keyboard.press('ArrowRight')
    expect(await page.locator('[role=tabpanel]:visible').textContent()).toContain('curl ')
    expect(opened.problems).toEqual([])
    await close(opened)
  })

  test('changes the language of the sample, also for the next page', async () => {
    const opened = await site.open(pageKinds.read)
    const { page } = opened
    await tabTo(page, '[role=tab]')
    await page.keyboard.press('ArrowRight')
    expect(await page.locator('[role=tab][aria-selected=true]').textContent()).toBe('curl')
    expect(await page.locator('[role=tabpanel]:visible').textContent()).toContain('curl ')
    await page.goto(site.origin + pageKinds.write)
    expect(await page.locator('[role=tab][aria-selected=true]').textContent()).toBe('curl')
    await close(opened)
  })

  test('opens the navigation on a narrow screen', async () => {
    const opened = await site.open('/guides/start/', { viewport: { width: 390, height: 844 } })
    const { page } = opened
    await tabTo(page, '.sl-menu-button')
    await page.keyboard.press('Enter')
    await page.locator('.sidebar-list').first().waitFor({ state: 'visible' })
    await tabTo(page, '.sidebar-list a')
    await page.keyboard.press('Escape')
    await page.locator('.sidebar-list').first().waitFor({ state: 'hidden' })
    await close(opened)
  })
})
