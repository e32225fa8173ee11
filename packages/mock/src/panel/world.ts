import type { SessionReport } from '../server/sessions.ts'
import type { ClockState } from '../store/clock.ts'
import { button, type Child, cell, form, h, type PanelContext, table, type View } from './view.ts'

/** The mock's time, with controls to change it. */
export function clockView({ control, run }: PanelContext): View {
  const time = h('output', { class: 'time' })
  const mode = h('output', {})
  const put = (setting: object) => run(() => control.send('PUT', 'clock', setting))
  const steps = [
    ['Forward a minute', 'PT1M'],
    ['Forward a day', 'P1D'],
    ['Forward 31 days', 'P31D'],
  ] as const
  const goTo = form(
    (fields) => put({ time: String(fields.get('time')) }),
    h('label', { for: 'time' }, 'Time (RFC 3339) '),
    h('input', { id: 'time', name: 'time', required: true, placeholder: '2026-11-20T08:00:00Z' }),
    h('button', {}, 'Go to it'),
  )
  const buttons = h(
    'p',
    { class: 'row' },
    button('Stop the clock', () => put({ mode: 'fixed' })),
    button('Let it run', () => put({ mode: 'running' })),
    ...steps.map(([label, advance]) => button(label, () => put({ advance }))),
  )
  return {
    label: 'Clock',
    node: h('div', {}, h('p', {}, time, ' ', mode), buttons, goTo),
    async update() {
      const state = await control.get<ClockState>('clock')
      time.textContent = state.time.replace(/\.\d+Z$/, 'Z')
      mode.textContent = state.mode === 'fixed' ? '(stands still)' : '(runs)'
    },
  }
}

/** The sessions of the mock, with controls to enter and leave them. */
export function sessionsView(context: PanelContext): View {
  const { control, enter } = context
  const box = h('div', {})
  const hint = h('p', {}, 'A session has its own records, faults and clock, and begins like the mock.')
  return {
    label: 'Sessions',
    node: h('div', {}, hint, beginForm(enter), box),
    async update() {
      const { sessions } = await control.get<{ sessions: SessionReport[] }>('sessions')
      const rows = sessions.map((session) => sessionRow(session, context))
      const shown = table('Sessions', ['Name', 'Begun', 'Last used', 'Actions'], rows)
      // While a button has the focus, the table stays unchanged.
      if (box.contains((box.getRootNode() as ShadowRoot).activeElement)) return
      box.replaceChildren(rows.length > 0 ? shown : h('p', {}, 'No sessions.'))
    },
  }
}

function beginForm(enter: PanelContext['enter']): HTMLElement {
  const attributes = {
    id: 'session-name',
    name: 'name',
    required: true,
    pattern: '[\\w.~\\-]{1,100}',
    maxlength: 100,
  }
  return form(
    (fields) => enter(String(fields.get('name'))),
    h('label', { for: 'session-name' }, 'Name '),
    h('input', attributes),
    h('button', {}, 'Begin or enter'),
  )
}

function sessionRow({ name, begun, used }: SessionReport, { control, run, enter }: PanelContext): Child[] {
  const end = () =>
    run(async () => {
      await control.end(name)
      if (control.session === name) enter(undefined)
    })
  const buttons = [button(`Enter ${name}`, () => enter(name)), button(`End ${name}`, end)]
  return [cell(name), begun.slice(0, 19), used.slice(0, 19), h('span', { class: 'row' }, ...buttons)]
}
