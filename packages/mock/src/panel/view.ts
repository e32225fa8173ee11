import type { RequestRecord } from '../server/log.ts'
import type { Control } from './control.ts'

/** The news since the panel last asked. */
export interface News {
  /** The oldest first. */
  readonly requests: readonly RequestRecord[]
  /** Whether everything begins again: at first, after a reset, in another session. */
  readonly anew: boolean
}

/** One tab of the panel. */
export interface View {
  readonly label: string
  readonly node: HTMLElement
  /** Called with all news. */
  readonly hear?: (news: News) => void
  /** Asks for its content; only called while the tab is open. */
  readonly update?: () => Promise<void>
}

/** Functions that views share. */
export interface PanelContext {
  readonly control: Control
  /** Runs an action and shows its result or its error. Returns whether it succeeded. */
  readonly run: (work: () => Promise<unknown>) => Promise<boolean>
  /** Goes to another session; undefined is the main session. */
  readonly enter: (session: string | undefined) => void
  /** Opens the tab of own answers with one more entry. */
  readonly draftAnswer: (answer: object) => void
}

/** Content of an element; undefined and false are left out. */
export type Child = Node | string | undefined | false

/** Attributes by their names; a listener by `on…`. True is an attribute without a value, false and undefined are none. */
type Attributes = Readonly<Record<string, string | number | boolean | undefined | ((event: Event) => void)>>

/** Makes an element. Text is never read as HTML, so the content of a request cannot become part of the page. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value)
    else if (value === true) element.setAttribute(name, '')
    else if (value !== false && value !== undefined) element.setAttribute(name, String(value))
  }
  element.append(...children.filter((child) => child !== undefined && child !== false))
  return element
}

/** A button that does something. */
export function button(label: string, work: () => void, attributes: Attributes = {}): HTMLButtonElement {
  return h('button', { type: 'button', onclick: work, ...attributes }, label)
}

/** A table with a caption, in a box that also scrolls sideways by keyboard. */
export function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly Child[])[],
): HTMLElement {
  const header = h('tr', {}, ...head.map((name) => h('th', { scope: 'col' }, name)))
  const body = rows.map((cells) => h('tr', {}, ...cells.map((cell) => h('td', {}, cell))))
  return h(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption },
    h('table', {}, h('caption', {}, caption), h('thead', {}, header), h('tbody', {}, ...body)),
  )
}

/** How much of a value a cell shows, in characters. */
const cellLength = 160

/** What is not longer, such as an id, a time or a name, stays on one line; the table scrolls. */
const lineLength = 40

/** A value of JSON in a cell. */
export function cell(value: unknown): Child {
  if (value === undefined) return h('span', { class: 'none' }, '–')
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const shown = text.length > cellLength ? `${text.slice(0, cellLength)}…` : text
  return h('code', { class: text.length <= lineLength && 'line' }, shown)
}

/** A form whose button is pressed by Enter too. */
export function form(work: (fields: FormData) => void, ...children: readonly Child[]): HTMLFormElement {
  const element: HTMLFormElement = h(
    'form',
    {
      onsubmit: (event) => {
        event.preventDefault()
        work(new FormData(element))
      },
    },
    ...children,
  )
  return element
}

let editors = 0

/** A field of JSON with a button that applies it. What the reader has changed is not overwritten. */
export class JsonEditor {
  readonly node: HTMLElement
  readonly #area: HTMLTextAreaElement
  readonly #mistake = h('p', { role: 'alert' })
  #shown = ''

  /** @param apply Returns whether it succeeded; refused text stays for the reader to correct. */
  constructor(label: string, apply: (value: unknown) => Promise<boolean>) {
    const id = `json-${++editors}`
    this.#area = h('textarea', { id, rows: 12, spellcheck: 'false' })
    const work = async () => {
      const text = this.#area.value
      const value = this.draft
      this.#mistake.textContent = value === undefined ? 'This is not JSON.' : ''
      if (value !== undefined && (await apply(value)) && this.#area.value === text)
        this.#area.value = this.#shown
    }
    const discard = () => {
      this.#area.value = this.#shown
      this.#mistake.textContent = ''
    }
    const buttons = h('p', { class: 'row' }, button('Apply', work), button('Discard changes', discard))
    this.node = h('div', {}, h('label', { for: id }, label), this.#area, this.#mistake, buttons)
  }

  /** Shows a value, unless the reader is editing the previous one. */
  show(value: unknown): void {
    const text = JSON.stringify(value, null, 2)
    if (this.#area.value === this.#shown) this.#area.value = text
    this.#shown = text
  }

  /** The present value; undefined if it is not JSON. */
  get draft(): unknown {
    try {
      return JSON.parse(this.#area.value)
    } catch {
      return undefined
    }
  }

  /** Puts a value there for the reader to change and apply. */
  set draft(value: unknown) {
    this.#area.value = JSON.stringify(value, null, 2)
    this.#area.focus()
  }
}
