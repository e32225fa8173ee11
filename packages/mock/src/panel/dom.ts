/** What an element may contain; undefined and false are left out. */
export type Child = Node | string | undefined | false

/** Attributes by their names; a listener by `on…`. True is an attribute without a value, false and undefined are none. */
export type Attributes = Readonly<
  Record<string, string | number | boolean | undefined | ((event: Event) => void)>
>

/** Makes an element. Text is never read as HTML, so nothing that a request brought can become part of the page. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value)
    else if (value === true) element.setAttribute(name, '')
    else if (value !== false && value !== undefined) element.setAttribute(name, String(value))
  }
  element.append(...children.filter((child) => child !== undefined && child !== false))
  return element
}

/** A button that does something. */
export function button(label: string, work: () => void, attributes: Attributes = {}): HTMLButtonElement {
  return h('button', { type: 'button', onclick: work, ...attributes }, label)
}

/** A table with a caption, in a box that scrolls sideways by keyboard too. */
export function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly Child[])[],
): HTMLElement {
  const header = h('tr', {}, ...head.map((name) => h('th', { scope: 'col' }, name)))
  const body = rows.map((cells) => h('tr', {}, ...cells.map((cell) => h('td', {}, cell))))
  return h(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption },
    h('table', {}, h('caption', {}, caption), h('thead', {}, header), h('tbody', {}, ...body)),
  )
}

/** How much of a value a cell shows, in characters. */
const cellLength = 160

/** A value of JSON in a cell. */
export function cell(value: unknown): Child {
  if (value === undefined) return h('span', { class: 'none' }, '–')
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return h('code', {}, text.length > cellLength ? `${text.slice(0, cellLength)}…` : text)
}

/** A form whose button is pressed by Enter too. */
export function form(work: (fields: FormData) => void, ...children: readonly Child[]): HTMLFormElement {
  const element: HTMLFormElement = h(
    'form',
    {
      onsubmit: (event) => {
        event.preventDefault()
        work(new FormData(element))
      },
    },
    ...children,
  )
  return element
}
