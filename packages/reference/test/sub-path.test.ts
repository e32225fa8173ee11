import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { launchBrowser } from '@clientele/browser'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { close, open } from './support/browser.ts'
import { finger, keyboard, mouse, readAndTry } from './support/reader.ts'
import { serveSite } from './support/serve-site.ts'
import { pageAddresses, pageKinds } from './support/site.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const astro = join(dirname(createRequire(import.meta.url).resolve('astro/package.json')), 'bin/astro.mjs')
const host = 'https://docs.example'
const base = '/some/where/'

/** Builds the site into a folder; returns what the build printed. */
async function build(folder: string): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [astro, 'build', '--outDir', folder],
    {
      cwd: root,
      env: { ...outerEnvironment(), CLIENTELE_SITE_BASE: host + base, ASTRO_TELEMETRY_DISABLED: '1' },
    },
  )
  return stdout + stderr
}

/** Vitest announces its own `BASE_URL` and mode in the environment, and Vite would believe it. */
function outerEnvironment(): NodeJS.ProcessEnv {
  const own = /^(BASE_URL|MODE|DEV|PROD|SSR|NODE_ENV|TEST|VITEST.*)$/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)))
}

function digests(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    statSync(join(folder, file)).isFile(),
  )
  return Object.fromEntries(
    files.sort().map((file) => [
      file,
      createHash('sha256')
        .update(readFileSync(join(folder, file)))
        .digest('hex'),
    ]),
  )
}

describe('a build under a sub-path', () => {
  const folder = mkdtempSync(join(tmpdir(), 'clientele-site-'))
  const first = join(folder, 'first')
  const second = join(folder, 'second')
  const read = (file: string) => readFileSync(join(first, file), 'utf8')
  let printed = ''
  beforeAll(async () => {
    printed = await build(first)
    await build(second)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('is the same every time', () => {
    expect(digests(second)).toEqual(digests(first))
  })

  test('warns of nothing', () => {
    expect(printed.split('\n').filter((line) => /\[?warn|conflict|skipping/i.test(line))).toEqual([])
  })

  test('names its full addresses where programs look for them', () => {
    expect(read('guides/start/index.html')).toContain(
      `<link rel="canonical" href="${host}${base}guides/start/"`,
    )
    expect(read('robots.txt')).toContain(`Sitemap: ${host}${base}sitemap-index.xml`)
    expect(read('sitemap-index.xml')).toContain(`<loc>${host}${base}sitemap-0.xml</loc>`)
    expect(read('llms.txt')).toContain(`(${host}${base}guides/start.md)`)
    const listed = [...read('sitemap-0.xml').matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, address]) => address)
    expect(listed).toContain(`${host}${base}${pageKinds.read.slice(1)}`)
    expect(listed.filter((address) => address?.includes('404'))).toEqual([])
  })

  test('finds all its files, links and its search there', async () => {
    const [browser, site] = await Promise.all([launchBrowser(), serveSite(first, base)])
    try {
      const links = new Set<string>()
      for (const address of Object.values(pageKinds)) {
        const opened = await open(browser, site.origin, `${base}${address.slice(1)}`)
        await opened.page.waitForLoadState('networkidle')
        const found = await opened.page
          .locator('a[href]')
          .evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).href))
        for (const link of found) if (link.startsWith(site.origin)) links.add(link.replace(/#.*/, ''))
        expect({ address, outside: opened.outside, problems: opened.problems }).toEqual({
          address,
          outside: [],
          problems: [],
        })
        await close(opened)
      }
      const broken: string[] = []
      for (const link of links) if (!(await fetch(link)).ok) broken.push(link)
      expect(broken).toEqual([])
      expect(links.size).toBeGreaterThan(pageAddresses(first).length / 2)
      const { page } = await open(browser, site.origin, base)
      await page.keyboard.press('/')
      await page.getByRole('searchbox').fill('getCustomerUser')
      await page.locator('.search-results a').first().click()
      await page.waitForURL(`${site.origin}${base}reference/**`)
    } finally {
      await browser.close()
      await site.close()
    }
  })

  test.each([
    ['by mouse', mouse, {}],
    ['by keyboard', keyboard, {}],
    ['on a phone', finger, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }],
  ])('a reader tries every call there without a server, %s', async (_, hands, options) => {
    const [browser, site] = await Promise.all([launchBrowser(), serveSite(first, base)])
    try {
      const opened = await open(browser, site.origin, base, options)
      const methods = new Set<string>()
      opened.page.on('request', (request) => methods.add(request.method()))
      await readAndTry(opened.page, hands, site.origin + base)
      expect({ methods: [...methods], outside: opened.outside, problems: opened.problems }).toEqual({
        methods: ['GET'],
        outside: [],
        problems: [],
      })
    } finally {
      await browser.close()
      await site.close()
    }
  })
})
