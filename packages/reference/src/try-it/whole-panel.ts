import { element } from './element.ts'
import type { TriedMock } from './page-mock.ts'

/**
 * What the mock's own page at `/__mock/` shows: records, faults, own answers, clock, sessions. Loaded when it is opened.
 *
 * @param changed - told of what the panel changes.
 */
export function wholePanel(mock: TriedMock, changed: () => Promise<void>): HTMLDetailsElement {
  const details = element('details', '')
  details.className = 'whole-panel'
  details.append(element('summary', 'Records, faults, own answers, clock and sessions'))
  details.addEventListener(
    'toggle',
    () => void (details.open ? fill(details, mock, changed) : empty(details)),
  )
  return details
}

async function fill(
  details: HTMLDetailsElement,
  mock: TriedMock,
  changed: () => Promise<void>,
): Promise<void> {
  const { definePanel } = await import('@clientele/mock/panel')
  definePanel()
  const panel = document.createElement('clientele-mock-panel')
  empty(details)
  details.append(panel)
  const fetch = async (path: string, init?: RequestInit) => {
    const answer = await mock.control(path, init)
    if (init?.method !== 'GET') await changed()
    return answer
  }
  panel.connect({ fetch, base: '' })
}

/** A panel that nobody sees asks for nothing. */
function empty(details: HTMLDetailsElement): void {
  details.querySelector('clientele-mock-panel')?.remove()
}
