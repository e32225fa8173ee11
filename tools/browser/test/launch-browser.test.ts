import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { launchBrowser } from '../src/index.ts'
import { folder } from '../src/unpack-chromium.ts'

const opened: Array<{ close(): unknown }> = []

afterEach(async () => {
  for (const each of opened.splice(0)) await each.close()
})

async function serve(body: string, headers: Record<string, string> = {}): Promise<string> {
  const server = createServer((_, response) =>
    response.writeHead(200, { 'content-type': 'text/html', ...headers }).end(body),
  ).listen(0, '127.0.0.1')
  opened.push(server)
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

async function open(url: string) {
  const browser = await launchBrowser()
  opened.unshift(browser)
  const page = await browser.newPage()
  await page.goto(url)
  return page
}

test('a page from this machine runs its script', async () => {
  const page = await open(await serve('<title>a</title><script>document.title += "b"</script>'))
  expect(await page.title()).toBe('ab')
})

test.each([
  { title: 'without its consent', headers: {}, want: 'refused' },
  { title: 'with its consent', headers: { 'access-control-allow-origin': '*' }, want: 200 },
])('a page reads from another origin $title: $want', async ({ headers, want }) => {
  const other = await serve('{}', headers)
  const page = await open(await serve('page'))
  const status = await page.evaluate(
    (url) =>
      fetch(url).then(
        (answer) => answer.status,
        () => 'refused',
      ),
    other,
  )
  expect(status).toBe(want)
})

test('an executable that is not there is an error, not another browser', async () => {
  const before = process.env.CLIENTELE_BROWSER
  process.env.CLIENTELE_BROWSER = '/no/such/browser'
  try {
    await expect(launchBrowser()).rejects.toThrow('/no/such/browser')
  } finally {
    if (before === undefined) delete process.env.CLIENTELE_BROWSER
    else process.env.CLIENTELE_BROWSER = before
  }
})

test('where no browser is installed, the error names the command that gets one', async () => {
  await expect(launchBrowser({ platform: 'darwin', channels: ['no-such-channel'] })).rejects.toThrow(
    'npx playwright-core install chrome',
  )
})

test('the browser that is unpacked is that of the installed package, also after an update', () => {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  expect(folder.endsWith(`chromium-${manifest.dependencies['@sparticuz/chromium']}`)).toBe(true)
})
