import AxeBuilder from '@axe-core/playwright'
import { describe, expect, test } from 'vitest'
import { close, useSite } from './support/browser.ts'
import { pageKinds } from './support/site.ts'

const views = [
  { scheme: 'light', width: 1280 },
  { scheme: 'dark', width: 1280 },
  { scheme: 'light', width: 390 },
] as const

const cases = Object.entries(pageKinds).flatMap(([kind, address]) =>
  views.map((view) => ({ kind, address, ...view })),
)

describe('axe finds nothing serious', () => {
  const site = useSite()

  test.each(cases)('$kind, $scheme, $width px', async ({ address, scheme, width }) => {
    const opened = await site.open(address, { colorScheme: scheme, viewport: { width, height: 900 } })
    // Folded parts count too.
    await opened.page.evaluate(() => {
      for (const details of document.querySelectorAll('main details:not([name])'))
        details.setAttribute('open', '')
    })
    const { violations } = await new AxeBuilder({ page: opened.page }).analyze()
    await close(opened)
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    expect(serious.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([])
  })

  test.each(['light', 'dark'] as const)('an answer and the panel of the mock, %s', async (colorScheme) => {
    const opened = await site.open(pageKinds.write, { colorScheme })
    const { page } = opened
    await page.locator('.try-it summary').first().click()
    await page.getByRole('button', { name: /^Send [A-Z]+$/ }).click()
    await page.locator('clientele-mock-panel table').first().waitFor()
    const found = async () => {
      const { violations } = await new AxeBuilder({ page }).include('try-it').analyze()
      return violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])
    }
    expect(await found()).toEqual([])
    await page.getByRole('tab', { name: 'Records' }).click()
    await page.getByRole('region', { name: 'Records of' }).waitFor()
    expect(await found()).toEqual([])
    await close(opened)
  })

  test('the open search', async () => {
    const opened = await site.open('/')
    await opened.page.keyboard.press('/')
    await opened.page.getByRole('searchbox').fill('customer')
    await opened.page.locator('.search-results li').first().waitFor()
    const { violations } = await new AxeBuilder({ page: opened.page }).analyze()
    await close(opened)
    expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
  })
})
