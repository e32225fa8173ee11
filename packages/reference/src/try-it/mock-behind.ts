import { definePanel } from '@clientele/mock/panel'
import type { TryItData } from './data.ts'
import { offerKeys } from './offered-keys.ts'
import { PageMock } from './page-mock.ts'
import { choicesOf } from './records.ts'
import { servedMock, type TriedMock } from './tried-mock.ts'

/** The mock behind a form: it carries the requests, and its panel stands beside the form. */
export class MockBehind {
  readonly #form: HTMLElement
  readonly #data: TryItData
  readonly #mock: TriedMock
  /** Not shown if the control routes refuse: a server may have them switched off, or ask for a token. */
  readonly #panel = document.createElement('clientele-mock-panel')
  readonly #controlled: boolean

  private constructor(form: HTMLElement, data: TryItData, mock: TriedMock, controlled: boolean) {
    this.#form = form
    this.#data = data
    this.#mock = mock
    this.#controlled = controlled
    if (controlled) this.#showPanel()
  }

  /** @param served - whether the mock has served the page; otherwise one starts in the page. */
  static async open(form: HTMLElement, data: TryItData, served: boolean): Promise<MockBehind> {
    const mock = served ? servedMock : await PageMock.start(data.documents)
    const { ok } = await mock.control('/__mock/requests')
    return new MockBehind(form, data, mock, ok)
  }

  /** What carries requests to the mock. */
  get transport(): typeof fetch {
    return this.#mock.fetch
  }

  /** Shows what became of a request, and keeps it for the next page. */
  async follow(): Promise<void> {
    if (!this.#controlled) return
    await this.#mock.keep()
    await Promise.all([this.#panel.refresh(), this.offer()])
  }

  /** Offers the present records in the fields of path parameters. */
  async offer(): Promise<void> {
    const { api, target } = this.#data
    const now = this.#controlled ? await choicesOf(this.#mock, api, target.path) : undefined
    if (now) offerKeys(this.#form, this.#data, now)
  }

  #showPanel(): void {
    const place = this.#form.querySelector<HTMLElement>('.mock-panel')
    if (!place) return
    const warning = document.createElement('p')
    warning.textContent = this.#mock.warning
    place.replaceChildren(warning, this.#panel)
    place.hidden = false
    definePanel()
    this.#panel.connect({ fetch: (path, init) => this.#steer(path, init), base: '', compact: true })
  }

  /** Passes on a control request of the panel. What it changes shows in the fields and on the next page. */
  async #steer(path: string, init: RequestInit = {}): Promise<Response> {
    const answer = await this.#mock.control(path, init)
    if (init.method !== 'GET') {
      await this.#mock.keep()
      await this.offer()
    }
    return answer
  }
}
