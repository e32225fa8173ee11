import { launchBrowser } from '@clientele/browser'
import { patience } from '@clientele/vitest-config'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, vi } from 'vitest'
import { type ServedSite, serveSite } from './serve-site.ts'
import { dist } from './site.ts'

export interface Opened {
  page: Page
  /** Requests that left the site's origin. */
  outside: string[]
  /** Console errors, uncaught exceptions, and answers with a status of 400 or more. */
  problems: string[]
}

/** A browser and the served site for one test file. */
export function useSite(folder = dist, base = '/') {
  let browser: Browser
  let site: ServedSite
  beforeAll(async () => {
    ;[browser, site] = await Promise.all([launchBrowser(), serveSite(folder, base)])
  })
  afterAll(async () => {
    await browser?.close()
    await site?.close()
  })
  return {
    get origin() {
      return site.origin
    },
    get browser() {
      return browser
    },
    open: (address: string, options: BrowserContextOptions = {}) =>
      open(browser, site.origin, address, options),
  }
}

/** Opens a page in its own context and records everything that should not happen. */
export async function open(
  browser: Browser,
  origin: string,
  address: string,
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  const page = await context.newPage()
  const opened: Opened = { page, outside: [], problems: [] }
  page.on('request', (request) => {
    const leaves = ![origin, `blob:${origin}`, 'data:'].some((inside) => request.url().startsWith(inside))
    if (leaves) opened.outside.push(request.url())
  })
  page.on('response', (response) => {
    if (response.status() >= 400) opened.problems.push(`${response.status()} ${response.url()}`)
  })
  page.on('console', (message) => {
    if (message.type() === 'error') opened.problems.push(message.text())
  })
  page.on('pageerror', (error) => opened.problems.push(error.message))
  await page.goto(origin + address, { waitUntil: 'load' })
  return opened
}

export async function close({ page }: Opened): Promise<void> {
  await page.context().close()
}

/**
 * Takes a picture of what the page shows.
 *
 * On a busy machine headless Chromium answers about one request in a thousand with "Unable to capture
 * screenshot" although the page is painted, and gives the picture when asked again a moment later.
 */
export async function takePicture({ page }: Opened, path: string): Promise<void> {
  await vi.waitFor(() => page.screenshot({ path }), { timeout: patience, interval: 100 })
}

/** The text of the page's main part that a reader sees. */
export function visibleText(page: Page): Promise<string> {
  return page.locator('main').innerText()
}
