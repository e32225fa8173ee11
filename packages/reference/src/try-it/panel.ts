import { statusKind } from '../description/status.ts'
import { element } from './element.ts'
import type { TriedMock } from './page-mock.ts'

/** What is used of the mock's record of a request. */
export interface Exchanged {
  number: number
  method: string
  url: string
  body?: unknown
  status: number
  why: string[]
  change?: {
    kind: 'create' | 'update' | 'delete'
    resource: string
    key: string
    before?: Record<string, unknown>
    after?: Record<string, unknown>
  }
}

const shown = 10

/** The last requests that the mock answered, the newest first: what was asked, why it was answered so, what changed. */
export async function exchangesOf(mock: TriedMock): Promise<Exchanged[]> {
  const { requests } = await (await mock.control('/__mock/requests')).json()
  return (requests as Exchanged[]).slice(-shown).reverse()
}

export function exchangeItems(exchanges: readonly Exchanged[]): HTMLLIElement[] {
  return exchanges.map((exchange) => {
    const item = element('li', '')
    const details = element('details', '')
    details.append(summaryOf(exchange), ...detailsOf(exchange))
    item.append(details)
    return item
  })
}

function summaryOf({ method, url, status, change }: Exchanged): HTMLElement {
  const summary = element('summary', '')
  const badge = element('span', method)
  badge.className = `method method-${method.toLowerCase()}`
  const answer = element('span', status === 0 ? 'lost' : String(status))
  answer.className = `status status-${statusKind(status)}`
  summary.append(badge, ' ', element('code', decoded(url)), ' ', answer)
  if (change) summary.append(' ', element('small', `1 record ${change.kind}d`))
  return summary
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url)
  } catch {
    return url
  }
}

function detailsOf({ body, why, change }: Exchanged): HTMLElement[] {
  return [
    ...(body === undefined ? [] : [titled('Sent'), code(body)]),
    titled('Why this answer'),
    element('p', why.join('; ')),
    ...(change ? [titled(`Changed in ${change.resource}`), changeTable(change)] : []),
  ]
}

function titled(text: string): HTMLElement {
  const title = element('p', text)
  title.className = 'panel-title'
  return title
}

function code(value: unknown): HTMLElement {
  const block = element('pre', '')
  block.tabIndex = 0
  block.append(element('code', JSON.stringify(value, null, 2)))
  return block
}

/** The properties that differ; before and after, where there was both. */
function changeTable({ kind, before = {}, after = {} }: NonNullable<Exchanged['change']>): HTMLElement {
  const table = element('table', '')
  const head = element('tr', '')
  const sides = kind === 'update' ? ['Before', 'After'] : [kind === 'create' ? 'After' : 'Before']
  head.append(...['Property', ...sides].map((text) => element('th', text)))
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  const rows = names
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map((name) => {
      const row = element('tr', '')
      const title = element('th', name)
      title.scope = 'row'
      row.append(title, ...sides.map((side) => valueCell((side === 'Before' ? before : after)[name])))
      return row
    })
  table.append(head, ...rows)
  const scroller = element('div', '')
  scroller.className = 'panel-table'
  scroller.tabIndex = 0
  scroller.append(table)
  return scroller
}

function valueCell(value: unknown): HTMLTableCellElement {
  return element('td', value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value))
}
