import type { BodyField } from './data.ts'

type Path = readonly string[]
type Input = HTMLInputElement | HTMLSelectElement

/** Fields for the properties of a body. They write into its JSON, which is what is sent, and follow it. */
export class BodyFields {
  #json: HTMLTextAreaElement
  #inputs: { field: BodyField; path: Path; input: Input }[] = []

  /**
   * @param place - where the fields go.
   * @param json - the text that they write; each change fires an `input` event.
   */
  constructor(place: HTMLElement, json: HTMLTextAreaElement, fields: readonly BodyField[]) {
    this.#json = json
    place.append(...this.#elements(fields, []))
    json.addEventListener('input', () => this.follow())
    this.follow()
  }

  /** Shows the values of the JSON in the fields. Text that is not JSON leaves them as they are. */
  follow(): void {
    const body = parsed(this.#json.value)
    if (body === undefined) return
    for (const { field, path, input } of this.#inputs)
      if (input !== document.activeElement) input.value = shown(valueAt(body, path), field)
  }

  #elements(fields: readonly BodyField[], path: Path): HTMLElement[] {
    return fields.map((field) => {
      const own = [...path, field.name]
      if (field.fields) return folded(field.name, this.#elements(field.fields, own))
      const input = inputFor(field)
      this.#inputs.push({ field, path: own, input })
      input.addEventListener('input', () => this.#write(field, own, input.value))
      const label = document.createElement('label')
      const name = document.createElement('span')
      name.textContent = field.name
      label.append(name, input)
      return label
    })
  }

  #write(field: BodyField, path: Path, text: string): void {
    const body = parsed(this.#json.value) ?? {}
    this.#json.value = JSON.stringify(withValue(body, path, typed(field, text)), null, 2)
    this.#json.dispatchEvent(new Event('input', { bubbles: true }))
  }
}

function inputFor({ type, values, hint }: BodyField): Input {
  const choices = type === 'boolean' ? ['true', 'false'] : values
  if (!choices) {
    const input = document.createElement('input')
    if (type === 'number') input.inputMode = 'decimal'
    if (hint) input.placeholder = `e.g. ${hint}`
    input.spellcheck = false
    return input
  }
  const select = document.createElement('select')
  select.append(...['', ...choices].map((choice) => new Option(choice)))
  return select
}

function folded(name: string, fields: readonly HTMLElement[]): HTMLDetailsElement {
  const details = document.createElement('details')
  const summary = document.createElement('summary')
  summary.textContent = name
  details.append(summary, ...fields)
  return details
}

function parsed(text: string): unknown {
  try {
    return text.trim() === '' ? {} : JSON.parse(text)
  } catch {
    return undefined
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function valueAt(body: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), body)
}

function shown(value: unknown, { type }: BodyField): string {
  if (value === undefined) return ''
  return typeof value === 'string' && type !== 'json' ? value : JSON.stringify(value)
}

/** The value of a field's text. Text that does not fit the type is sent as it is, to show what the server says. */
function typed({ type }: BodyField, text: string): unknown {
  if (text === '') return undefined
  if (type === 'boolean') return text === 'true'
  if (type === 'number') return Number.isNaN(Number(text)) ? text : Number(text)
  return type === 'json' ? (parsed(text) ?? text) : text
}

/** The body with one value changed. Without a value, the property is removed, and so are objects that become empty. */
export function withValue(
  body: unknown,
  [name = '', ...rest]: Path,
  value: unknown,
): Record<string, unknown> {
  const own = isObject(body) ? { ...body } : {}
  const next = rest.length === 0 ? value : withValue(own[name], rest, value)
  if (next === undefined || (isObject(next) && rest.length > 0 && Object.keys(next).length === 0))
    delete own[name]
  else own[name] = next
  return own
}
