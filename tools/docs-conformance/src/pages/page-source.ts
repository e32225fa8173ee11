import type { Place } from '../facts/fact.ts'

/** A span of a page in offsets, as Markdown and JSON parsers give it. */
export interface Span {
  start: number
  end: number
}

const LINE_END = /\r\n|\r|\n/g
const LONGEST_QUOTE = 160

/**
 * The text of one page, or of a block inside it, with the conversion from offsets to lines.
 * Line ends may be CRLF, LF, CR or mixed.
 */
export class PageSource {
  readonly page: string
  readonly text: string
  readonly lines: readonly string[]
  readonly #firstLine: number
  readonly #lineStarts: number[]

  /**
   * @param firstLine Line of the page on which `text` begins: a code block starts further down (default 1).
   */
  constructor(page: string, text: string, firstLine = 1) {
    this.page = page
    this.#firstLine = firstLine
    // A byte order mark would shift every offset that the Markdown parser reports.
    this.text = text.startsWith('\uFEFF') ? text.slice(1) : text
    this.lines = this.text.split(LINE_END)
    this.#lineStarts = [0, ...Array.from(this.text.matchAll(LINE_END), (end) => end.index + end[0].length)]
  }

  /** The place of a span; the quote is the span itself, on one line. */
  place(span: Span): Place {
    return this.#place(this.indexOf(span.start), this.text.slice(span.start, span.end))
  }

  /** The place of a whole line, given its index in `lines`, quoted without the space around it. */
  line(index: number): Place {
    return this.#place(index, this.lines[index] ?? '')
  }

  /** The index in `lines` of the line that holds an offset. */
  indexOf(offset: number): number {
    let low = 0
    let high = this.#lineStarts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return low
  }

  /** The offset at which a line begins, given its index in `lines`. */
  startOf(index: number): number {
    return this.#lineStarts[index] ?? this.text.length
  }

  #place(index: number, words: string): Place {
    const quote = words.replace(/\s+/g, ' ').trim()
    return { page: this.page, line: index + this.#firstLine, quote: quote.slice(0, LONGEST_QUOTE) }
  }
}
