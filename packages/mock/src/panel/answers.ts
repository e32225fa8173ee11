import type { ReportedAnswer } from '../interceptors/own-answers.ts'
import { button, cell, h, JsonEditor, type PanelContext, table, type View } from './view.ts'

/** A view, and a function that begins one more answer in it. */
interface AnswersView extends View {
  readonly draft: (answer: object) => Promise<void>
}

/** The own answers: how often each was given, how it differs from the description, and the list as JSON. */
export function answersView({ control, run }: PanelContext): AnswersView {
  const box = h('div', {})
  let shown = ''
  const put = (answers: unknown) => run(() => control.send('PUT', 'answers', answers))
  const editor = new JsonEditor('Own answers (JSON)', put)
  const update = async () => {
    const answers = await control.get<ReportedAnswer[]>('answers')
    const text = JSON.stringify(answers)
    // A rebuilt table would take the focus from its buttons.
    if (text === shown) return
    shown = text
    const remove = (index: number) => () => put(answers.toSpliced(index, 1))
    const rows = answers.map((answer, index) => row(answer, button(`Remove ${index + 1}`, remove(index))))
    const head = ['Operation', 'When', 'Answer', 'Used', 'Differs from the description', 'Actions']
    box.replaceChildren(rows.length > 0 ? table('Own answers', head, rows) : h('p', {}, 'No own answers.'))
    editor.show(answers.map(({ used: _, warnings: __, ...answer }) => answer))
  }
  const hint = h('p', {}, 'They take the place of operations and are tried in their order. ')
  hint.append(
    h('code', {}, '[{ "operation": "…", "when": { … }, "status": 200, "body": { … }, "count": 1 }]'),
  )
  return {
    label: 'Own answers',
    node: h('div', {}, hint, box, editor.node),
    update,
    async draft(answer) {
      await update()
      editor.draft = [...((editor.draft as unknown[] | undefined) ?? []), answer]
    },
  }
}

function row(answer: ReportedAnswer, remove: HTMLElement) {
  const { operation, when, count, used, warnings } = answer
  const given =
    'answer' in answer ? 'code' : [answer.status, answer.body].filter((each) => each !== undefined)
  const times = `${used}${count === undefined ? '' : ` of ${count}`}`
  const differs = warnings.length === 0 ? 'no' : warnings.join('; ')
  return [cell(operation), cell(when), cell(given), times, differs, remove]
}
