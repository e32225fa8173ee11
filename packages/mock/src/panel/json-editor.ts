import { button, h } from './dom.ts'

let editors = 0

/** A field of JSON with a button that applies it. What the reader has changed is not overwritten. */
export class JsonEditor {
  readonly node: HTMLElement
  readonly #area: HTMLTextAreaElement
  readonly #mistake = h('p', { role: 'alert' })
  #shown = ''

  /** @param apply Says whether it was done; what was refused stays for the reader to mend. */
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

  /** Shows a value, unless the reader is changing the one before. */
  show(value: unknown): void {
    const text = JSON.stringify(value, null, 2)
    if (this.#area.value === this.#shown) this.#area.value = text
    this.#shown = text
  }

  /** What stands there now; undefined when it is not JSON. */
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
