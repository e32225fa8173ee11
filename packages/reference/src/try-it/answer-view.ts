import { statusKind } from '../description/status.ts'
import type { Answer } from './send.ts'

/** Draws an answer: status and time, headers folded, body. Everything is text, never markup of the answer. */
export function answerView(answer: Answer): Node[] {
  const status = element('span', `${answer.status} ${answer.statusText}`.trim())
  status.className = `status status-${statusKind(answer.status)}`
  const head = element('p', '')
  head.className = 'answer-head'
  head.append(status, element('span', `${Math.round(answer.time)} ms`))
  return [head, headersView(answer.headers), bodyView(answer.body)]
}

function headersView(headers: Answer['headers']): Node {
  const details = element('details', '')
  const list = element('dl', '')
  list.append(
    ...headers.map(([name, value]) => {
      const row = element('div', '')
      row.append(element('dt', name), element('dd', value))
      return row
    }),
  )
  details.append(element('summary', `Headers (${headers.length})`), list)
  return details
}

function bodyView(body: string): Node {
  if (body === '') return element('p', 'The answer has no body.')
  const block = element('pre', body)
  block.tabIndex = 0
  return block
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  text: string,
): HTMLElementTagNameMap[Name] {
  const node = document.createElement(name)
  node.textContent = text
  return node
}
