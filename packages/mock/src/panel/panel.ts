import type { RequestRecord } from '../server/log.ts'
import { answersView } from './answers.ts'
import { Control, type ControlError, type PanelSource } from './control.ts'
import { faultsView } from './faults.ts'
import { recordsView } from './records.ts'
import { requestsView } from './requests.ts'
import { style } from './style.ts'
import { button, form, h, type PanelContext, type View } from './view.ts'
import { clockView, sessionsView } from './world.ts'

export type { PanelSource } from './control.ts'

/** How often the panel asks for news, in milliseconds. A mock in a page cannot push it. */
const pace = 1000

interface RequestList {
  readonly requests: readonly RequestRecord[]
  readonly asked: number
}

/**
 * Shows the requests and records of a mock, and controls it: faults, own answers, clock, sessions, reset. It uses the
 * control routes of a server, or of a mock in the same page. The page at `/__mock/` consists only of this element.
 *
 * @example
 * import { definePanel } from '@clientele/mock/panel'
 *
 * definePanel()
 * const panel = document.querySelector('clientele-mock-panel')
 * panel.connect({ fetch: mock.fetch, base: 'http://mock.localhost' })
 */
export class MockPanel extends HTMLElement {
  #control: Control | undefined
  #views: readonly View[] = []
  #open = 0
  #seen = 0
  #anew = true
  /** Whether the shown error came from asking for news, not from an action. */
  #unreachable = false
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #alert = h('div', { role: 'alert' })
  readonly #done = h('div', { role: 'status' })
  readonly #session = h('span', { class: 'session' })
  readonly #leave = button('Leave the session', () => this.#enter(undefined))
  readonly #token = this.#tokenForm()

  /** Shows another mock from now on. */
  connect(source: PanelSource): void {
    this.#control = new Control(source)
    this.#build(this.#control)
    this.#anew = true
    void this.refresh()
    this.#tick()
  }

  /** Asks for news at once, for example after a request of the page itself. */
  async refresh(): Promise<void> {
    const control = this.#control
    if (!control) return
    try {
      const { session } = control
      const list = await control.get<RequestList>(`requests?after=${this.#anew ? 0 : this.#seen}`)
      // Another session was entered meanwhile, and its own refresh is pending.
      if (session !== control.session || control !== this.#control) return
      if (!this.#anew && list.asked < this.#seen) this.#anew = true
      else this.#hear(list)
      await this.#views[this.#open]?.update?.()
      this.#token.hidden = true
      // The error of an action stays until the next action.
      if (this.#unreachable) this.#say('')
    } catch (error) {
      this.#fail(error)
      this.#unreachable = true
    }
  }

  connectedCallback(): void {
    this.#tick()
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer)
  }

  #hear({ requests, asked }: RequestList): void {
    const news = {
      requests: requests.filter(({ number }) => this.#anew || number > this.#seen),
      anew: this.#anew,
    }
    if (news.requests.length > 0) this.#done.textContent = ''
    this.#seen = asked
    this.#anew = false
    for (const view of this.#views) view.hear?.(news)
  }

  #tick(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(async () => {
      if (!document.hidden) await this.refresh()
      if (this.isConnected) this.#tick()
    }, pace)
  }

