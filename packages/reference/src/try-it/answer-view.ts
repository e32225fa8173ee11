import { addCopyButton } from '../browser/copy-buttons.ts'
import { statusKind, statusPhrase } from '../description/status.ts'
import { element } from './element.ts'
import type { Answer } from './send.ts'

/**
 * Draws an answer: status, time, what its error codes mean, headers (folded) and body. Markup in the answer is shown as
 * text.
 *
 * @param errors - addresses of the explanations of error codes, by `<status> <code>`.
 */
export function answerView(answer: Answer, errors: Record<string, string>): Node[] {
  const status = element(
    'span',
    `${answer.status} ${answer.statusText || statusPhrase(answer.status)}`.trim(),
  )
  status.className = `status status-${statusKind(answer.status)}`
  const head = element('p', '')
  head.className = 'answer-head'
  head.append(status, element('span', `${Math.round(answer.time)} ms`))
  return [head, ...explanations(answer, errors), headersView(answer.headers), bodyView(answer.body)]
}

/** Says after a deletion or a 404 that a reset brings the records of the examples back. */
export function resetHint(method: string, status: number): Node[] {
  const text =
    method === 'DELETE' && status < 300
      ? 'The record is deleted. “Reset” brings it back, with its id.'
      : status === 404
        ? 'Was it deleted? “Reset” brings back the records of the examples.'
        : ''
  if (text === '') return []
  const hint = element('p', text)
  hint.className = 'hint'
  return [hint]
}

/** A link for each known code that is a value of the body. */
function explanations({ status, body }: Answer, errors: Record<string, string>): Node[] {
  const values = new Set(scalars(body))
  const links = Object.entries(errors).flatMap(([key, address]) => {
    const code = key.slice(`${status} `.length)
    if (!key.startsWith(`${status} `) || !values.has(code)) return []
    const link = element('a', `What ${code} means`)
    link.href = address
    return [link]
  })
  if (links.length === 0) return []
  const line = element('p', '')
  line.className = 'codes'
  line.append(...links)
  return [line]
}

/** Every string and number in a JSON text, as text. */
function scalars(text: string): string[] {
  const found: string[] = []
  try {
    JSON.parse(text, (_, value) => {
      if (typeof value !== 'object') found.push(String(value))
    })
  } catch {
    // A body that is not JSON has no codes.
  }
  return found
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
  const language = /^\s*</.test(body) ? 'xml' : 'json'
  const code = element('code', body)
  const block = element('pre', '')
  block.className = 'code'
  block.tabIndex = 0
  block.dataset.language = language
  block.append(code)
  void colour(code, language)
  return addCopyButton(block)
}

/** Colours code that is not part of the page as it was built. The text shows at once, its colours when they are loaded. */
export async function colour(code: HTMLElement, language: string): Promise<void> {
  const text = code.textContent ?? ''
  const { highlighted } = await import('../browser/highlight.ts')
  // The text may have changed meanwhile.
  if (code.textContent === text) code.innerHTML = highlighted(text, language)
}
