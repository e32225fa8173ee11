import { launchBrowser } from '@clientele/browser'
import { createGraphClient, createPartnerCenterClient } from '@clientele/client'
import { createMock, type Mock } from '@clientele/mock'
import { afterAll, beforeAll } from 'vitest'

const folder = new URL('../', import.meta.url)
const at = (path: string) => decodeURIComponent(new URL(path, folder).pathname)

type Browser = Awaited<ReturnType<typeof launchBrowser>>
export type Page = Awaited<ReturnType<Browser['newPage']>>
type ContextOptions = NonNullable<Parameters<Browser['newContext']>[0]>

/** The console in a browser tab, with its own session of the mock. */
export interface Opened {
  page: Page
  /** The tab's session: its records, faults and requests. */
  session: Mock
  graph: ReturnType<typeof createGraphClient>
  partnerCenter: ReturnType<typeof createPartnerCenterClient>
  close: () => Promise<void>
}

/** Runs in the page and records every text of banners, headings and rows, however briefly it is shown. */
function noteTexts(): void {
  const seen: string[] = []
  Object.assign(globalThis, { seen })
  const note = () => {
    for (const { textContent } of document.querySelectorAll('.banner, .lead, tbody tr'))
      if (textContent && !seen.includes(textContent)) seen.push(textContent)
  }
  new MutationObserver(note).observe(document, { subtree: true, childList: true, characterData: true })
}

/** Texts that have been on the page, even if only for a moment. */
export const textsSeen = (page: Page): Promise<string> =>
  page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen.join('\n'))

/** One browser and one mock for a test file. Each tab has its own session, so tests do not affect each other. */
export function startConsole() {
  const mock = createMock({ scenario: at('scenario.yaml'), site: at('dist') })
  let browser: Browser
  let url: string
  let count = 0

  beforeAll(async () => {
    ;[browser, { url }] = await Promise.all([launchBrowser(), mock.listen({ port: 0 })])
  })

  afterAll(async () => {
    await browser.close()
    await mock.close()
  })

  return async (path = '/', options: ContextOptions = {}, prepare?: (session: Mock) => void) => {
    const name = `tab-${++count}`
    const session = mock.session(name)
    prepare?.(session)
    const context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      locale: 'en-GB',
      extraHTTPHeaders: { 'Mock-Session': name },
      ...options,
    })
    await context.addInitScript(noteTexts)
    const page = await context.newPage()
    await page.goto(`${url}${path}`)
    const common = { token: 'token-of-a-test', fetch: session.fetch }
    return {
      page,
      session,
      graph: createGraphClient({ ...common, baseUrl: `${url}/beta` }),
      partnerCenter: createPartnerCenterClient({ ...common, baseUrl: `${url}/v1` }),
      close: async () => {
        await context.close()
        await session.close()
      },
    } satisfies Opened
  }
}
