import { beyond, corrected, inOtherWords } from './search-terms.ts'

/** The parts of Pagefind's browser API that the search uses. */
interface Pagefind {
  debouncedSearch(
    term: string,
    options?: object,
    wait?: number,
  ): Promise<{ results: PagefindResult[] } | null>
  search(term: string): Promise<{ results: PagefindResult[] }>
}

interface PagefindResult {
  id: string
  data(): Promise<PagefindPage>
}

interface PagefindPage {
  url: string
  excerpt: string
  meta: { title?: string; method?: string; api?: string }
  sub_results: { url: string; title: string; excerpt: string }[]
}

const shownPages = 8
/** How many results are compared by title, which Pagefind does not rank by. */
const consideredPages = 16
const shownPlaces = 3

/** Full-text search in a dialog. Its index comes from the site's own files, so the search works wherever the site does. */
export class SearchDialog {
  readonly #root: HTMLElement
  readonly #pagefind: Promise<Pagefind>
  readonly #words: Promise<string[]>

  /** @param root - has the dialog, and the addresses of the index and of the words in it. */
  constructor(root: HTMLElement) {
    this.#root = root
    this.#pagefind = import(/* @vite-ignore */ root.dataset.index ?? '') as Promise<Pagefind>
    // Without the words, no typing error is corrected.
    this.#words = fetch(root.dataset.words ?? '')
      .then((answer) => answer.json() as Promise<string[]>)
      .catch(() => [])
    const dialog = this.#part('dialog', HTMLDialogElement)
    this.#input.addEventListener('input', () => void this.#search(this.#input.value.trim()))
    dialog.addEventListener('keydown', (event) => this.#move(event))
    dialog.addEventListener('click', (event) => {
      if (event.target === dialog || (event.target as Element).closest('a')) dialog.close()
    })
    // What was typed while this was loaded.
    void this.#search(this.#input.value.trim())
  }

  get #input(): HTMLInputElement {
    return this.#part('input', HTMLInputElement)
  }

  #part<T extends Element>(selector: string, type: new () => T): T {
    const part = this.#root.querySelector(selector)
    if (part instanceof type) return part
    throw new Error(`The search has no <${selector}>.`)
  }

  async #search(term: string): Promise<void> {
    if (term === '') return this.#show([], '')
    const pagefind = await this.#pagefind
    const found = await pagefind.debouncedSearch(term, {}, 120)
    // null: a later keystroke has started another search.
    if (!found) return
    const asked = corrected(term, await this.#words)
    const questions = [asked, ...inOtherWords(asked)]
    const answers = await Promise.all(
      questions.map((question) => (question === term ? found : pagefind.search(question))),
    )
    const results = inTurn(answers.map(({ results }) => results)).filter(first)
    const pages = await Promise.all(results.slice(0, consideredPages).map((result) => result.data()))
    // A later term may have got its results first.
    if (term !== this.#input.value.trim()) return
    this.#show(bestFirst(pages, questions).slice(0, shownPages), statusText(term, asked, results.length))
  }

  #show(pages: PagefindPage[], status: string): void {
    this.#part('.search-status', HTMLElement).textContent = status
    this.#part('.search-results', HTMLElement).replaceChildren(...pages.map(resultItem))
  }

  /** Arrow keys walk through the results, from the field down and back; Enter in the field takes the first. */
  #move(event: KeyboardEvent): void {
    if (event.key === 'Enter' && event.target === this.#input) {
      // Otherwise Enter would press the only button of the form: Close.
      event.preventDefault()
      this.#root.querySelector<HTMLAnchorElement>('.search-results a')?.click()
      return
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    const stops: HTMLElement[] = [
      this.#input,
      ...this.#root.querySelectorAll<HTMLElement>('.search-results a'),
    ]
    const here = stops.indexOf(document.activeElement as HTMLElement)
    stops[here + (event.key === 'ArrowDown' ? 1 : -1)]?.focus()
    event.preventDefault()
  }
}

/** The first of each list, then the second of each, and so on. */
function inTurn<Item>(lists: readonly (readonly Item[])[]): Item[] {
  const longest = Math.max(...lists.map(({ length }) => length))
  return Array.from({ length: longest }, (_, index) =>
    lists.flatMap((list) => list.slice(index, index + 1)),
  ).flat()
}

function first(result: PagefindResult, index: number, all: readonly PagefindResult[]): boolean {
  return all.findIndex(({ id }) => id === result.id) === index
}

/** Pages whose title matches the question come first; the others keep their order. */
function bestFirst(pages: readonly PagefindPage[], questions: readonly string[]): PagefindPage[] {
  const distance = ({ meta }: PagefindPage) =>
    Math.min(...questions.map((question) => beyond(meta.title ?? '', question)))
  return pages
    .map((page) => ({ page, distance: distance(page) }))
    .sort((a, b) => (a.distance === b.distance ? 0 : a.distance - b.distance))
    .map(({ page }) => page)
}

function statusText(term: string, asked: string, count: number): string {
  if (count === 0) return `Nothing found for “${term}”.`
  const pages = count === 1 ? '1 page' : `${count} pages`
  return asked === term ? pages : `${pages} for “${asked}”`
}

function resultItem(page: PagefindPage): HTMLLIElement {
  const item = document.createElement('li')
  // Pagefind lists the page itself and its heading as places, too.
  const places = page.sub_results.filter(({ url }) => /#(?!_top$)/.test(url)).slice(0, shownPlaces)
  // Where places are shown, the excerpt of the page would only repeat that of one of them.
  const excerpt = places.length > 0 ? '' : page.excerpt
  item.append(resultLink(page.url, page.meta.title ?? page.url, excerpt, page.meta))
  item.append(...places.map(({ url, title, excerpt }) => resultLink(url, title, excerpt)))
  return item
}

/** @param meta - what the index knows about the page; links to places of a page have none. */
function resultLink(
  url: string,
  title: string,
  excerpt: string,
  meta?: PagefindPage['meta'],
): HTMLAnchorElement {
  const link = document.createElement('a')
  link.href = url
  link.className = meta ? 'page' : 'place'
  const name = document.createElement('strong')
  name.textContent = title
  const text = document.createElement('span')
  // Pagefind escapes the excerpt and adds nothing but <mark>.
  text.innerHTML = excerpt
  if (meta?.method) link.append(methodBadge(meta.method))
  link.append(name)
  if (meta?.api) link.append(apiName(meta.api))
  if (excerpt) link.append(text)
  return link
}

/** Schemas of several APIs share their names. */
function apiName(title: string): HTMLElement {
  const name = document.createElement('small')
  name.textContent = title
  return name
}

function methodBadge(method: string): HTMLSpanElement {
  const badge = document.createElement('span')
  badge.className = `method method-${method.toLowerCase()}`
  badge.textContent = method
  return badge
}
