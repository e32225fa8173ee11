import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { addressOf } from './site.ts'

/** How a reader presses what is on a page, and types into it. */
export interface Hands {
  press(target: Locator): Promise<void>
  type(target: Locator, text: string): Promise<void>
  choose(target: Locator, label: string): Promise<void>
}

export const mouse: Hands = {
  press: (target) => target.click(),
  type: (target, text) => target.fill(text),
  choose: async (target, label) => void (await target.selectOption(label)),
}

export const finger: Hands = { ...mouse, press: (target) => target.tap() }

/** Everything is reached by Tab from the start of the page. */
export const keyboard: Hands = {
  async press(target) {
    await tabTo(target)
    await target.press('Enter')
  },
  async type(target, text) {
    await tabTo(target)
    await target.press('ControlOrMeta+a')
    await target.pressSequentially(text)
  },
  async choose(target, label) {
    await tabTo(target)
    await target.pressSequentially(label)
  },
}

async function tabTo(target: Locator): Promise<void> {
  const page = target.page()
  await target.waitFor()
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    getSelection()?.removeAllRanges()
  })
  for (let presses = 0; presses < 300; presses++) {
    await page.keyboard.press('Tab')
    if (await target.evaluate((element) => element === document.activeElement)) return
  }
  throw new Error(`Tab does not reach ${target}.`)
}

/** A reader in front of the form of an operation. */
class Reader {
  readonly #page: Page
  readonly #hands: Hands
  readonly #root: string

  constructor(page: Page, hands: Hands, root: string) {
    this.#page = page
    this.#hands = hands
    this.#root = root
  }

  async goTo(operationId: string): Promise<void> {
    await this.#page.goto(this.#root + addressOf(operationId).slice(1))
    await this.#hands.press(this.#page.locator('.try-it > details > summary'))
  }

  /** Fills in, sends, and gives what the answer says; nothing when there is none. */
  async send(values: Record<string, string> = {}): Promise<string> {
    const form = this.#page.locator('#try-it')
    for (const [name, text] of Object.entries(values))
      await this.#hands.type(form.locator(`[name="${name}"]`), text)
    await this.#hands.press(form.getByRole('button', { name: /^Send [A-Z]+$/ }))
    await this.#page.locator('#try-it[aria-busy=false]').waitFor()
    const answer = this.#page.locator('.answer')
    return (await answer.isVisible()) ? answer.innerText() : ''
  }

  async next(answer: string): Promise<void> {
    await this.#hands.choose(this.#page.getByLabel('Next answer'), answer)
  }

  async reset(): Promise<void> {
    await this.#hands.press(this.#page.getByRole('button', { name: 'Reset' }))
    await this.#page.getByText('All records are as they were at the start.').waitFor()
  }

  /** What the panel tells of the last request. */
  last(): Promise<string> {
    return this.#page.locator('.mock-panel li').first().innerText()
  }

  told(): Promise<string> {
    return this.#page.locator('.mock-panel [role=status]').innerText()
  }

  offered(name: string): Promise<string[]> {
    return this.#page
      .locator(`[id="offered-path:${name}"] option`)
      .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value))
  }
}

/** Creates, finds, changes and deletes a customer, is throttled, and resets, all on the pages of a static server. */
export async function readAndTry(page: Page, hands: Hands, root: string): Promise<void> {
  const reader = new Reader(page, hands, root)
  await reader.goTo('createCustomer')
  const created = await reader.send({ body: '{ "displayName": "Saltmarsh Brewing" }' })
  expect(created).toMatch(/^201 Created/)
  expect(await reader.last()).toContain('1 record created')
  const id = /"id": "([^"]+)"/.exec(created)?.[1] as string

  await reader.goTo('listCustomers')
  expect(await reader.send()).toContain('Saltmarsh Brewing')

  await reader.goTo('updateCustomer')
  const sample = await page.locator('[name="path:CustomersId"]').inputValue()
  const changed = await reader.send({ 'path:CustomersId': id, body: '{ "displayName": "Saltmarsh Ltd" }' })
  expect(changed).toMatch(/^200 OK/)
  expect(await reader.last()).toContain('1 record updated')
  expect(await reader.offered('CustomersId')).toEqual(expect.arrayContaining([id, sample]))

  await reader.goTo('deleteCustomer')
  expect(await reader.send({ 'path:CustomersId': id })).toMatch(/^204 No Content/)
  expect(await reader.told()).toContain('“Reset” brings it back')

  await reader.goTo('listCustomers')
  expect(await reader.send()).not.toContain('Saltmarsh')
  await reader.next('429 Too Many Requests')
  expect(await reader.send()).toMatch(/^429 Too Many Requests/)
  expect(await reader.told()).toContain('was told to answer so')
  expect(await reader.send()).toMatch(/^200 OK/)
  await reader.next('the connection is lost')
  expect(await reader.send()).toBe('')
  await page.getByText('The connection was lost').waitFor()

  // The sample of a page does not wear out.
  await reader.goTo('deleteCustomer')
  expect(await reader.send()).toMatch(/^204/)
  expect(await reader.send()).toMatch(/^404/)
  await reader.reset()
  expect(await reader.send()).toMatch(/^204/)
}
