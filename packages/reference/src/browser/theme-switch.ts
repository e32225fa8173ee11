import { rememberChoice, rememberedChoice } from './remembered-choice.ts'

const storageKey = 'starlight-theme'

type Theme = 'light' | 'dark'

function current(): Theme {
  return document.documentElement.dataset.theme === 'light' ? 'light' : 'dark'
}

function apply(theme: Theme): void {
  document.documentElement.dataset.theme = theme
  for (const button of document.querySelectorAll('theme-switch button')) {
    button.setAttribute('aria-pressed', String(theme === 'dark'))
  }
}

/** Switches between light and dark and remembers the choice. Without a choice the page follows the system. */
class ThemeSwitch extends HTMLElement {
  connectedCallback(): void {
    apply(current())
    this.querySelector('button')?.addEventListener('click', () => {
      const theme = current() === 'dark' ? 'light' : 'dark'
      rememberChoice(storageKey, theme)
      apply(theme)
    })
  }
}

export function defineThemeSwitch(): void {
  customElements.define('theme-switch', ThemeSwitch)
  matchMedia('(prefers-color-scheme: light)').addEventListener('change', ({ matches }) => {
    if (!rememberedChoice(storageKey)) apply(matches ? 'light' : 'dark')
  })
}
