import { chromium as playwright, type Browser } from 'playwright-core'

/** Flags that keep Chromium from calling home; tests must not need a network. */
const quiet = [
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
]

/**
 * Starts a headless Chromium for a test.
 *
 * On Linux x64 the browser comes out of the npm package `@sparticuz/chromium`; elsewhere the installed
 * Chrome or Edge is used. `CLIENTELE_BROWSER=<path>` names another executable.
 *
 * @returns the browser; the caller closes it.
 * @throws Error that names the command which gets a browser, when there is none.
 * @example
 * const browser = await launchBrowser()
 * const page = await browser.newPage()
 * await browser.close()
 */
export async function launchBrowser(): Promise<Browser> {
  const named = process.env.CLIENTELE_BROWSER
  if (named) return playwright.launch({ executablePath: named, args: quiet })
  if (process.platform === 'linux' && process.arch === 'x64') {
    const { default: chromium } = await import('@sparticuz/chromium')
    return playwright.launch({
      executablePath: await chromium.executablePath(),
      args: [...chromium.args, ...quiet],
      headless: true,
    })
  }
  return launchInstalled()
}

async function launchInstalled(): Promise<Browser> {
  for (const channel of ['chrome', 'msedge']) {
    try {
      return await playwright.launch({ channel, args: quiet })
    } catch {
      // The next channel may be installed; the error below speaks for all of them.
    }
  }
  throw new Error(
    'No browser found for the tests: neither Chrome nor Edge is installed. ' +
      'Install one, run "npx playwright-core install chrome", or name an executable in CLIENTELE_BROWSER.',
  )
}
