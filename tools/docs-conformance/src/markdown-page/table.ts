import type { Nodes, Table, TableCell, TableRow } from 'mdast'
import { toString as textOf } from 'mdast-util-to-string'
import type { Span } from '../pages/page-source.ts'
import { spanOf } from './markdown.ts'

/** A cell with what facts come from: its text without open template words, its links and its code words. */
export interface Cell {
  text: string
  codes: string[]
  links: { text: string; url: string }[]
  span: Span
}

export interface PageTable {
  /** Lower-case titles of the columns. */
  header: string[]
  rows: Cell[][]
  headerSpan: Span
}

/** Columns by what they hold, and the titles under which pages have them. */
const COLUMNS = {
  name: [
    'name',
    'property',
    'property name',
    'parameter',
    'parameter name',
    'required parameter',
    'required property',
    'relationship',
    'relationship name',
    'header',
    'header name',
    'request header',
    'response header',
    'query parameter',
    'query option',
    'member',
    'member name',
    'attribute',
    'element',
  ],
  type: ['type', 'data type', 'property type', 'value type', 'return type'],
  description: ['description', 'descriptions', 'details', 'notes'],
  required: ['required', 'required?', 'is required'],
  value: ['value', 'numeric value', 'values'],
} as const

export type Column = keyof typeof COLUMNS

export function readTable(table: Table): PageTable {
  const [header, ...rows] = table.children
  return {
    header: (header?.children ?? []).map((cell) => textOf(cell).toLowerCase().replace(/\s+/g, ' ').trim()),
    headerSpan: header ? spanOf(header) : spanOf(table),
    rows: rows.map((row: TableRow) => row.children.map(readCell)),
  }
}

/** The index of a column, or -1. */
export function columnOf(table: PageTable, column: Column): number {
  const titles: readonly string[] = COLUMNS[column]
  return table.header.findIndex((title) => titles.includes(title))
}

function readCell(cell: TableCell): Cell {
  const inline = descendants(cell)
  return {
    text: textOf({ ...cell, children: cell.children.filter((child) => !isOpen(child)) })
      .replace(/\s+/g, ' ')
      .trim(),
    codes: inline.flatMap((node) => (node.type === 'inlineCode' ? [node.value] : [])),
    links: inline.flatMap((node) => (node.type === 'link' ? [{ text: textOf(node), url: node.url }] : [])),
    span: contentSpan(cell),
  }
}

function contentSpan(cell: TableCell): Span {
  const first = cell.children[0]
  const last = cell.children.at(-1)
  return first && last ? { start: spanOf(first).start, end: spanOf(last).end } : spanOf(cell)
}

/** `**TODO: Add Description**` is no text of the page: what follows it is. */
function isOpen(node: Nodes): boolean {
  return node.type === 'strong' && /^TODO\b/.test(textOf(node).trim())
}

export function descendants(node: Nodes): Nodes[] {
  return 'children' in node ? node.children.flatMap((child) => [child, ...descendants(child)]) : []
}
