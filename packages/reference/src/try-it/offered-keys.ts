import type { TryItData } from './data.ts'
import { type Collection, choicesFor } from './records.ts'

/** Lets the path parameters of a form be chosen from records. A parameter that has no records keeps its field alone. */
export function offerKeys(
  form: HTMLElement,
  { target, parameters }: TryItData,
  collections: readonly Collection[],
): void {
  const typed: Record<string, string> = {}
  for (const { name, in: place } of parameters) {
    const input = form.querySelector<HTMLInputElement>(`input[name="${place}:${name}"]`)
    if (place !== 'path' || !input) continue
    const choices = choicesFor(collections, target.path, name, typed)
    typed[name] = input.value
    // The examples of the description are among the records, and two arrows would stand in one field.
    if (choices.length > 0) input.removeAttribute('list')
    show(
      listOf(input),
      choices.map(({ key, label }) => [key, label === '' ? key : `${label}, ${key}`]),
    )
  }
}

/** Options that are replaced while the reader looks at them would close their list. */
function show(list: HTMLSelectElement, choices: readonly [value: string, text: string][]): void {
  list.hidden = choices.length === 0
  const shown = JSON.stringify(choices)
  if (list.dataset.shown === shown) return
  list.dataset.shown = shown
  list.replaceChildren(new Option('', ''), ...choices.map(([value, text]) => new Option(text, value)))
}

/** The list beside a field. A `datalist` would offer only what completes the value that stands there already. */
function listOf(input: HTMLInputElement): HTMLSelectElement {
  const known = input.parentElement?.querySelector('select')
  if (known) return known
  const list = document.createElement('select')
  list.className = 'offers'
  list.ariaLabel = `Choose ${input.name.split(':')[1]} from the records`
  list.addEventListener('change', () => {
    if (list.value !== '') input.value = list.value
    list.value = ''
    input.dispatchEvent(new Event('input', { bubbles: true }))
  })
  input.after(list)
  return list
}
