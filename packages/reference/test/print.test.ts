import { describe, expect, test } from 'vitest'
import { operationAddress } from '../src/description/addresses.ts'
import { close, useSite } from './support/browser.ts'
import { operations, pageKinds } from './support/site.ts'

/** An operation whose body has objects within. */
const nested = operations.find(({ body }) =>
  body?.properties.some(({ children }) => children.length > 0),
) as (typeof operations)[number]

/** How bright a colour of the form `rgb(r, g, b)` is, from 0 to 255. */
function brightness(color: string): number {
  const parts = (color.match(/\d+/g) ?? []).slice(0, 3).map(Number)
  return parts.reduce((sum, part) => sum + part, 0) / 3
}

describe('on paper', () => {
  const site = useSite()

  test.each(['light', 'dark'] as const)('ink is dark, also in code, in the %s theme', async (colorScheme) => {
    const opened = await site.open(pageKinds.write, { colorScheme })
    await opened.page.emulateMedia({ media: 'print' })
    const colors = await opened.page
      .locator('main :is(h1, h2, p, code, pre span):visible')
      .evaluateAll((parts) => parts.map((part) => getComputedStyle(part).color))
    await close(opened)
    expect(colors.length).toBeGreaterThan(100)
    expect(Math.max(...colors.map(brightness))).toBeLessThan(140)
  })

  test('nested properties stand open, and nothing can be pressed', async () => {
    const opened = await site.open(operationAddress(nested.api, nested.operationId))
    const { page } = opened
    const inner = page.locator('#body ~ .properties > li > details .property').first()
    const before = await inner.isVisible()
    await page.emulateMedia({ media: 'print' })
    const after = await inner.isVisible()
    const pressed = await page.locator('button:visible').count()
    await close(opened)
    expect({ before, after, pressed }).toEqual({ before: false, after: true, pressed: 0 })
  })
})
