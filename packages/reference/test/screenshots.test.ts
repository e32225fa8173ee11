import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { close, takePicture, useSite } from './support/browser.ts'
import { pageKinds, redocPage } from './support/site.ts'

/** Ignored by git; for a person to look at. */
const folder = fileURLToPath(new URL('../generated/screenshots/', import.meta.url))

const views = ['light', 'dark'].flatMap((scheme) =>
  [1440, 390].map((width) => ({ scheme: scheme as 'light' | 'dark', width })),
)
const cases = Object.entries({ ...pageKinds, redoc: redocPage }).flatMap(([kind, address]) =>
  views.map((view) => ({ kind, address, ...view })),
)

describe('screenshots', () => {
  const site = useSite()
  beforeAll(() => mkdirSync(folder, { recursive: true }))

  test.each(cases)('$kind, $scheme, $width px', async ({ kind, address, scheme, width }) => {
    const opened = await site.open(address, { colorScheme: scheme, viewport: { width, height: 1600 } })
    const { page } = opened
    // Redoc loads and renders after the page itself.
    if (kind === 'redoc') await page.waitForLoadState('networkidle')
    await page.evaluate(() => document.fonts.ready)
    const path = join(folder, `${kind}-${scheme}-${width}.png`)
    await takePicture(opened, path)
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    await close(opened)
    expect(statSync(path).size).toBeGreaterThan(5_000)
    // Nothing makes the page itself scroll sideways.
    expect(overflow).toBeLessThanOrEqual(0)
  })
})
