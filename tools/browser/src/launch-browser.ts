import { existsSync } from 'node:fs'
import { type Browser, chromium as playwright } from 'playwright-core'
import { unpackChromium } from './unpack-chromium.ts'

/** Flags that keep Chromium from calling home; tests must not need a network. */
const quiet = [
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
]

/**
 * How long the browser may take to start, to load a page or to show what a test waits for, in milliseconds. Half a
 * minute, Playwright's own limit, is not enough on a busy machine.
 */
const patience = 600_000

/** Where {@link launchBrowser} looks for a browser. */
export interface LaunchOptions {
  /** The platform to choose for. @default process.platform */
  platform?: NodeJS.Platform
  /** Installed browsers to try, in this order, as Playwright names them. @default ['chrome', 'msedge'] */
  channels?: readonly string[]
  /** More flags, for example `--remote-debugging-port=9222` for a tool that drives the browser by itself. @default [] */
  args?: readonly string[]
}

/**
 * Starts a headless Chromium for a test.
 *
 * On Linux x64 the browser comes from the npm package `@sparticuz/chromium`; elsewhere the installed
 * Chrome or Edge is used. The environment variable `CLIENTELE_BROWSER` names another executable.
 *
 * @returns the browser; the caller closes it.
 * @throws Error that names the command which gets a browser, when there is none.
 * @example
 * const browser = await launchBrowser()
 * const page = await browser.newPage()
 * await browser.close()
 */
export async function launchBrowser(options: LaunchOptions = {}): Promise<Browser> {
  const { platform = process.platform, channels = ['chrome', 'msedge'] } = options
  const args = [...quiet, ...(options.args ?? [])]
  const browser = await launchWhatThereIs(platform, channels, args)
  browser.on('context', (context) => context.setDefaultTimeout(patience))
  return browser
}

function launchWhatThereIs(
  platform: NodeJS.Platform,
  channels: readonly string[],
  args: string[],
): Promise<Browser> {
  const named = process.env.CLIENTELE_BROWSER
  if (named) return playwright.launch({ executablePath: named, args, timeout: patience })
  if (platform === 'linux' && process.arch === 'x64') return launchFromNpm(args)
  return launchInstalled(channels, args)
}

/**
 * The package recommends flags for a cloud function; two of them would spoil tests: `--disable-web-security`
 * makes every CORS test pass, `--single-process` makes a crash of one page end the browser.
 */
async function launchFromNpm(args: readonly string[]): Promise<Browser> {
  const chromium = await unpackChromium()
  const launch = (env: Record<string, string>) =>
    playwright.launch({
      executablePath: chromium.executablePath,
      args: [...args, '--disable-gpu', '--font-render-hinting=none'],
      timeout: patience,
      env: {
        ...process.env,
        ...(existsSync('/etc/fonts') ? {} : { FONTCONFIG_PATH: chromium.fonts }),
        ...env,
      },
    })
  try {
    return await launch({})
  } catch (error) {
    if (!String(error).includes('error while loading shared libraries')) throw error
    return launch({ LD_LIBRARY_PATH: chromium.libraries })
  }
}

async function launchInstalled(channels: readonly string[], args: readonly string[]): Promise<Browser> {
  for (const channel of channels) {
    try {
      return await playwright.launch({ channel, args: [...args], timeout: patience })
    } catch {
      // The next channel may be installed; the error below covers all of them.
    }
  }
  throw new Error(
    'No browser found for the tests: neither Chrome nor Edge is installed. ' +
      'Install one, run "npx playwright-core install chrome", or name an executable in CLIENTELE_BROWSER.',
  )
}
