import type { FaultPlan, FaultReport, FaultRule } from '../interceptors/fault-plan.ts'
import { button, h, JsonEditor, type PanelContext, type View } from './view.ts'

/** The most common faults, as switches. */
const switches: readonly (readonly [string, FaultRule])[] = [
  ['Too many requests (429)', { kind: 'status', status: 429, retryAfter: 1 }],
  ['Unavailable (503)', { kind: 'status', status: 503, retryAfter: 1 }],
  ['Lost answers: the work is done, the connection breaks', { kind: 'reset', when: 'after' }],
]

const usualLatency = 1000

/** Faults as switches, and the whole plan for everything else. */
export function faultsView({ control, run }: PanelContext): View {
  let plan: FaultReport = { rules: [] }
  const put = (next: FaultPlan) => run(() => control.send('PUT', 'faults', next))
  const once = toggle('Only for the next request', () => undefined)
  const boxes = switches.map(([label, rule]) => {
    const box = toggle(label, (on) => {
      const added = once.input.checked ? { ...rule, count: 1 } : rule
      return put({ ...plan, rules: [...without(plan, rule), ...(on ? [added] : [])] })
    })
    return { ...box, rule }
  })
  const latency = h('input', { type: 'number', id: 'latency', min: 1, max: 300_000, value: usualLatency })
  const slow = toggle('Slow answers:', (on) => {
    const { latency: _, ...rest } = plan
    return put(on ? { ...rest, latency: Number(latency.value) || usualLatency } : rest)
  })
  const wait = h('p', { class: 'row' }, slow.node, latency, h('label', { for: 'latency' }, 'milliseconds'))
  const editor = new JsonEditor('The whole plan (JSON)', (value) => put(value as FaultPlan))
  const none = button('No faults', () => put({}))
  return {
    label: 'Faults',
    node: h(
      'div',
      {},
      h('p', { class: 'first' }, once.node),
      ...boxes.map(({ node }) => h('p', {}, node)),
      wait,
      h('p', {}, none),
      editor.node,
    ),
    async update() {
      const report = await control.get<FaultReport>('faults')
      // A used-up rule would begin again.
      plan = { ...report, rules: report.rules.filter(({ applied, count }) => applied !== count) }
      for (const { input, rule } of boxes) input.checked = without(plan, rule).length < plan.rules.length
      slow.input.checked = plan.latency !== undefined
      if (typeof plan.latency === 'number' && document.activeElement !== latency)
        latency.value = String(plan.latency)
      editor.show(report)
    },
  }
}

/** The rules of a plan without those of one kind, whatever their count. */
function without({ rules }: FaultReport, rule: FaultRule): FaultRule[] {
  const content = (each: object) => JSON.stringify(Object.entries({ ...each, applied: 0, count: 0 }).sort())
  return rules.filter((each) => content(each) !== content(rule))
}

function toggle(label: string, work: (on: boolean) => void) {
  const input = h('input', { type: 'checkbox', role: 'switch', onchange: () => work(input.checked) })
  return { input, node: h('label', { class: 'switch' }, input, ` ${label}`) }
}