  #build(control: Control): void {
    const context: PanelContext = {
      control,
      run: (work) => this.#run(work),
      enter: (session) => this.#enter(session),
      draftAnswer: (answer) => {
        this.#show(this.#views.indexOf(answers))
        void this.#run(() => answers.draft(answer))
      },
    }
    const answers = answersView(context)
    this.#views = [
      requestsView(context),
      recordsView(context),
      faultsView(context),
      answers,
      clockView(context),
      ...(control.compact ? [] : [sessionsView(context)]),
    ]
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' })
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(style)
    root.adoptedStyleSheets = [sheet]
    const reset = button('Reset', () => this.#reset(control))
    const title = control.compact ? h('h2', {}, 'The mock') : h('h2', {}, 'Mock: ', this.#session)
    root.replaceChildren(
      h('header', {}, title, this.#leave, reset),
      this.#done,
      this.#alert,
      this.#token,
      ...this.#tabs(),
    )
    this.#nameSession()
    this.#show(this.#open)
  }

  #tabs(): HTMLElement[] {
    const tabs = this.#views.map(({ label }, index) =>
      h(
        'button',
        {
          type: 'button',
          role: 'tab',
          id: `tab-${index}`,
          'aria-controls': `panel-${index}`,
          onclick: () => this.#show(index),
          onkeydown: (event) => this.#arrow(event as KeyboardEvent, index),
        },
        label,
      ),
    )
    const panels = this.#views.map(({ node }, index) =>
      h('div', { role: 'tabpanel', id: `panel-${index}`, 'aria-labelledby': `tab-${index}` }, node),
    )
    return [h('div', { role: 'tablist', 'aria-label': 'Mock' }, ...tabs), ...panels]
  }

  /** Tabs as in the ARIA Authoring Practices: one stop for Tab, arrows between them. */
  #arrow(event: KeyboardEvent, index: number): void {
    const last = this.#views.length - 1
    const to = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: last }[event.key]
    if (to === undefined) return
    event.preventDefault()
    this.#show((to + this.#views.length) % this.#views.length)
    this.shadowRoot?.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus()
  }

  #show(open: number): void {
    this.#open = open
    for (const [index, tab] of this.#all('[role=tab]').entries()) {
      tab.setAttribute('aria-selected', String(index === open))
      tab.tabIndex = index === open ? 0 : -1
    }
    for (const [index, panel] of this.#all('[role=tabpanel]').entries()) panel.hidden = index !== open
    void this.refresh()
  }

  #all(selector: string): HTMLElement[] {
    return [...(this.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? [])]
  }

  async #reset(control: Control): Promise<void> {
    if (await this.#run(() => control.send('POST', 'reset')))
      this.#done.textContent = 'All records are as they were at the start, and nothing goes wrong on purpose.'
  }

  async #run(work: () => Promise<unknown>): Promise<boolean> {
    this.#say('')
    try {
      await work()
    } catch (error) {
      this.#fail(error)
      return false
    }
    await this.refresh()
    return true
  }

  #enter(session: string | undefined): void {
    if (!this.#control) return
    this.#control.session = session
    this.#anew = true
    this.#nameSession()
    this.#say('')
    this.#show(0)
  }

  #nameSession(): void {
    const { session } = this.#control ?? {}
    this.#session.textContent = session === undefined ? 'main session' : `session ${session}`
    this.#leave.hidden = session === undefined
  }

  #fail(error: unknown): void {
    const lacksToken = (error as Partial<ControlError>).status === 401
    if (lacksToken) this.#token.hidden = false
    this.#say(lacksToken && this.#control?.token === undefined ? '' : (error as Error).message)
  }

  #say(text: string): void {
    this.#unreachable = false
    if (text !== '') this.#done.textContent = ''
    if (this.#alert.textContent !== text) this.#alert.textContent = text
  }

  /** Shown when the mock was started with `--control-token`. */
  #tokenForm(): HTMLElement {
    const enter = form(
      (fields) => {
        if (!this.#control) return
        this.#control.token = String(fields.get('token'))
        void this.refresh()
      },
      h('label', { for: 'token' }, 'Control token '),
      h('input', { id: 'token', name: 'token', type: 'password', required: true, autocomplete: 'off' }),
      h('button', {}, 'Use it'),
    )
    return h('div', { class: 'token', hidden: true }, enter)
  }
}

/** Registers `<clientele-mock-panel>` in the page; calling it again is harmless. */
export function definePanel(): void {
  if (!customElements.get('clientele-mock-panel')) customElements.define('clientele-mock-panel', MockPanel)
}

declare global {
  interface HTMLElementTagNameMap {
    'clientele-mock-panel': MockPanel
  }
}
