import type { Form } from './form.ts'

/** The fold with the form of an operation. What makes the form work is loaded when it is opened. */
class TryIt extends HTMLElement {
  #form: Promise<Form> | undefined
  /** Whether something was typed, perhaps before the form works. */
  #typed = false

  connectedCallback(): void {
    const details = this.querySelector('details')
    if (details?.open) void this.#start()
    // Not every browser opens a fold that holds the target of a link.
    for (const link of document.querySelectorAll('a[href="#try-it"]'))
      link.addEventListener('click', () => details?.setAttribute('open', ''))
    details?.addEventListener('toggle', () => {
      if (!details.open) return
      void this.#start()
      if (isBeside(this)) document.querySelector('.samples')?.scrollIntoView({ block: 'start' })
    })
    const fields = this.querySelector('form')
    fields?.addEventListener('input', () => {
      this.#typed = true
    })
    // A button that is pressed before the form works would load another page.
    fields?.addEventListener('submit', async (event) => {
      event.preventDefault()
      void (await this.#start()).submit()
    })
  }

  #start(): Promise<Form> {
    this.#form ??= this.#load()
    return this.#form
  }

  async #load(): Promise<Form> {
    const { Form } = await import('./form.ts')
    const form = new Form(this, () => isBeside(this))
    if (this.#typed) form.showSamples()
    return form
  }
}

/** Whether there is room for the sample and the panel beside the form, which scrolls on its own then. */
function isBeside(form: HTMLElement): boolean {
  return getComputedStyle(form).display === 'contents'
}

export function defineTryIt(): void {
  customElements.define('try-it', TryIt)
}
