import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { addressOf } from './site.ts'

/** How a reader presses, types and chooses. */
export interface Hands {
  press(target: Locator): Promise<void>
  type(target: Locator, text: string): Promise<void>
  /** Chooses the first option that begins like the label. */
  choose(target: Locator, label: string): Promise<void>
  /** Opens a tab. */
  open(target: Locator): Promise<void>
  /** Turns a switch. */
  turn(target: Locator): Promise<void>
}

export const mouse: Hands = {
  press: (target) => target.click(),
  type: (target, text) => target.fill(text),
  async choose(target, label) {
    const option = target.locator('option').filter({ hasText: new RegExp(`^${label}`) })
    await target.selectOption(await option.first().innerText())
  },
  open: (target) => target.click(),
  turn: (target) => target.click(),
}

export const finger: Hands = {
  ...mouse,
  press: (target) => target.tap(),
  open: (target) => target.tap(),
  turn: (target) => target.tap(),
}

/** Tabs to everything from the start of the page. */
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
  /** Tabs are one stop; the arrows go from one to the next. */
  async open(target) {
    const open = target.page().locator('clientele-mock-panel').locator('[role=tab][aria-selected=true]')
    await tabTo(open)
    for (let presses = 0; presses < 10; presses++) {
      if ((await target.getAttribute('aria-selected')) === 'true') return
      await target.page().keyboard.press('ArrowRight')
    }
  },
  async turn(target) {
    await tabTo(target)
    await target.press('Space')
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
    const reached = await target.evaluate(
      (element) => (element.getRootNode() as Document | ShadowRoot).activeElement === element,
    )
    if (reached) return
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

  /** Fills in and sends; returns the text of the answer, or an empty text. */
  async send(values: Record<string, string> = {}): Promise<string> {
    const form = this.#page.locator('#try-it')
    for (const [name, text] of Object.entries(values))
      await this.#hands.type(form.locator(`[name="${name}"]`), text)
    await this.#hands.press(form.getByRole('button', { name: /^Send [A-Z]+$/ }))
    await this.#page.locator('#try-it[aria-busy=false]').waitFor()
    const answer = this.#page.locator('.answer')
    return (await answer.isVisible()) ? answer.innerText() : ''
  }

  /** Lets the next request fail; the panel stands beside the form after the first one. */
  async failOnce(fault: string): Promise<void> {
    await this.#open('Faults')
    await this.#turnOn('Only for the next request')
    await this.#turnOn(fault)
    const kept = () => this.#page.evaluate(() => sessionStorage.getItem('clientele-mock'))
    await expect.poll(kept).toContain('"count":1,"applied":0')
  }

  async #open(tab: string): Promise<void> {
    const target = this.#panel.getByRole('tab', { name: tab })
    await this.#hands.open(target)
    await this.#panel.getByRole('tabpanel', { name: tab }).waitFor()
  }

  async #turnOn(name: string): Promise<void> {
    const target = this.#panel.getByRole('switch', { name })
    if (!(await target.isChecked())) await this.#hands.turn(target)
    await expect.poll(() => target.isChecked()).toBe(true)
  }

  async reset(): Promise<void> {
    await this.#hands.press(this.#panel.getByRole('button', { name: 'Reset' }))
    await this.#panel.getByText('All records are as they were at the start').waitFor()
  }

  /** What the panel tells of the last request. */
  async last(): Promise<string> {
    await this.#open('Requests')
    const newest = this.#panel.getByRole('listitem').first()
    await newest.getByText('Why this answer').waitFor()
    return newest.innerText()
  }

  /** The ids that a path parameter offers. */
  offered(name: string): Promise<string[]> {
    return this.#page
      .getByLabel(`Choose ${name} from the records`)
      .locator('option')
      .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value))
  }

  /** Chooses one of the records that a path parameter offers. */
  async choose(name: string, label: string): Promise<void> {
    await this.#hands.choose(this.#page.getByLabel(`Choose ${name} from the records`), label)
  }

  get #panel(): Locator {
    return this.#page.locator('clientele-mock-panel')
  }
}

/** Is refused, creates, finds, changes and deletes a customer, is throttled, and resets, all on the pages of a static server. */
export async function readAndTry(page: Page, hands: Hands, root: string): Promise<void> {
  const reader = new Reader(page, hands, root)
  await reader.goTo('createCustomer')
  expect(await reader.send({ body: '{ "displayName": 7 }' })).toMatch(/^400[\s\S]*displayName must be string/)
  const created = await reader.send({ body: '{ "displayName": "Saltmarsh Brewing" }' })
  expect(created).toMatch(/^201 Created/)
  expect(await reader.last()).toContain('1 record created')
  const id = /"id": "([^"]+)"/.exec(created)?.[1] as string

  await reader.goTo('listCustomers')
  expect(await reader.send()).toContain('Saltmarsh Brewing')

  // Before the first request of a page, too, a field offers what exists by now.
  await reader.goTo('updateCustomer')
  const field = page.locator('[name="path:CustomersId"]')
  const sample = await field.inputValue()
  await field.focus()
  await expect.poll(() => reader.offered('CustomersId')).toEqual(expect.arrayContaining([id, sample]))
  await reader.choose('CustomersId', 'Saltmarsh')
  expect(await field.inputValue()).toBe(id)
  expect(await reader.send({ body: '{ "displayName": "Saltmarsh Ltd" }' })).toMatch(/^200 OK/)
  const change = await reader.last()
  expect(change).toContain('1 record changed')
  expect(change.replace(/\s+/g, ' ')).toContain('displayName Saltmarsh Brewing Saltmarsh Ltd')

  await reader.goTo('deleteCustomer')
  expect(await reader.send({ 'path:CustomersId': id })).toMatch(
    /^204 No Content[\s\S]*“Reset” brings it back/,
  )

  await reader.goTo('listCustomers')
  expect(await reader.send()).not.toContain('Saltmarsh')
  await reader.failOnce('Too many requests (429)')
  // The next page keeps what was set in the panel.
  await reader.goTo('deleteCustomer')
  expect(await reader.send()).toMatch(/^429 Too Many Requests/)
  expect(await reader.last()).toContain('fault: status 429, 1 of 1')
  await reader.failOnce('Lost answers')
  expect(await reader.send()).toBe('')
  await page.getByText('The connection was lost').waitFor()

  // A reset brings the record of a page's sample back.
  expect(await reader.send()).toMatch(/^404[\s\S]*“Reset” brings back/)
  await reader.reset()
  expect(await reader.send()).toMatch(/^204/)
}
