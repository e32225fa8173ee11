import { rememberChoice, rememberedChoice } from './remembered-choice.ts'

const storageKey = 'clientele-language'

/**
 * Shows one of several samples at a time (WAI-ARIA tabs pattern) and remembers the language for the next page.
 * Without script all samples stand below each other under their headings.
 */
class SampleTabs extends HTMLElement {
  connectedCallback(): void {
    const panels = [...this.querySelectorAll<HTMLElement>(':scope > section')]
    const tabs = panels.map((panel, index) => this.#tab(panel, index))
    const list = document.createElement('div')
    list.setAttribute('role', 'tablist')
    list.setAttribute('aria-label', 'Language of the sample')
    list.append(...tabs)
    list.addEventListener('keydown', (event) => move(event, tabs))
    this.prepend(list)
    const remembered = panels.findIndex((panel) => panel.dataset.label === rememberedChoice(storageKey))
    this.#select(Math.max(remembered, 0), tabs, panels)
    list.addEventListener('click', (event) => {
      const index = tabs.indexOf(event.target as HTMLButtonElement)
      if (index < 0) return
      rememberChoice(storageKey, panels[index]?.dataset.label ?? '')
      this.#select(index, tabs, panels)
    })
    this.classList.add('ready')
  }

  #tab(panel: HTMLElement, index: number): HTMLButtonElement {
    const tab = document.createElement('button')
    tab.type = 'button'
    tab.id = `sample-tab-${index}`
    tab.setAttribute('role', 'tab')
    tab.textContent = panel.dataset.label ?? ''
    panel.setAttribute('role', 'tabpanel')
    panel.setAttribute('aria-labelledby', tab.id)
    return tab
  }

  #select(index: number, tabs: HTMLButtonElement[], panels: HTMLElement[]): void {
    for (const [position, tab] of tabs.entries()) {
      const selected = position === index
      tab.setAttribute('aria-selected', String(selected))
      tab.tabIndex = selected ? 0 : -1
      panels[position]?.toggleAttribute('hidden', !selected)
    }
  }
}

function move(event: KeyboardEvent, tabs: HTMLButtonElement[]): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
  if (step === undefined) return
  const here = tabs.indexOf(event.target as HTMLButtonElement)
  const next = tabs[(here + step + tabs.length) % tabs.length]
  next?.focus()
  next?.click()
}

export function defineSampleTabs(): void {
  customElements.define('sample-tabs', SampleTabs)
}
