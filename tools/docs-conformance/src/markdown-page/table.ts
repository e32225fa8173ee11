import type { Nodes, Table, TableCell, TableRow } from 'mdast'
import { toString as textOf } from 'mdast-util-to-string'
import type { Span } from '../pages/page-source.ts'
import { descendants, spanOf, targetOf } from './markdown.ts'

/** A cell with what facts come from: its text without open template words, its links and its highlighted words. */
export interface Cell {
  text: string
  /** The text with code and bold words between marks, see {@link markedWords}. */
  marked: string
  links: { text: string; url: string }[]
  span: Span
}

export interface PageTable {
  /** Lower-case titles of the columns. */
  header: string[]
  rows: Cell[][]
  headerSpan: Span
}

/** Columns by their contents, and the titles that pages give them. */
const COLUMNS = {
  name: /^(name|((required|optional|(o?data )?query|uri|path|function|action|request|response|body) )?(propert(y|ies)|parameters?|headers?|options?|members?|attributes?|elements?|fields?|relationships?)( name)?|key)$/,
  type: /^(data ?|property |value |return )?types?$/,
  description: /^(descriptions?|details|notes|meaning|comments?|explanation)$/,
  required: /^(is )?(required|mandatory)\??$|^required\/optional$/,
  value: /^((numeric|enum|possible) )?values?$/,
  number: /^(position|numeric value|number)$/,
} as const

export type Column = keyof typeof COLUMNS

export function readTable(table: Table): PageTable {
  const [header, ...rows] = table.children
  return {
    header: (header?.children ?? []).map((cell) => textOf(cell).toLowerCase().replace(/\s+/g, ' ').trim()),
    headerSpan: header ? spanOf(header) : spanOf(table),
    rows: joinContinued(rows),
  }
}

/** The index of a column, or -1. */
export function columnOf(table: PageTable, column: Column): number {
  return table.header.findIndex((title) => COLUMNS[column].test(title))
}

/**
 * Whether a row begins without the bar that the header begins with, below a row that ends with one, and has fewer cells
 * than the header: then it lacks its first cell, and the rest cannot be used.
 */
export function lacksItsName(row: TableRow, table: Table, text: string): boolean {
  const before = table.children[table.children.indexOf(row) - 1]
  const [header] = table.children
  if (!before || !header || before === header || !isContinued(row)) return false
  const { start, end } = spanOf(before)
  return (
    text.startsWith('|', spanOf(header).start) &&
    text.slice(start, end).trimEnd().endsWith('|') &&
    before.children.length === header.children.length &&
    row.children.length < header.children.length
  )
}

/** A cell may span lines: a line of one or two cells that does not begin with a bar continues the last cell. */
function joinContinued(rows: readonly TableRow[]): Cell[][] {
  const joined: Cell[][] = []
  for (const row of rows) {
    const cells = row.children.map(readCell)
    const last = joined.at(-1)?.at(-1)
    if (!last || !isContinued(row)) joined.push(cells)
    else for (const cell of cells) append(last, cell)
  }
  return joined
}

/** A row of one or two cells without a bar before the first continues the cell above. */
export function isContinued(row: TableRow): boolean {
  const inner = row.children[0]?.children[0]
  const hasBar = inner === undefined || inner.position?.start.offset !== row.position?.start.offset
  return !hasBar && row.children.length <= 2
}

function append(cell: Cell, more: Cell): void {
  cell.text = `${cell.text} ${more.text}`.trim()
  cell.marked = `${cell.marked} ${more.marked}`.trim()
  cell.links.push(...more.links)
  cell.span = { start: cell.span.start, end: Math.max(cell.span.end, more.span.end) }
}

function readCell(cell: TableCell): Cell {
  const content = { ...cell, children: cell.children.filter((child) => !isOpen(child)) }
  return {
    text: plainText(content),
    marked: markedText(content),
    links: linksOf(cell),
    span: contentSpan(cell),
  }
}

/** The text of a node, with a blank for a tag such as `<br>`. */
export function plainText(node: Nodes): string {
  return tidy(unmarked(markedText(node)))
}

const CODE = ['\uE001', '\uE002'] as const
const BOLD = ['\uE003', '\uE004'] as const
/** Marks the start of a separate line. */
const ITEM = '\uE005'

/** The text of a node in which code and bold words keep their limits, so that a full stop inside does not end a sentence. */
export function markedText(node: Nodes): string {
  return tidy(withMarks(node))
}

/** An HTML tag; other angle brackets are text, for example `IEnumerable<Order>`. */
const TAG =
  /^<(?:!--|\/?(?:a|b|br|code|del|div|em|font|hr|i|img|kbd|li|ol|p|pre|small|span|strong|sub|sup|table|tbody|td|th|thead|tr|u|ul)\b)/i

function withMarks(node: Nodes): string {
  if (node.type === 'html' && !TAG.test(node.value)) return node.value
  if (node.type === 'html') return /^<(?:li|\/?br)\b/i.test(node.value) ? ` ${ITEM}` : ' '
  if (node.type === 'break') return ' '
  if (node.type === 'inlineCode') return CODE[0] + node.value + CODE[1]
  if (!('children' in node)) return textOf(node)
  const inside = node.children.map((child) => withMarks(child)).join('')
  return node.type === 'strong' || node.type === 'emphasis' ? BOLD[0] + inside + BOLD[1] : inside
}

function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

export function unmarked(marked: string): string {
  return marked.replace(/[\uE001-\uE005]/g, '')
}

/** The words of a marked text that are in code, in bold, or between quotation marks. */
export function markedWords(marked: string, how: 'code' | 'bold' | 'quoted'): string[] {
  const pattern = {
    code: /\uE001([^\uE002]*)\uE002/g,
    bold: /\uE003([^\uE004]*)\uE004/g,
    quoted: /["“”]([^"“”]*)["“”]/g,
  }[how]
  return Array.from(marked.matchAll(pattern), ([, word = '']) => unmarked(word).trim())
}

function linksOf(node: Nodes): Cell['links'] {
  return descendants(node).flatMap((child) => {
    if (child.type === 'link') return [{ text: textOf(child), url: child.url }]
    // The definitions of a page are resolved before its tables are read.
    return child.type === 'linkReference' ? [{ text: textOf(child), url: targetOf(child) }] : []
  })
}

function contentSpan(cell: TableCell): Span {
  const first = cell.children[0]
  const last = cell.children.at(-1)
  return first && last ? { start: spanOf(first).start, end: spanOf(last).end } : spanOf(cell)
}

/** `**TODO: Add Description**` is not text of the page; the words after it are. */
function isOpen(node: Nodes): boolean {
  return node.type === 'strong' && /^TODO\b/.test(textOf(node).trim())
}
