/** The button and the shortcuts that open the search. What searches is loaded when it opens for the first time. */
class SiteSearch extends HTMLElement {
  #loading: Promise<unknown> | undefined

  connectedCallback(): void {
    this.querySelector('button')?.addEventListener('click', () => this.#open())
    document.addEventListener('keydown', (event) => this.#shortcut(event))
  }

  #open(): void {
    this.#loading ??= import('./search-dialog.ts').then(({ SearchDialog }) => new SearchDialog(this))
    this.querySelector('dialog')?.showModal()
    this.querySelector('input')?.select()
  }

  #shortcut(event: KeyboardEvent): void {
    const typing = (event.target as Element).closest('input, textarea, select, [contenteditable]') !== null
    const asked =
      (event.key === '/' && !typing) || (event.key.toLowerCase() === 'k' && (event.metaKey || event.ctrlKey))
    if (!asked || this.querySelector('dialog')?.open) return
    event.preventDefault()
    this.#open()
  }
}

export function defineSiteSearch(): void {
  customElements.define('site-search', SiteSearch)
}
