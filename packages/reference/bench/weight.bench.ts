import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Benchmark } from '@clientele/bench'
import { launchBrowser } from '@clientele/browser'
import { serveSite } from '../test/support/serve-site.ts'

const dist = fileURLToPath(new URL('../dist/', import.meta.url))
const peers = { 'swagger-ui-dist': '5.35.0', '@scalar/api-reference': '1.72.1' }

/** What a reader downloads to see one operation: HTML, CSS, script and fonts, as they go over the wire. */
const weight: Benchmark = {
  name: 'Reference page: bytes over the wire',
  unit: 'bytes',
  rounds: 1,
  async setup({ installPeers }) {
    const folder = mkdtempSync(join(tmpdir(), 'clientele-weight-'))
    cpSync(dist, folder, { recursive: true })
    const installed = join(await installPeers(peers), 'node_modules')
    writePeer(folder, 'swagger', swaggerPage, [
      join(installed, 'swagger-ui-dist/swagger-ui.css'),
      join(installed, 'swagger-ui-dist/swagger-ui-bundle.js'),
    ])
    writePeer(folder, 'scalar', scalarPage, [
      join(installed, '@scalar/api-reference/dist/browser/standalone.js'),
    ])
    const [site, browser] = await Promise.all([serveSite(folder), launchBrowser()])
    const contestant = (name: string, address: string, form?: string) => ({
      name,
      measure: () => transferred(browser, site.origin, address, form),
    })
    const largest = largestOperationPage()
    return {
      contestants: [
        contestant('operation page', '/reference/graph-customers/updateCustomer/'),
        contestant('largest operation page', largest),
        // Everything that is loaded before the first request.
        contestant('the same, its form open', largest, '.try-it summary'),
        contestant('landing page', '/'),
        contestant('Redoc', '/redoc/graph-customers/'),
        contestant('Swagger UI', '/swagger/'),
        contestant('Scalar', '/scalar/'),
      ],
      comparisons: [
        { label: 'operation page', subject: 'operation page', bound: { atMost: 60_000 } },
        { label: 'largest operation page', subject: 'largest operation page', bound: { atMost: 60_000 } },
        { label: 'the same, its form open', subject: 'the same, its form open', bound: { atMost: 60_000 } },
        { label: 'landing page', subject: 'landing page', bound: { atMost: 60_000 } },
        ...['Redoc', 'Swagger UI', 'Scalar'].map((peer) => ({
          label: `operation page / ${peer}`,
          subject: 'operation page',
          peer,
          bound: { atMost: 0.2 },
        })),
      ],
      async teardown() {
        await browser.close()
        await site.close()
        rmSync(folder, { recursive: true, force: true })
      },
    }
  },
}

export default weight

const swaggerPage = `<!doctype html><title>Swagger UI</title><link rel="stylesheet" href="swagger-ui.css"><div id="ui"></div>
<script src="swagger-ui-bundle.js"></script>
<script>SwaggerUIBundle({ url: '/descriptions/graph-customers.yaml', dom_id: '#ui' })</script>`

const scalarPage = `<!doctype html><title>Scalar</title><div id="app"></div><script src="standalone.js"></script>
<script>Scalar.createApiReference('#app', { url: '/descriptions/graph-customers.yaml', withDefaultFonts: false })</script>`

/** Address of the operation page whose HTML is largest; the rest is the same for all. */
function largestOperationPage(): string {
  const pages = globSync('reference/*/*/index.html', { cwd: dist }).map((file) => ({
    address: `/${file.split(sep).slice(0, -1).join('/')}/`,
    size: gzipSync(readFileSync(join(dist, file))).length,
  }))
  const [largest] = pages.sort((a, b) => b.size - a.size)
  if (!largest) throw new Error('There is no operation page. Run "npm run build" first.')
  return largest.address
}

function writePeer(folder: string, name: string, html: string, files: readonly string[]): void {
  mkdirSync(join(folder, name))
  writeFileSync(join(folder, name, 'index.html'), html)
  for (const file of files) cpSync(file, join(folder, name, file.split(/[\\/]/).at(-1) ?? ''))
}

/** Bytes of all answers until the network is idle, compressed, in a fresh context. */
async function transferred(
  browser: Awaited<ReturnType<typeof launchBrowser>>,
  origin: string,
  address: string,
  form: string | undefined,
): Promise<number> {
  const context = await browser.newContext()
  const page = await context.newPage()
  // What a peer would load from other hosts is not counted.
  await page.route(
    (url) => url.origin !== origin,
    (route) => route.abort(),
  )
  const sizes: Promise<number>[] = []
  page.on('requestfinished', (request) => {
    if (request.url().startsWith(origin))
      sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize))
  })
  await page.goto(origin + address, { waitUntil: 'networkidle' })
  if (form !== undefined) {
    await page.locator(form).first().click()
    await page.waitForLoadState('networkidle')
    // The load state does not change again, so this waits for the script of the form.
    await page.waitForFunction(() =>
      performance.getEntriesByType('resource').some(({ name }) => /form\.[^/]*js$/.test(name)),
    )
  }
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
  await context.close()
  if (bytes < 5_000) throw new Error(`${address} loaded only ${bytes} bytes: the page did not work.`)
  return bytes
}
