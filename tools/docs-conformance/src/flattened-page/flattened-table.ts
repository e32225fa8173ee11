import type { PageSource, Span } from '../pages/page-source.ts'

/** A cell of a table that a converter laid out over several lines. */
export interface FlatCell {
  text: string
  span: Span
}

export interface FlatTable {
  /** Column titles, for example `Name`, `In`, `Required`, `Type`, `Description`. */
  header: string[]
  rows: FlatCell[][]
}

/** A piece of the page: a line of text or a table. */
export type Piece = { type: 'line'; index: number; text: string } | { type: 'table'; table: FlatTable }

const DIVIDER = /^\s*(?:-{3,}\s*\|\s*)+-*\s*$/

export function isDivider(line: string): boolean {
  return DIVIDER.test(line)
}

/**
 * Splits a page into lines and tables. A table is a line of titles, a divider, and cells that each end with `|`,
 * whatever the line breaks; after the last `|` of a table comes text again. Empty cells at the end of the last
 * row are missing, and an empty cell inside a row is at the row's end.
 */
export function piecesOf(source: PageSource): Piece[] {
  const { lines } = source
  const titles = lines.flatMap((_, index) => (isDivider(lines[index + 1] ?? '') ? [index] : []))
  const pieces: Piece[] = textLines(lines, 0, titles[0] ?? lines.length)
  titles.forEach((title, position) => {
    const end = titles[position + 1] ?? lines.length
    const bodyEnd = lastCellLine(lines, title + 2, end) + 1
    pieces.push(
      { type: 'table', table: readTable(source, title, bodyEnd) },
      ...textLines(lines, bodyEnd, end),
    )
  })
  return pieces
}

function textLines(lines: readonly string[], from: number, to: number): Piece[] {
  return lines.slice(from, Math.max(from, to)).flatMap((text, offset) => {
    const index = from + offset
    return text.trim() === '' || isDivider(text) ? [] : [{ type: 'line' as const, index, text: text.trim() }]
  })
}

function lastCellLine(lines: readonly string[], from: number, to: number): number {
  for (let index = to - 1; index >= from; index--) if (lines[index]?.includes('|')) return index
  return from - 1
}

function readTable(source: PageSource, title: number, bodyEnd: number): FlatTable {
  const header = (source.lines[title] ?? '').split('|').map((word) => word.trim())
  if (header.at(-1) === '') header.pop()
  const cells = cellsOf(source, source.startOf(title + 2), source.startOf(bodyEnd))
  const width = Math.max(1, header.length)
  const rows: FlatCell[][] = []
  for (let index = 0; index < cells.length; index += width) rows.push(cells.slice(index, index + width))
  return { header, rows: rows.filter((row) => row.some((cell) => cell.text !== '')) }
}

function cellsOf(source: PageSource, start: number, end: number): FlatCell[] {
  const cells: FlatCell[] = []
  let from = start
  for (let at = source.text.indexOf('|', from); at >= 0 && at < end; at = source.text.indexOf('|', from)) {
    cells.push(cellOf(source, from, at))
    from = at + 1
  }
  return cells
}

function cellOf(source: PageSource, from: number, to: number): FlatCell {
  const raw = source.text.slice(from, to)
  const text = raw.trim()
  const start = from + (raw.length - raw.trimStart().length)
  return { text, span: { start: text === '' ? to : start, end: text === '' ? to : start + text.length } }
}
