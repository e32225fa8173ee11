import { describe, expect, test } from 'vitest'
import { operationAddress, schemaAddress } from '../src/description/addresses.ts'
import { close, useSite } from './support/browser.ts'
import { addressOf, addressOfSchema, apis, operations, schemas } from './support/site.ts'

const finds = [
  { term: 'createCustomerUser', want: addressOf('createCustomerUser') },
  { term: 'Create a customer', want: addressOf('createCustomer') },
  { term: 'isOnBoardedToMTM', want: addressOfSchema('Customer') },
  { term: 'softDeletionTime', want: addressOfSchema('CustomerUser') },
  { term: '60002', want: '/errors/' },
  { term: 'InvalidAuthenticationToken', want: '/errors/' },
  { term: 'Retry-After', want: '/guides/errors-and-retries/' },
  { term: 'rate limit', want: '/guides/errors-and-retries/' },
  { term: 'throttling', want: '/guides/errors-and-retries/' },
  { term: 'pagination', want: '/guides/paging/' },
  { term: 'idempotency', want: '/guides/errors-and-retries/' },
  { term: 'retry', want: '/guides/errors-and-retries/' },
  { term: 'custmer', want: addressOf('createCustomer') },
  { term: 'onbording', want: addressOfSchema('Customer') },
]

/** Every name in the descriptions, and the page that explains it. */
const names = [
  ...operations.flatMap((operation) => {
    const { operationId, path, parameters, responses } = operation
    const headers = responses.filter(({ status }) => status.startsWith('2')).flatMap(({ headers }) => headers)
    return [operationId, path, ...[...parameters, ...headers].map(({ name }) => name)].map((name) => ({
      name,
      want: operationAddress(operation.api, operationId),
    }))
  }),
  ...schemas.flatMap(({ api, name, properties }) =>
    [name, ...properties.map((property) => property.name)].map((term) => ({
      name: term,
      want: schemaAddress(api, name),
    })),
  ),
  ...apis.flatMap(({ document }) =>
    (document['x-error-codes'] ?? []).map(({ code }) => ({ name: String(code), want: '/errors/' })),
  ),
]

interface IndexWindow {
  search(term: string): Promise<{ results: { data(): Promise<{ url: string }> }[] }>
}

/** What the index itself finds for each term, in the page; the dialog shows the first of it. */
async function answersOf(terms: string[]): Promise<Record<string, string[]>> {
  const { search } = globalThis as unknown as IndexWindow
  const answers: Record<string, string[]> = {}
  for (const term of terms) {
    const { results } = await search(term)
    const pages = await Promise.all(results.map((result) => result.data()))
    answers[term] = pages.map(({ url }) => url)
  }
  return answers
}

