import { toString as textOf } from 'mdast-util-to-string'
import type { ParameterLocation } from '../facts/fact.ts'
import type { PageReading } from '../facts/reading.ts'
import type { PageSource, Span } from '../pages/page-source.ts'
import { spellingsOf } from '../pages/request-line.ts'
import { mediaTypeOf } from './http-message.ts'
import { spanOf } from './markdown.ts'
import { marksOf } from './marks.ts'
import type { PageOperation } from './page-operations.ts'
import type { Section } from './sections.ts'
import { type Cell, columnOf, type PageTable, readTable } from './table.ts'
import { readTypeWords } from './type-words.ts'

/** A row of a table that names something: a parameter, a header, a property. */
export interface NamedRow {
  name: string
  nameSpan: Span
  /** The type words, or `undefined` where the table has none. */
  type?: string
  typeSpan: Span
  required?: boolean
  description: Cell
}

/**
 * Reads the rows of a table by its column titles; the first column is the name whatever its title.
 * Rows that name nothing, and types that are no type, are reported.
 */
export function namedRows(table: PageTable, source: PageSource, reading: PageReading): NamedRow[] {
  const nameColumn = Math.max(0, columnOf(table, 'name'))
  return table.rows.flatMap((cells) => {
    const name = cells[nameColumn]
    if (!name || isEmptyRow(cells)) return []
    const words = nameIn(name)
    if (words === undefined) {
      reading.doNotUnderstand(source.place(name.span), 'a name that is no identifier')
      return []
    }
    return [rowOf(words, name, cells, table, source, reading)]
  })
}

function isEmptyRow(cells: readonly Cell[]): boolean {
  return cells.every((cell) => cell.text === '' || /^none\.?$/i.test(cell.text))
}

/**
 * Names are set plainly, as code or as links, some with a footnote star, a remark in brackets, or, for headers,
 * a value: `Prefer: outlook.timezone`.
 */
function nameIn(cell: Cell): string | undefined {
  const text = cell.text.replace(/^([\w-]+):(\s.*)?$/, '$1')
  const [word = '', ...rest] = text.replace(/\*+$/, '').split(/\s+/)
  const remark = rest.join(' ')
  return /^[$@A-Za-z_][\w.@-]*$/.test(word) && /^(\(.*\))?$/.test(remark) ? word : undefined
}

function rowOf(
  name: string,
  nameCell: Cell,
  cells: readonly Cell[],
  table: PageTable,
  source: PageSource,
  reading: PageReading,
): NamedRow {
  const typeCell = cells[columnOf(table, 'type')]
  const description = cells[columnOf(table, 'description')] ?? {
    text: '',
    codes: [],
    links: [],
    span: nameCell.span,
  }
  const row: NamedRow = {
    name,
    nameSpan: nameCell.span,
    typeSpan: typeCell?.span ?? nameCell.span,
    description,
  }
  const type = typeCell && typeCell.text !== '' ? readTypeWords(typeCell.text) : undefined
  if (type) row.type = type
  else if (typeCell && typeCell.text !== '') {
    reading.doNotUnderstand(source.place(typeCell.span), 'a type that is no type name')
  }
  const isRequiredTable = /^required /.test(table.header[Math.max(0, columnOf(table, 'name'))] ?? '')
  const required = isRequiredTable || requiredOf(cells[columnOf(table, 'required')], description)
  if (required !== undefined) row.required = required
  return row
}

function requiredOf(column: Cell | undefined, description: Cell): boolean | undefined {
  if (column && /^(yes|true|required)\b/i.test(column.text)) return true
  if (column && /^(no|false|optional)\b/i.test(column.text)) return false
  const marks = marksOf(description.text)
  if (marks.includes('required')) return true
  return marks.includes('optional') ? false : undefined
}

/** The span of a row from its name to its type: the words that state a typed name. */
export function nameAndType(row: NamedRow): Span {
  return { start: row.nameSpan.start, end: Math.max(row.nameSpan.end, row.typeSpan.end) }
}

/** States the parameters of a section's tables for every operation of the page. */
export function readParameterSection(
  section: Section,
  location: ParameterLocation,
  operations: readonly PageOperation[],
  source: PageSource,
  reading: PageReading,
): void {
  for (const block of section.blocks) {
    if (block.type === 'table') {
      for (const row of namedRows(readTable(block.node), source, reading)) {
        stateParameter(row, location, operations, source, reading)
      }
    } else if (block.type === 'paragraph' && location === 'query') {
      readQueryOptions(textOf(block.node), spanOf(block.node), operations, source, reading)
    }
  }
}

function stateParameter(
  row: NamedRow,
  location: ParameterLocation,
  operations: readonly PageOperation[],
  source: PageSource,
  reading: PageReading,
): void {
  const place = source.place(nameAndType(row))
  for (const { name: operation } of ownersOf(row.name, location, operations)) {
    if (location === 'header' && row.name.toLowerCase() === 'content-type') {
      stateContentType(row, operation, source, reading)
      continue
    }
    const parameter = { operation, in: location, name: row.name }
    reading.state(place, { kind: 'parameter', ...parameter, ...(row.type && { type: row.type }) })
    if (row.required === undefined) continue
    const requiredPlace = source.place({ start: row.nameSpan.start, end: row.description.span.end })
    reading.state(requiredPlace, { kind: 'parameter-required', ...parameter, required: row.required })
  }
}

/** On a page with several addresses a path parameter belongs to those that have it. */
function ownersOf(
  name: string,
  location: ParameterLocation,
  operations: readonly PageOperation[],
): readonly PageOperation[] {
  if (location !== 'path') return operations
  const owners = operations.filter(({ line }) =>
    line.pathParameters.some((own) => spellingsOf(own).includes(name)),
  )
  return owners.length > 0 ? owners : operations
}

function stateContentType(row: NamedRow, operation: string, source: PageSource, reading: PageReading): void {
  const place = source.place({ start: row.nameSpan.start, end: row.description.span.end })
  const types = row.description.text.split(/[,;\s]+/).flatMap((word) => mediaTypeOf(word) ?? [])
  if (types.length === 0) reading.doNotUnderstand(place, 'a Content-Type row without a media type')
  for (const mediaType of new Set(types))
    reading.state(place, { kind: 'request-media-type', operation, mediaType })
  if (row.required === undefined) return
  const parameter = { operation, in: 'header' as const, name: row.name }
  reading.state(place, { kind: 'parameter-required', ...parameter, required: row.required })
}

/** Sentences such as "supports `$top` and `$select`"; one that says "not" states the absence of the options. */
function readQueryOptions(
  text: string,
  span: Span,
  operations: readonly PageOperation[],
  source: PageSource,
  reading: PageReading,
): void {
  const place = source.place(span)
  const sentences = text.split(/(?<=\.)\s+/)
  const named = sentences.flatMap((sentence) => {
    const kind = /\bnot\b|n't\b/.test(sentence) ? ('no-parameter' as const) : ('parameter' as const)
    return Array.from(sentence.matchAll(/\$[A-Za-z]+/g), ([name]) => ({ kind, name }))
  })
  for (const { kind, name } of named) {
    for (const { name: operation } of operations) {
      reading.state({ ...place, quote: name }, { kind, operation, in: 'query', name })
    }
  }
  const promises = /supports? (some|all) of the OData query param/i.test(text)
  if (promises && named.length === 0) reading.leaveOpen(place, 'names no query option')
}
