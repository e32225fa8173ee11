// Takes the screenshots of the main README: the console, and the reference beside it.
import { mkdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { launchBrowser } from '@clientele/browser'
import { createMock } from '@clientele/mock'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const target = at('../../../docs/pictures/')
mkdirSync(target, { recursive: true })

const reference = at('../../../packages/reference/dist')
const sites = {
  console: { site: at('../dist'), path: '/', ready: 'tbody tr' },
  reference: { site: reference, path: '/reference/graph-customers/updateCustomer/', ready: 'main h1' },
}
/** Small, because GitHub scales them down and every clone downloads them. */
const largest = 150_000

const browser = await launchBrowser()
for (const [name, { site, path, ready }] of Object.entries(sites)) {
  const mock = createMock({ scenario: at('../scenario.yaml'), site })
  // The same picture on any day.
  mock.clock.set({ mode: 'fixed', time: '2026-03-16T09:30:00Z' })
  const { url } = await mock.listen({ port: 0 })
  const page = await browser.newPage({ colorScheme: 'light', viewport: { width: 1160, height: 610 } })
  await page.goto(`${url}${path}`)
  await page.locator(ready).first().waitFor()
  await page.evaluate(() => document.fonts.ready)
  if (name === 'console') {
    await page.getByRole('button', { name: 'Onboard Dunmore Logistics' }).click()
    await page.getByText('Dunmore Logistics is onboarded.').waitFor()
    await page.mouse.move(0, 0)
  }
  await page.screenshot({ path: `${target}${name}.png`, animations: 'disabled' })
  const { size } = statSync(`${target}${name}.png`)
  console.log(`docs/pictures/${name}.png: ${size} bytes`)
  if (size > largest)
    throw new Error(`${name}.png has more than ${largest} bytes. Make its viewport smaller.`)
  await mock.close()
}
await browser.close()