describe('search', () => {
  const site = useSite()

  test('finds every name of the descriptions on its page', async () => {
    // The policy of the page allows no script of a test.
    const opened = await site.open('/reference/', { bypassCSP: true })
    await opened.page.addScriptTag({
      type: 'module',
      content: "import { search } from '/pagefind/pagefind.js'; globalThis.search = search",
    })
    await opened.page.waitForFunction('globalThis.search')
    const answers = await opened.page.evaluate(answersOf, [...new Set(names.map(({ name }) => name))])
    await close(opened)
    expect(names.filter(({ name, want }) => !answers[name]?.includes(want))).toEqual([])
  })

  test.each([
    { term: '60002', places: ['60002 404 Not Found'] },
    { term: 'countryLetterCode', places: ['countryLetterCode', '200 OK', 'Request body'] },
    { term: 'deleteCustomerUser', places: [] },
  ])('names the places of $term as their headings, without marks', async ({ term, places }) => {
    const opened = await site.open('/reference/')
    const { page } = opened
    await page.keyboard.press('/')
    await page.getByRole('searchbox').fill(term)
    await page.locator('.search-results li').first().waitFor()
    const titles = await page.locator('.search-results .place strong').allTextContents()
    const pages = await page.locator('.search-results .page strong').allTextContents()
    await close(opened)
    expect(titles).toEqual(expect.arrayContaining(places))
    expect(titles.filter((title) => /convention|companion|sibling|required/.test(title))).toEqual([])
    // The top of a page is the page, not a place in it.
    expect(titles.filter((title) => pages.includes(title))).toEqual([])
  })

  test('tells schemas of one name apart by their API', async () => {
    const opened = await site.open('/reference/')
    const { page } = opened
    await page.keyboard.press('/')
    await page.getByRole('searchbox').fill('GraphInnerError')
    const results = page.locator('.search-results .page').filter({ hasText: /^GraphInnerError/ })
    await results.nth(1).waitFor()
    const texts = await results.locator('strong, small').allTextContents()
    await close(opened)
    expect(texts.sort()).toEqual([
      'GraphInnerError',
      'GraphInnerError',
      'Microsoft Graph customer profile (beta)',
      'Microsoft Graph customers (beta)',
    ])
  })

  test.each(finds)('finds $term', async ({ term, want }) => {
    const opened = await site.open('/reference/')
    const { page, outside, problems } = opened
    await page.keyboard.press('/')
    await page.getByRole('searchbox').fill(term)
    await page.locator('.search-results li').first().waitFor()
    const found = await page
      .locator('.search-results a')
      .evaluateAll((links) => links.map((link) => new URL((link as HTMLAnchorElement).href).pathname))
    const excerpts = await page.locator('.search-results a > strong ~ span').allTextContents()
    await close(opened)
    expect(found).toContain(want)
    expect(excerpts.length).toBeGreaterThan(0)
    expect({ outside, problems }).toEqual({ outside: [], problems: [] })
  })

  test('puts the page whose title is the question before pages with more in their title', async () => {
    const opened = await site.open('/reference/')
    const { page } = opened
    await page.keyboard.press('/')
    await page.getByRole('searchbox').fill('update customer')
    await page.locator('.search-results li').first().waitFor()
    const titles = await page.locator('.search-results .page strong').allTextContents()
    await close(opened)
    expect(titles[0]).toBe('Update a customer')
    expect(titles).toContain('Update a customer profile')
  })

  test('says how it read a word that no page has', async () => {
    const opened = await site.open('/reference/')
    await opened.page.keyboard.press('/')
    await opened.page.getByRole('searchbox').fill('custmer')
    await opened.page.getByText(/pages for “customers?”/).waitFor()
    await close(opened)
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

  test('shows the results of the last term, also when those of an earlier one come later', async () => {
    const opened = await site.open('/')
    const { page } = opened
    const release = Promise.withResolvers<void>()
    await page.route(/pf_fragment/, async (route) => {
      await release.promise
      await route.continue()
    })
    await page.keyboard.press('/')
    const late = page.waitForRequest(/pf_fragment/)
    await page.getByRole('searchbox').fill('createCustomerUser')
    await late
    await page.getByRole('searchbox').fill('qqqqzzzz')
    await page.getByText('Nothing found for “qqqqzzzz”.').waitFor()
    release.resolve()
    // The index gets its results after the dialog.
    await page.evaluate(`import('/pagefind/pagefind.js')
      .then(({ search }) => search('createCustomerUser'))
      .then(({ results }) => Promise.all(results.slice(0, 8).map((result) => result.data())))`)
    const results = await page.locator('.search-results li').count()
    await close(opened)
    expect(results).toBe(0)
  })

  test('keeps the cells of a page apart in its excerpts', async () => {
    const opened = await site.open(addressOf('updateCustomer'))
    const cells = await opened.page
      .locator('.permissions :is(dt, dd), .errors :is(th, td)')
      .evaluateAll((all) =>
        all.map(
          (cell) => /\s$/.test(cell.textContent ?? '') || /^\s/.test(cell.nextSibling?.textContent ?? ' '),
        ),
      )
    await close(opened)
    expect(cells.length).toBeGreaterThan(10)
    expect(cells).not.toContain(false)
  })

  test('says so when nothing is found', async () => {
    const opened = await site.open('/')
    await opened.page.keyboard.press('Control+K')
    await opened.page.getByRole('searchbox').fill('qqqqzzzz')
    await opened.page.getByText('Nothing found for “qqqqzzzz”.').waitFor()
    await close(opened)
  })
})
