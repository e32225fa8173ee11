import AxeBuilder from '@axe-core/playwright'
import type { FaultRule } from '@clientele/mock'
import { describe, test } from 'vitest'
import { type Page, startConsole } from './console.ts'

const open = startConsole()

const rows = (page: Page) => page.locator('tbody tr')
const namesIn = (page: Page) => page.locator('tbody strong').allTextContents()
const alder = /Alder & Finch/

describe.concurrent('customers', () => {
  test('are searched, filtered, sorted and paged', async ({ expect }) => {
    const { page, close } = await open()
    await page.getByText('23 customers').waitFor()
    expect((await namesIn(page)).slice(0, 2)).toEqual([
      'Alder & Finch Publishing',
      'Bluebell Veterinary Group',
    ])

    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByText('Page 2 of 3').waitFor()
    await page.getByText('Kestrel Outdoor').or(page.getByText('Hollis & Daughters Law')).first().waitFor()
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByText('Page 3 of 3').waitFor()
    expect(await rows(page).count()).toBe(7)
    expect(await page.getByRole('button', { name: 'Next' }).isDisabled()).toBe(true)

    await page.getByRole('button', { name: 'Changed' }).click()
    await page.getByRole('button', { name: 'Changed' }).click()
    await page.locator('th[aria-sort="descending"]').waitFor()
    await rows(page).first().locator('strong', { hasText: 'Vesterhav Shipping' }).waitFor()

    await page.getByLabel('Waiting').check({ force: true })
    await expect.poll(() => page.locator('.badge-good').count()).toBe(0)
    await page.getByLabel('All', { exact: true }).check({ force: true })
    await page.getByLabel('Search by name or domain').fill("o'hara")
    await page.getByText('Nothing found').waitFor()
    await page.getByRole('button', { name: 'Show all customers' }).click()
    await page.getByLabel('Search by name or domain').fill('LINDHOLM')
    await page.getByText('1 customer found').waitFor()
    expect(await namesIn(page)).toEqual(['Lindholm Furniture'])
    await close()
  })

  test('are edited: what is wrong stands beside its field, and only what changed is sent', async ({
    expect,
  }) => {
    const { page, session, close } = await open()
    await page.getByRole('button', { name: 'Edit Alder & Finch Publishing' }).click()
    await page.getByLabel('Contract type').fill('two')
    await page.getByRole('button', { name: 'Save' }).click()
    const field = page.locator('.field', { hasText: 'Contract type' })
    await field.locator('.field-error').waitFor()
    expect(await field.getByRole('textbox').getAttribute('aria-invalid')).toBe('true')
    await page.getByLabel('Contract type').fill('3')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('The change is saved.').waitFor()
    expect(await page.getByRole('dialog').count()).toBe(0)
    const { body } = session.requests().findLast(({ method }) => method === 'PATCH') ?? {}
    expect(body).toEqual({ contractType: 3 })
    await close()
  })

  test('that somebody else has changed in the meantime are not overwritten by mistake', async ({
    expect,
  }) => {
    const { page, graph, close } = await open()
    await page.getByRole('link', { name: alder }).click()
    await page.getByRole('button', { name: 'Edit', exact: true }).click()
    const { value } = await graph.listCustomers({ $filter: "domain eq 'alderfinch.example'" })
    const CustomersId = value[0]?.id ?? ''
    await graph.updateCustomer({ CustomersId, body: { domain: 'alder.example' } })
    await page.getByRole('textbox', { name: 'Country' }).fill('IE')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Somebody else was faster').waitFor()
    await page.getByRole('button', { name: 'Keep my changes' }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('The change is saved.').waitFor()
    const { domain, countryLetterCode } = await graph.getCustomer({ CustomersId })
    expect([domain, countryLetterCode]).toEqual(['alder.example', 'IE'])
    await close()
  })

  test('are deleted at once, and created again when that is undone', async ({ expect }) => {
    const { page, session, graph, close } = await open()
    await rows(page).first().waitFor()
    // The first answer is lost; the second says that there is nothing to delete.
    session.faults.set({ rules: [{ kind: 'reset', when: 'after', method: 'DELETE', count: 1 }] })
    await page.getByRole('button', { name: 'Delete Alder & Finch Publishing' }).click()
    await page.getByText('Alder & Finch Publishing is deleted.').waitFor()
    await page.getByText('22 customers').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Alder & Finch Publishing is back, with a new id.').waitFor()
    await page.getByText('23 customers').waitFor()
    const { value } = await graph.listCustomers({ $filter: "domain eq 'alderfinch.example'" })
    expect(value).toHaveLength(1)
    await page.getByRole('link', { name: alder }).click()
    await page.getByText('Nora Alder').waitFor()
    await close()
  })

  const refused = 'Your role may only read.'
  const part = { method: 'PATCH', path: '/Customers/{CustomersId}', count: 1 }
  const together: {
    title: string
    given?: FaultRule
    want: { batches: number[]; says: string[]; waiting: number }
  }[] = [
    {
      title: 'in one request',
      want: { batches: [2], says: ['2 customers are onboarded.'], waiting: 0 },
    },
    {
      title: 'also when one is throttled: only that one is sent again',
      given: { ...part, kind: 'status', status: 429, retryAfter: 0 },
      want: { batches: [2, 1], says: ['2 customers are onboarded.'], waiting: 0 },
    },
    {
      title: 'except those that the service refuses',
      given: { ...part, kind: 'status', status: 403, message: refused },
      want: {
        batches: [2],
        says: [`Dunmore Logistics was not changed. ${refused}`, 'Granary Row Brewing is onboarded.'],
        waiting: 1,
      },
    },
    {
      title: 'and a lost answer does not hide what was changed',
      given: { ...part, kind: 'truncate' },
      want: {
        batches: [2],
        says: ['Dunmore Logistics and Granary Row Brewing may not have been changed.'],
        waiting: 1,
      },
    },
  ]
  test.for(together)('are changed together, $title', async ({ given, want }, { expect }) => {
    const { page, session, close } = await open('/', {}, ({ faults }) =>
      faults.set({ rules: given ? [given] : [] }),
    )
    const two = rows(page).filter({ hasText: /Dunmore|Granary/ })
    const waiting = () => two.getByText('Waiting').count()
    for (const name of ['Dunmore Logistics', 'Granary Row Brewing']) {
      await page.getByRole('checkbox', { name: `Select ${name}` }).focus()
      await page.keyboard.press('Space')
    }
    await page.getByText('2 selected').waitFor()
    await page.getByRole('button', { name: 'Onboard 2' }).press('Enter')
    for (const text of want.says) await page.getByText(text).waitFor()
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('picked')
    await expect.poll(waiting).toBe(want.waiting)
    const batches = session.requests().filter(({ url }) => url.endsWith('$batch'))
    expect(batches.map(({ body }) => (body as { requests: unknown[] }).requests.length)).toEqual(want.batches)
    if (want.says.some((text) => text.endsWith('onboarded.'))) {
      await page.getByRole('button', { name: 'Undo' }).click()
      await expect.poll(waiting).toBe(2)
    }
    await close()
  })

  test('there may be none', async () => {
    const { page, close } = await open('/', {}, (session) => session.load('empty'))
    await page.getByText('No customers yet').waitFor()
    await page.goto(`${page.url()}#/customers/00000000-0000-4000-8000-000000000000`)
    await page.getByText('There is no such customer').waitFor()
    await close()
  })
})

describe.concurrent('users of a customer', () => {
  const openUsers = async (
    ...rest: Parameters<typeof open> extends [unknown?, ...infer Rest] ? Rest : never
  ) => {
    const opened = await open('/', ...rest)
    await opened.page.getByRole('link', { name: alder }).click()
    await opened.page.getByText('Nora Alder').waitFor()
    return opened
  }

  test('are added with a password, once, whatever is lost on the way', async ({ expect }) => {
    const { page, session, close } = await openUsers()
    session.faults.set({ rules: [{ kind: 'reset', when: 'after', method: 'POST', count: 1 }] })
    await page.getByRole('button', { name: 'Add user' }).click()
    const dialog = page.getByRole('dialog')
    const password = await dialog.getByLabel('Password', { exact: true }).inputValue()
    expect(password).toMatch(/^(?=.*[A-Z])(?=.*[a-z])(?=.*\d).{16}$/)
    await dialog.getByRole('button', { name: 'Make another password' }).click()
    expect(await dialog.getByLabel('Password', { exact: true }).inputValue()).not.toBe(password)
    await dialog.getByLabel('First name').fill('Nora')
    await dialog.getByLabel('Last name').fill('Alder')
    await dialog.getByLabel('Sign-in name').fill('nora.alder@alderfinch.example')
    await dialog.getByRole('button', { name: 'Add user' }).click()
    const field = dialog.locator('.field', { hasText: 'Sign-in name' })
    await field.locator('.field-error').waitFor()
    await dialog.getByLabel('Sign-in name').fill('nora.alder.2@alderfinch.example')
    await dialog.getByRole('button', { name: 'Add user' }).click()
    await page.getByText('Nora Alder can sign in.').waitFor()
    await page.getByRole('button', { name: 'Show more users' }).click()
    await page.getByText('nora.alder.2@alderfinch.example').waitFor()
    expect(await page.locator('.people li').count()).toBe(9)
    await close()
  })

  test('are edited: only what changed is sent, the display name beside a changed name', async ({
    expect,
  }) => {
    const { page, session, close } = await openUsers()
    await page.getByRole('button', { name: 'Edit Nora Alder' }).click()
    await page.getByLabel('Last name').fill('Alder-Finch')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.locator('.people').getByText('Nora Alder-Finch').first().waitFor()
    const attributes = { objectType: 'CustomerUser' }
    const { body } = session.requests().findLast(({ method }) => method === 'PATCH') ?? {}
    expect(body).toEqual({ lastName: 'Alder-Finch', displayName: 'Nora Alder-Finch', attributes })
    await close()
  })

  test('get a new password', async ({ expect }) => {
    const { page, session, close } = await openUsers()
    await page.getByRole('button', { name: 'Reset the password of Nora Alder' }).click()
    await page.getByRole('button', { name: 'Set password' }).click()
    await page.getByText('Nora Alder has a new password.').waitFor()
    expect(session.requests().findLast(({ method }) => method === 'PATCH')?.body).toHaveProperty(
      'passwordProfile',
    )
    await close()
  })

  test('are deleted, brought back by undo, and restored from the deleted ones', async ({ expect }) => {
    const { page, close } = await openUsers()
    const people = page.locator('.people li')
    for (const way of ['Undo', 'Restore']) {
      await page.getByRole('button', { name: 'Delete Mei Tanaka' }).click()
      await page.getByText('Mei Tanaka is deleted.').waitFor()
      await expect.poll(() => people.filter({ hasText: 'Mei Tanaka' }).count()).toBe(0)
      if (way === 'Restore') await page.getByLabel('Deleted').check({ force: true })
      await page.getByRole('button', { name: way }).first().click()
      await page.getByText('Mei Tanaka is restored.').waitFor()
      if (way === 'Restore') await page.getByLabel('Active').check({ force: true })
      await people.filter({ hasText: 'Mei Tanaka' }).waitFor()
      await page.getByRole('button', { name: 'Close this message' }).first().click()
    }
    await close()
  })

  test('come back when the service does not delete them', async () => {
    const { page, session, close } = await openUsers()
    session.faults.set({
      rules: [{ kind: 'status', status: 403, method: 'DELETE', message: 'Only readers.' }],
    })
    await page.getByRole('button', { name: 'Delete Mei Tanaka' }).click()
    await page.getByText('Mei Tanaka was not deleted.').waitFor()
    await page.locator('.people li').filter({ hasText: 'Mei Tanaka' }).waitFor()
    await close()
  })
})

describe.concurrent('for everyone', () => {
  const views = [
    { colorScheme: 'light', viewport: { width: 1280, height: 900 } },
    { colorScheme: 'dark', viewport: { width: 360, height: 800 } },
  ] as const
  test.for(views)(
    'axe finds nothing, and nothing scrolls sideways: $colorScheme, $viewport.width px',
    async (view, { expect }) => {
      const { page, close } = await open('/', { ...view, reducedMotion: 'reduce' })
      const check = async () => {
        const { violations } = await new AxeBuilder({ page }).analyze()
        expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([])
        expect(
          await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
        ).toBeLessThanOrEqual(0)
      }
      await rows(page).first().waitFor()
      await check()
      await page.getByRole('checkbox', { name: 'Select Dunmore Logistics' }).check()
      await page.getByText('Latest calls').click()
      await check()
      await page.getByRole('link', { name: alder }).click()
      await page.getByText('Nora Alder').waitFor()
      await check()
      await page.getByRole('button', { name: 'Add user' }).click()
      await page.getByLabel('Sign-in name').fill('nora.alder@alderfinch.example')
      await page.getByRole('dialog').getByRole('button', { name: 'Add user' }).click()
      await page.locator('.field-error').waitFor()
      await check()
      await close()
    },
  )

  test('works by keyboard: a dialog keeps the focus and gives it back, a page begins at its content', async ({
    expect,
  }) => {
    const { page, close } = await open()
    await rows(page).first().waitFor()
    const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('Skip to content')
    await page.getByRole('button', { name: 'New customer' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    expect(await focused()).toBe('New customer')
    await page.getByRole('link', { name: alder }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: alder }).waitFor()
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN')
    expect(await page.title()).toMatch(alder)
    await close()
  })

  test('the latest calls can be read, and their ids copied for support', async ({ expect }) => {
    const { page, session, close } = await open(
      '/',
      { permissions: ['clipboard-read', 'clipboard-write'] },
      ({ faults }) =>
        faults.set({ rules: [{ kind: 'status', status: 503, retryAfter: 0, count: 1, path: '/Customers' }] }),
    )
    await rows(page).first().waitFor()
    await page.getByText('Latest calls').press('Enter')
    const calls = page.locator('.calls li')
    expect(await calls.allTextContents()).toEqual([
      expect.stringMatching(/^GET \/CustomersMicrosoft Graph, 200, \d+ ms, attempt 2$/),
      expect.stringMatching(/^GET \/CustomersMicrosoft Graph, 503, \d+ ms$/),
    ])
    await calls.first().getByRole('button', { name: 'Copy the request id of GET /Customers' }).click()
    await page.getByText('The request id is copied.').waitFor()
    const sent = session.requests().map(({ headers }) => headers['client-request-id'])
    expect(sent).toContain(await page.evaluate(() => navigator.clipboard.readText()))
    await close()
  })

  test('the conditions of the mock can be chosen, and the theme', async ({ expect }) => {
    const { page, session, close } = await open('/', { colorScheme: 'light' })
    await rows(page).first().waitFor()
    await page.getByLabel('Conditions').selectOption('Refusals')
    await page.getByRole('button', { name: 'Onboard Dunmore Logistics' }).click()
    await page.getByText('Dunmore Logistics was not changed.').waitFor()
    await page.getByLabel('Conditions').selectOption('Calm')
    await expect.poll(() => session.faults.report().rules).toEqual([])
    await page.getByRole('button', { name: 'Use the dark theme' }).click()
    await page.reload()
    await page.getByRole('button', { name: 'Use the light theme' }).waitFor()
    await close()
  })
})
