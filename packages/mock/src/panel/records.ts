import type { RecordChange } from '../server/log.ts'
import type { CollectionSnapshot, StoreSnapshot } from '../store/store.ts'
import { changeTable } from './requests.ts'
import { cell, h, type News, type PanelContext, table, type View } from './view.ts'

/** Rows and columns that a table shows. */
const most = { rows: 100, columns: 8 }
const lastWrites = 10

/** The records as tables, and the last writes with each record before and after. */
export function recordsView({ control }: PanelContext): View {
  const select = h('select', { id: 'collection', onchange: () => show() })
  const box = h('div', {})
  const writes = h('div', {})
  let collections: readonly CollectionSnapshot[] = []
  let changes: RecordChange[] = []
  let stale = true
  const show = () => {
    const chosen = collections.find((each) => nameOf(each) === select.value)
    box.replaceChildren(chosen ? recordTable(chosen, changes) : h('p', {}, 'No records.'))
  }
  return {
    label: 'Records',
    node: h('div', {}, h('p', {}, h('label', { for: 'collection' }, 'Collection '), select), box, writes),
    hear({ requests, anew }: News) {
      if (anew) changes = []
      changes = [...changes, ...requests.flatMap(({ change }) => change ?? [])].slice(-lastWrites)
      stale ||= anew || requests.length > 0
      const shown = changes.toReversed().map(changeTable)
      writes.replaceChildren(...(shown.length > 0 ? [h('h3', {}, 'Last writes'), ...shown] : []))
    },
    async update() {
      if (!stale) return
      stale = false
      const snapshot = await control.get<StoreSnapshot>('state')
      collections = snapshot.collections.filter(({ resource }) => !resource.startsWith('#'))
      const { value } = select
      select.replaceChildren(...collections.map(option))
      if (collections.some((each) => nameOf(each) === value)) select.value = value
      show()
    },
  }
}

function nameOf({ api, resource, parents }: CollectionSnapshot): string {
  return JSON.stringify([api, resource, parents])
}

function option(collection: CollectionSnapshot): HTMLElement {
  const { api, resource, parents, records } = collection
  let index = 0
  const path = resource.replace(/\{[^}]+\}/g, (parameter) => parents[index++] ?? parameter)
  return h('option', { value: nameOf(collection) }, `${api} ${path} (${records.length})`)
}

function recordTable(collection: CollectionSnapshot, changes: readonly RecordChange[]): HTMLElement {
  const { records } = collection
  const shown = records.slice(0, most.rows)
  const names = columnsOf(shown)
  const here = changes.filter((each) => nameOf({ ...each, records }) === nameOf(collection))
  const written = new Set(here.map(({ key }) => key))
  const rows = shown.map(({ key, value, version = 1 }) => [
    cell(key),
    written.has(key) ? h('strong', {}, `${version}, just written`) : String(version),
    ...names.map((name) => cell(value[name])),
  ])
  const rest = records.length > shown.length ? `, ${shown.length} of ${records.length} shown` : ''
  return table(`Records of ${collection.resource}${rest}`, ['Key', 'Version', ...names], rows)
}

/** Properties that name a record for people. */
const label = /^(display|full)?_?(name|title|label)$/i

/**
 * The names for people come first, then the properties that most records have as a plain value. The key has its own
 * column.
 */
function columnsOf(records: CollectionSnapshot['records']): string[] {
  const plain = new Map<string, number>()
  for (const { key, value } of records)
    for (const [name, each] of Object.entries(value)) {
      const counts = typeof each === 'object' || each === key ? 0 : 1
      plain.set(name, (plain.get(name) ?? 0) + counts)
    }
  const keys = new Set(
    [...plain.keys()].filter((name) => records.every(({ key, value }) => value[name] === key)),
  )
  const rank = (name: string, count: number) => (label.test(name) ? records.length + 1 : count)
  const sorted = [...plain]
    .sort(([one, a], [other, b]) => rank(other, b) - rank(one, a))
    .map(([name]) => name)
  return sorted.filter((name) => !keys.has(name) && !name.includes('@odata.')).slice(0, most.columns)
}
