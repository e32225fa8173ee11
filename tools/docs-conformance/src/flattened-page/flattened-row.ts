import type { FlatCell, FlatTable } from './flattened-table.ts'

/** A row with its cells by column. */
export interface FlatRow {
  name: FlatCell
  in?: string
  required?: boolean
  /** The words of the type cell, or `undefined` if the converter lost them. */
  type?: FlatCell
  description?: FlatCell
  /** Cells that fit no column of the table. */
  rest: FlatCell[]
}

const LOCATION = /^(path|query|header|body)$/i
const FLAG = /^(true|false)$/i
/** A word of JSON Schema may have its format on the next line. */
const TYPE =
  /^((string|integer|number)\s+(int32|int64|float|double|date|date-time|uuid|byte|password)|string|boolean|integer|number|array|object|enum:[\s\S]*|[A-Z][\w.]*(\[.*\])?|\w+(\.\w*)+(\[.*\])?|\w+\[\])$/

/**
 * Gives each cell of a row to its column. Because the converter moved empty cells to the end of their row, a cell
 * belongs to the first column after the previous one that takes this kind of word.
 */
export function readRow(cells: readonly FlatCell[], table: FlatTable): FlatRow | undefined {
  const [name, ...others] = cells
  if (!name || name.text === '') return undefined
  const row: FlatRow = { name, rest: [] }
  const columns = table.header.slice(1).map((title) => title.toLowerCase())
  let next = 0
  for (const cell of others.filter(({ text }) => text !== '')) {
    const at = columns.findIndex((column, index) => index >= next && fits(cell.text, column))
    if (at < 0) row.rest.push(cell)
    else place(row, columns[at] ?? '', cell)
    next = at < 0 ? next : at + 1
  }
  if (columns.includes('required') && row.required === undefined) row.required = false
  return row
}

function fits(text: string, column: string): boolean {
  if (column === 'in') return LOCATION.test(text)
  if (column === 'required') return FLAG.test(text)
  if (column === 'type') return TYPE.test(text)
  return column === 'description'
}

function place(row: FlatRow, column: string, cell: FlatCell): void {
  if (column === 'in') row.in = cell.text.toLowerCase()
  else if (column === 'required') row.required = /^true$/i.test(cell.text)
  else if (column === 'type') row.type = cell
  else row.description = cell
}

/** `enum:` followed by the members, if the converter kept them. */
export function enumMembers(type: string): string[] | undefined {
  if (!/^enum:/i.test(type)) return undefined
  return type
    .replace(/^enum:/i, '')
    .split(/[\s,*•-]+/)
    .filter((word) => /^[A-Za-z_]\w*$/.test(word))
}
