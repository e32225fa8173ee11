import { createMock, type Mock } from '@clientele/mock'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { operationAddress } from '../src/description/addresses.ts'
import { close, open, useSite } from './support/browser.ts'
import { addressOf, dist, operations } from './support/site.ts'

const create = addressOf('createCustomer')
const list = addressOf('listCustomers')

/** The form, unfolded. */
async function openForm(page: Page): Promise<Locator> {
  const form = page.locator('try-it')
  if (!(await form.locator('form').first().isVisible())) await form.locator('summary').first().click()
  return form
}

/** The form for a mock or an API somewhere else. */
async function openFormForAddress(page: Page): Promise<Locator> {
  const form = await openForm(page)
  await form.getByLabel('Another address').check()
  return form
}

/** Fills the form's fields by their names and sends it; waits for the answer. */
async function send(page: Page, values: Record<string, string> = {}): Promise<string> {
  const form = await openForm(page)
  for (const [name, value] of Object.entries(values)) await form.locator(`[name="${name}"]`).fill(value)
  await form.getByRole('button', { name: /^Send [A-Z]+$/ }).click()
  await form.locator('.answer .answer-head').waitFor()
  return (await form.locator('.answer').textContent()) ?? ''
}

describe('Try it', () => {
  let mock: Mock
  let mockOrigin: string
  // The same files from a host that is not the mock.
  const elsewhere = useSite()
  beforeAll(async () => {
    mock = createMock({ site: dist })
    mockOrigin = (await mock.listen()).url
  })
  beforeEach(() => mock.reset())
  afterAll(() => mock.close())

  const onMock = (address: string) => open(elsewhere.browser, mockOrigin, address)

  describe('on pages that the mock serves', () => {
    test('creates a customer, and the list shows it', async () => {
      const creating = await onMock(create)
      const created = await send(creating.page, {
        body: JSON.stringify({ displayName: 'Saltmarsh Brewing', countryLetterCode: 'IE' }),
      })
      expect(created).toMatch(/^201 Created\d+ ms/)
      expect(created).toContain('Saltmarsh Brewing')
      expect(await creating.page.locator('.answer details').textContent()).toMatch(/location/i)
      await close(creating)

      const listing = await onMock(list)
      expect(await send(listing.page)).toContain('Saltmarsh Brewing')
      await close(listing)
    })

    test.each(operations)('$operationId succeeds as it is prefilled', async (operation) => {
      const opened = await onMock(operationAddress(operation.api, operation.operationId))
      expect(await send(opened.page)).toMatch(/^2\d\d/)
      expect(opened).toMatchObject({ outside: [], problems: [] })
      await close(opened)
    })

    test('asks the mock for nothing before something is sent', async () => {
      const opened = await onMock(list)
      await opened.page.waitForLoadState('networkidle')
      expect(mock.requests().filter(({ operation }) => operation !== undefined)).toEqual([])
      await close(opened)
    })

    test('shows an error of the service like any other answer', async () => {
      const opened = await onMock(addressOf('getCustomerUser'))
      const answer = await send(opened.page, { 'path:user_id': '00000000-0000-4000-8000-000000000000' })
      expect(answer).toMatch(/^404/)
      expect(answer).toContain('60002')
      await close(opened)
    })

    test('shows the answer of a mock without control routes too', async () => {
      const closed = createMock({ site: dist, control: false })
      const { url } = await closed.listen()
      const opened = await open(elsewhere.browser, url, list)
      expect(await send(opened.page)).toMatch(/^200/)
      expect(await opened.page.locator('clientele-mock-panel').count()).toBe(0)
      await close(opened)
      await closed.close()
    })

    test('says what is wrong with a body that is not JSON, and sends nothing', async () => {
      const opened = await onMock(create)
      await openForm(opened.page)
      await opened.page.locator('[name=body]').fill('{ "displayName": ')
      await opened.page.getByRole('button', { name: 'Send POST' }).click()
      await opened.page.getByText('The body is not JSON').first().waitFor()
      expect(mock.requests().filter(({ operation }) => operation !== undefined)).toEqual([])
      await close(opened)
    })

    test('says that it waits, and sends nothing twice meanwhile', async () => {
      const opened = await onMock(create)
      const { page } = opened
      await openForm(opened.page)
      const release = Promise.withResolvers<void>()
      await page.route('**/beta/Customers', async (route) => {
        await release.promise
        await route.continue()
      })
      const button = page.getByRole('button', { name: 'Send POST' })
      await button.click()
      await page.getByText('Sending…').waitFor()
      await button.click()
      release.resolve()
      await page.locator('.answer-head').waitFor()
      expect(await page.getByText('Sending…').count()).toBe(0)
      expect(mock.requests().filter(({ method }) => method === 'POST')).toHaveLength(1)
      await close(opened)
    })

    test('lets the samples of all languages follow what is typed', async () => {
      const opened = await onMock(list)
      await openForm(opened.page)
      await opened.page.locator('[name="query:$top"]').fill('3')
      const [typescript, curl, powershell] = await opened.page.locator('.samples pre').allTextContents()
      expect(curl).toContain(`curl '${mockOrigin}/beta/Customers?$top=3'`)
      expect(powershell).toContain(`-Uri '${mockOrigin}/beta/Customers?$top=3'`)
      expect(typescript).toContain(`baseUrl: '${mockOrigin}/beta'`)
      expect(typescript).toContain('await graph.listCustomers({ $top: 3 })')
      await close(opened)
    })

    test('leads from an error code to its explanation', async () => {
      const opened = await onMock(addressOf('getCustomerUser'))
      await send(opened.page, { 'path:user_id': '00000000-0000-4000-8000-000000000000' })
      await opened.page.getByRole('link', { name: 'What 60002 means' }).click()
      await opened.page.waitForURL(/\/errors\/#.*-404-60002$/)
      await close(opened)
    })

    test.each([
      { address: list, values: { 'query:$top': '1' }, next: '$skiptoken' },
      {
        address: addressOf('listCustomerUsers'),
        values: { 'query:size': '1' },
        next: 'seekOperation=Next',
      },
    ])('goes on to the next page of $address', async ({ address, values, next }) => {
      const opened = await onMock(address)
      const first = await send(opened.page, values)
      await opened.page.getByRole('button', { name: 'Next page' }).click()
      await expect.poll(() => mock.requests().at(-1)?.url).toContain(next)
      await opened.page.locator('.answer-head').waitFor()
      const second = await opened.page.locator('.answer').textContent()
      expect(second).toMatch(/^200/)
      expect(second).not.toBe(first)
      await close(opened)
    })

    test('writes the body by fields, which follow the JSON and the chosen example', async () => {
      const opened = await onMock(addressOf('updateCustomerUser'))
      const { page } = opened
      const form = await openForm(page)
      await form.getByRole('button', { name: 'Fields' }).click()
      const body = async () => JSON.parse(await form.locator('[name=body]').inputValue())
      await form.locator('[data-examples] select').selectOption({ index: 1 })
      const chosen = await body()
      await form.getByLabel('displayName', { exact: true }).fill('Amelia Reed')
      expect(await body()).toEqual({ ...chosen, displayName: 'Amelia Reed' })
      await form.locator('[name=body]').fill('{ "firstName": "Ines" }')
      expect(await form.getByLabel('firstName', { exact: true }).inputValue()).toBe('Ines')
      expect(await form.getByLabel('displayName', { exact: true }).inputValue()).toBe('')
      expect(await send(page)).toMatch(/^200/)
      expect(opened.problems).toEqual([])
      await close(opened)
    })

    test('works with the keyboard alone', async () => {
      const opened = await onMock(list)
      const { page } = opened
      await page.locator('.page-links a[href="#try-it"]').focus()
      await page.keyboard.press('Enter')
      // The button that stays in sight covers no field.
      const covered: string[] = []
      for (let presses = 0; presses < 40; presses++) {
        await page.keyboard.press('Tab')
        const { name, hidden } = await page.evaluate(() => {
          const field = document.activeElement
          const { x = 0, y = 0, width = 0, height = 0 } = field?.getBoundingClientRect() ?? {}
          const there = document.elementFromPoint(x + width / 2, y + height / 2)
          return { name: field?.getAttribute('name'), hidden: field?.contains(there) === false }
        })
        if (name?.includes(':') && hidden) covered.push(name)
        if (name === 'header:client-request-id') break
      }
      expect(covered).toEqual([])
      await page.locator('[name="query:$top"]').focus()
      await page.keyboard.type('1')
      await page.keyboard.press('Enter')
      await page.locator('.answer-head').waitFor()
      expect(mock.requests().at(-1)?.url).toContain('$top=1')
      await close(opened)
    })
  })

  describe('without a mock behind the site', () => {
    test('a page and its form are less than 60 kB before the first request', async () => {
      const opened = await elsewhere.open(addressOf('listCustomerUsers'))
      const { page } = opened
      await openForm(page)
      await page.getByLabel('Choose customer_id from the records').waitFor()
      const bytes = await page.evaluate(() =>
        ['navigation', 'resource']
          .flatMap((type) => performance.getEntriesByType(type) as PerformanceResourceTiming[])
          .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
      )
      expect(bytes).toBeGreaterThan(20_000)
      expect(bytes).toBeLessThan(60_000)
      await close(opened)
    })

    test('the panel shows and steers the mock in the page, beside the form or below it', async () => {
      const opened = await elsewhere.open(list)
      const { page } = opened
      expect(await send(page)).toMatch(/^200/)
      const panel = page.locator('clientele-mock-panel')
      await panel.getByRole('tab', { name: 'Records' }).click()
      await panel.getByRole('region', { name: 'Records of /Customers' }).waitFor()
      const place = async () => {
        const [form, own] = await Promise.all(
          [page.locator('.try-it > details'), panel].map((each) => each.boundingBox()),
        )
        if (!form || !own) throw new Error('The form or the panel is not shown.')
        return { beside: own.x + own.width <= form.x, below: own.y >= form.y + form.height }
      }
      expect(await place()).toEqual({ beside: true, below: false })
      await page.setViewportSize({ width: 768, height: 900 })
      expect(await place()).toEqual({ beside: false, below: true })
      await panel.getByRole('tab', { name: 'Faults' }).click()
      await panel.getByRole('switch', { name: 'Unavailable (503)' }).check()
      await expect.poll(() => send(page)).toMatch(/^503/)
      expect(opened).toMatchObject({ outside: [], problems: [] })
      await close(opened)
    })
  })

  describe('with another address', () => {
    test('wants an address first', async () => {
      const opened = await elsewhere.open(list)
      await openFormForAddress(opened.page)
      await opened.page.getByRole('button', { name: 'Send GET' }).click()
      await opened.page.getByText('Give the address of a mock or of the API first.').waitFor()
      expect(opened.outside).toEqual([])
      await close(opened)
    })

    test('reads from a given address with a given token', async () => {
      const opened = await elsewhere.open(list)
      await openFormForAddress(opened.page)
      const answer = await send(opened.page, { address: `${mockOrigin}/beta`, token: 'mine' })
      expect(answer).toMatch(/^200/)
      await close(opened)
    })

    test('asks before a write leaves, and takes no for an answer', async () => {
      const opened = await elsewhere.open(create)
      const { page } = opened
      await openFormForAddress(opened.page)
      await page.locator('[name=address]').fill(`${mockOrigin}/beta`)
      await page.locator('[name=token]').fill('mine')
      await page.getByRole('button', { name: 'Send POST' }).click()
      await page.getByText(`POST ${mockOrigin}/beta/Customers changes real data. Send it?`).waitFor()
      const box = await page.locator('dialog.confirm').boundingBox()
      // In the middle of the window, where the reader looks.
      expect((box?.x ?? 0) + (box?.width ?? 0) / 2).toBeCloseTo(640, 0)
      expect((box?.y ?? 0) + (box?.height ?? 0) / 2).toBeCloseTo(450, 0)
      // Enter gives the harmless answer.
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Cancel')
      await page.keyboard.press('Enter')
      expect(mock.requests()).toEqual([])

      await page.getByRole('button', { name: 'Send POST' }).click()
      await page.getByRole('button', { name: 'Send it' }).click()
      await page.locator('.answer-head').waitFor()
      expect(mock.requests().at(-1)).toMatchObject({ method: 'POST', status: 201 })
      await close(opened)
    })

    test('keeps the token in memory only', async () => {
      const opened = await elsewhere.open(list)
      const { page } = opened
      await openFormForAddress(page)
      await send(page, { address: `${mockOrigin}/beta`, token: 'secret-of-mine' })
      const kept = await page.evaluate(() =>
        JSON.stringify([
          { ...localStorage },
          { ...sessionStorage },
          document.cookie,
          location.href,
          history.state,
        ]),
      )
      expect(kept).not.toContain('secret-of-mine')
      expect(await page.locator('.samples').textContent()).not.toContain('secret-of-mine')
      await page.reload()
      expect(await page.locator('[name=token]').inputValue()).toBe('')
      await close(opened)
    })

    test('explains a call that gets no answer', async () => {
      const opened = await elsewhere.open(list)
      await openFormForAddress(opened.page)
      await opened.page.locator('[name=address]').fill('http://127.0.0.1:9/beta')
      await opened.page.getByRole('button', { name: 'Send GET' }).click()
      await opened.page.getByText('No answer. Is the address right').waitFor()
      await close(opened)
    })

    test('shows no answer of an earlier call as that of a later one', async () => {
      const opened = await elsewhere.open(list)
      const { page } = opened
      await openFormForAddress(page)
      await send(page, { address: `${mockOrigin}/beta`, token: 'mine' })
      await page.locator('[name=address]').fill('http://127.0.0.1:9/beta')
      await page.getByRole('button', { name: 'Send GET' }).click()
      await page.getByText('No answer. Is the address right').waitFor()
      expect(await page.locator('.answer').isVisible()).toBe(false)

      await send(page, { address: `${mockOrigin}/beta` })
      await page.locator('[name=address]').fill('ftp://127.0.0.1/beta')
      await page.getByRole('button', { name: 'Send GET' }).click()
      await page.getByText('The address starts with').waitFor()
      expect(await page.locator('.answer').isVisible()).toBe(false)
      await close(opened)
    })
  })
})
