import { describe, expect, test } from 'vitest'
import { close, useSite } from './support/browser.ts'

const finds = [
  { term: 'createCustomerUser', want: '/reference/partner-center-users/createCustomerUser/' },
  { term: 'Create a customer', want: '/reference/graph-customers/createCustomer/' },
  { term: 'isOnBoardedToMTM', want: '/reference/graph-customers/schemas/Customer/' },
  { term: 'softDeletionTime', want: '/reference/partner-center-users/schemas/CustomerUser/' },
  { term: '60002', want: '/errors/' },
  { term: 'InvalidAuthenticationToken', want: '/errors/' },
  { term: 'Retry-After', want: '/guides/errors-and-retries/' },
]

describe('search', () => {
  const site = useSite()

  test.each(finds)('finds $term', async ({ term, want }) => {
    const opened = await site.open('/reference/')
    const { page, outside, problems } = opened
    await page.keyboard.press('/')
    await page.getByRole('searchbox').fill(term)
    await page.locator('.search-results li').first().waitFor()
    const found = await page
      .locator('.search-results a')
      .evaluateAll((links) => links.map((link) => new URL((link as HTMLAnchorElement).href).pathname))
    const excerpts = await page.locator('.search-results a > strong + span').allTextContents()
    await close(opened)
    expect(found).toContain(want)
    expect(excerpts.length).toBeGreaterThan(0)
    expect({ outside, problems }).toEqual({ outside: [], problems: [] })
  })

  test('loads its index only when it is opened', async () => {
    const opened = await site.open('/reference/')
    const asked: string[] = []
    opened.page.on('request', (request) => asked.push(request.url()))
    await opened.page.waitForLoadState('networkidle')
    expect(asked.filter((url) => url.includes('pagefind'))).toEqual([])
    const index = opened.page.waitForRequest(/pagefind\.js/)
    await opened.page.getByRole('button', { name: 'Search' }).click()
    await index
    await close(opened)
  })

  test('says so when nothing is found', async () => {
    const opened = await site.open('/')
    await opened.page.keyboard.press('Control+K')
    await opened.page.getByRole('searchbox').fill('qqqqzzzz')
    await opened.page.getByText('Nothing found for “qqqqzzzz”.').waitFor()
    await close(opened)
  })
})
