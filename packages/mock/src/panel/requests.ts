import type { RecordChange, RequestRecord } from '../server/log.ts'
import { button, cell, h, type News, type PanelContext, table, type View } from './view.ts'

/** More would make the page slow. */
const most = 200

/** The requests as they come, the newest first, with the reasons for their answers. */
export function requestsView({ control, draftAnswer }: PanelContext): View {
  const list = h('ol', { class: 'requests', 'aria-label': 'Requests, the newest first' })
  const status = h('p', { role: 'status' })
  const filter = h('input', { type: 'search', id: 'filter', oninput: () => show() })
  const label = h('label', { for: 'filter' }, 'Filter ')
  let unfolded: HTMLDetailsElement | undefined
  const unfoldNewest = () => {
    if (unfolded) unfolded.open = false
    unfolded = list.querySelector('details') ?? undefined
    if (unfolded) unfolded.open = true
  }
  const show = () => {
    const wanted = filter.value.toLowerCase()
    for (const item of list.children as Iterable<HTMLElement> & HTMLCollection)
      item.hidden = !item.textContent.toLowerCase().includes(wanted)
  }
  return {
    label: 'Requests',
    node: h('div', {}, ...(control.compact ? [] : [h('p', {}, label, filter), status]), list),
    hear({ requests, anew }: News) {
      if (anew) list.replaceChildren()
      if (requests.length === 0 && !anew) return
      for (const request of requests) list.prepend(item(request, draftAnswer))
      while (list.children.length > most) list.lastElementChild?.remove()
      if (control.compact) unfoldNewest()
      const { length } = list.children
      status.textContent =
        length === 0 ? 'No requests yet.' : `${length} ${length === 1 ? 'request' : 'requests'}`
      show()
    },
  }
}

function item(request: RequestRecord, draft: PanelContext['draftAnswer']): HTMLElement {
  const { number, time, method, url, status, operation } = request
  const details = h('details', {}, summaryOf(request))
  // The content is made when someone opens it.
  details.addEventListener('toggle', () => details.append(...inside(request, draft)), { once: true })
  details.setAttribute('aria-label', `${number}: ${method} ${url}, ${status}, ${operation ?? ''} ${time}`)
  return h('li', {}, details)
}

function summaryOf(request: RequestRecord): HTMLElement {
  const { number, time, method, url, status, operation, change } = request
  const kind = status === 0 ? 5 : Math.floor(status / 100)
  return h(
    'summary',
    {},
    h('span', { class: `status s${kind}` }, status === 0 ? 'lost' : String(status)),
    ' ',
    h('strong', {}, method),
    ' ',
    h('code', {}, decoded(url)),
    ' ',
    change && h('span', { class: 'change' }, `1 record ${done[change.kind]}`),
    ' ',
    h('small', {}, `${operation?.split(' ').at(-1) ?? ''} #${number}, ${time.slice(11, 19)}`),
  )
}

/** An address as people read it. */
function decoded(url: string): string {
  try {
    return decodeURIComponent(url)
  } catch {
    return url
  }
}

function inside(request: RequestRecord, draft: PanelContext['draftAnswer']): HTMLElement[] {
  const { why, headers, body, change, duration } = request
  return [
    h('h3', {}, 'Why this answer'),
    h('ul', {}, ...why.map((reason) => h('li', {}, reason)), h('li', {}, `${duration} ms`)),
    ...(change ? [changeTable(change)] : []),
    table(
      'Headers of the request',
      ['Header', 'Value'],
      Object.entries(headers).map((pair) => pair.map(cell)),
    ),
    ...(body === undefined
      ? []
      : [h('h3', {}, 'Body of the request'), h('pre', { tabindex: 0 }, JSON.stringify(body, null, 2))]),
    ...(request.operation === undefined ? [] : [h('p', {}, answerButton(request, draft))]),
  ]
}

function answerButton(
  { operation = '', path }: RequestRecord,
  draft: PanelContext['draftAnswer'],
): HTMLElement {
  const entry = { operation, ...(path && { when: { path } }), status: 200, body: {} }
  return button('Answer it yourself', () => draft(entry))
}

const done = { create: 'created', update: 'changed', replace: 'replaced', delete: 'deleted' }

/** A record before and after a write: the properties that differ, without what OData says about an answer. */
export function changeTable({ kind, resource, key, before, after }: RecordChange): HTMLElement {
  const caption = `${resource}: ${key || 'the record'} ${done[kind]}`
  if (!before && !after) return h('p', {}, `${caption}; the record is too large to be shown.`)
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  const rows = names
    .filter((name) => !name.includes('@odata.'))
    .map((name) => [name, before?.[name], after?.[name]] as const)
    .filter(([, old, current]) => JSON.stringify(old) !== JSON.stringify(current))
    .map(([name, old, current]) => [name, cell(old), cell(current)])
  const changes = table(caption, ['Property', 'Before', 'After'], rows)
  changes.classList.add('changes')
  return changes
}
