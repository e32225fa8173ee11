import type { TryItData } from './data.ts'
import { element } from './element.ts'
import { PageMock, servedMock, type TriedMock } from './page-mock.ts'
import { exchangeItems, exchangesOf } from './panel.ts'
import { choicesFor, snapshotOf } from './records.ts'
import { wholePanel } from './whole-panel.ts'

/** What the mock can be told to answer once, whatever it is asked. */
const faults: [label: string, rule?: object][] = [
  ['as documented'],
  ['429 Too Many Requests', { kind: 'status', status: 429, retryAfter: 5 }],
  ['503 Service Unavailable', { kind: 'status', status: 503, retryAfter: 5 }],
  ['the connection is lost', { kind: 'reset' }],
]

/** The mock beside the form: what it was asked, what it answered and changed, how to make it fail, and a way back. */
export class MockPanel {
  readonly #form: HTMLElement
  readonly #data: TryItData
  readonly #mock: TriedMock
  readonly #exchanges = element('ol', '')
  readonly #told = element('p', '')
  readonly #fault = element('select', '')

  /** Whether the control routes answer: a server may have them switched off, or ask for a token. */
  readonly #controlled: boolean
  /** Whether the answer to come is one that was chosen. */
  #chosen = false

  private constructor(form: HTMLElement, data: TryItData, mock: TriedMock, controlled: boolean) {
    this.#form = form
    this.#data = data
    this.#mock = mock
    this.#controlled = controlled
    this.#told.setAttribute('role', 'status')
    this.#fault.append(...faults.map(([label]) => new Option(label)))
    const place = form.querySelector<HTMLElement>('.mock-panel')
    if (!controlled || !place) return
    place.replaceChildren(...this.#elements())
    place.hidden = false
  }

  /** @param served - whether the mock has served the page; otherwise one starts in the page. */
  static async open(form: HTMLElement, data: TryItData, served: boolean): Promise<MockPanel> {
    const mock = served ? servedMock : await PageMock.start(data.documents)
    const { ok } = await mock.control('/__mock/requests')
    return new MockPanel(form, data, mock, ok)
  }

  /** What carries requests to the mock. */
  get transport(): typeof fetch {
    return this.#mock.fetch
  }

  /** Before a request: the fault that was chosen for it. */
  async prepare(): Promise<void> {
    const rule = faults[this.#fault.selectedIndex]?.[1]
    this.#told.textContent = ''
    this.#chosen = rule !== undefined
    if (!rule) return
    await this.#put('/__mock/faults', { rules: [{ ...rule, count: 1 }] })
    this.#fault.selectedIndex = 0
  }

  /** After a request: what happened, and which records there are now. */
  async refresh(method = 'GET', status = 0): Promise<void> {
    if (!this.#controlled) return
    if (this.#mock instanceof PageMock && method !== 'GET') await this.#mock.keep()
    this.#exchanges.replaceChildren(...exchangeItems(await exchangesOf(this.#mock)))
    this.#told.textContent = this.#news(method, status)
    await this.#offerKeys()
  }

  #news(method: string, status: number): string {
    if (this.#chosen) return 'The mock was told to answer so. The next request gets through.'
    if (method === 'DELETE' && status < 300)
      return 'The record is deleted. “Reset” brings it back, with its id.'
    return status === 404 ? 'Was it deleted? “Reset” brings back the records of the examples.' : ''
  }

  #elements(): HTMLElement[] {
    const title = element('p', this.#mock instanceof PageMock ? 'The mock in this page' : 'The mock')
    title.className = 'panel-head'
    const reset = element('button', 'Reset')
    reset.type = 'button'
    reset.className = 'button quiet'
    reset.addEventListener('click', () => void this.#reset())
    const steps = element('div', '')
    steps.className = 'panel-steps'
    // A server's mock may have faults of its own, which one of ours would replace.
    if (this.#mock instanceof PageMock) {
      const next = element('label', '')
      next.append(element('span', 'Next answer'), this.#fault)
      steps.append(next)
    }
    steps.append(reset)
    const warning = element('p', this.#mock instanceof PageMock ? this.#mock.warning : '')
    return [title, steps, warning, this.#told, this.#exchanges, wholePanel(this.#mock, () => this.#changed())]
  }

  /** What the whole panel changes is there in the list, and on the next page. */
  async #changed(): Promise<void> {
    if (this.#mock instanceof PageMock) await this.#mock.keep()
    await this.refresh()
  }

  async #reset(): Promise<void> {
    this.#chosen = false
    await this.#mock.control('/__mock/reset', { method: 'POST' })
    if (this.#mock instanceof PageMock) await this.#mock.keep()
    await this.refresh()
    this.#told.textContent = 'All records are as they were at the start.'
  }

  async #put(path: string, value: unknown): Promise<void> {
    const answer = await this.#mock.control(path, { method: 'PUT', body: JSON.stringify(value) })
    if (!answer.ok) throw new Error(await answer.text())
  }

  /** Lets the path parameters be chosen from the records that exist. */
  async #offerKeys(): Promise<void> {
    const snapshot = await snapshotOf(this.#mock)
    const { api, target, parameters } = this.#data
    const typed: Record<string, string> = {}
    for (const { name, in: place } of parameters) {
      const input = this.#form.querySelector<HTMLInputElement>(`input[name="${place}:${name}"]`)
      if (place !== 'path' || !input) continue
      const choices = choicesFor(snapshot, api, target.path, name, typed)
      typed[name] = input.value
      listOf(input).replaceChildren(...choices.map(({ key, label }) => new Option(label || key, key)))
    }
  }
}

/** The list of values that a field offers. */
function listOf(input: HTMLInputElement): HTMLDataListElement {
  const known = input.list
  if (known instanceof HTMLDataListElement) return known
  const list = element('datalist', '')
  list.id = `offered-${input.name}`
  input.after(list)
  input.setAttribute('list', list.id)
  return list
}
