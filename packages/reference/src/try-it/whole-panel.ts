import { element } from './element.ts'
import { PageMock, type TriedMock } from './page-mock.ts'

/** What the mock's own page at `/__mock/` shows: records, faults, own answers, clock, sessions. Loaded when it is opened. */
export function wholePanel(mock: TriedMock): HTMLDetailsElement {
  const details = element('details', '')
  details.className = 'whole-panel'
  details.append(element('summary', 'Records, faults, own answers, clock and sessions'))
  details.addEventListener('toggle', () => void (details.open ? fill(details, mock) : empty(details)))
  return details
}

async function fill(details: HTMLDetailsElement, mock: TriedMock): Promise<void> {
  const { definePanel } = await import('@clientele/mock/panel')
  definePanel()
  const panel = document.createElement('clientele-mock-panel')
  empty(details)
  details.append(panel)
  panel.connect({ fetch: (path, init) => asked(mock, path, init), base: '' })
}

/** A panel that nobody sees asks for nothing. */
function empty(details: HTMLDetailsElement): void {
  details.querySelector('clientele-mock-panel')?.remove()
}

/** What the panel changes is there on the next page, too. */
async function asked(mock: TriedMock, path: string, init?: RequestInit): Promise<Response> {
  const answer = await mock.control(path, init)
  if (mock instanceof PageMock && init?.method !== 'GET') await mock.keep()
  return answer
}
