import type { Paragraph } from 'mdast'
import { toString as textOf } from 'mdast-util-to-string'
import type { PageReading } from '../facts/reading.ts'
import type { PageSource } from '../pages/page-source.ts'
import { spanOf } from './markdown.ts'
import { marksOf, possibleValuesOf } from './marks.ts'
import type { PageOperation } from './page-operations.ts'
import { type NamedRow, nameAndType, namedRows } from './parameter-tables.ts'
import type { Section } from './sections.ts'
import { columnOf, descendants, readTable } from './table.ts'

const NO_BODY =
  /\b(do not|don't) (supply|provide|include) a (request )?body\b|^(none|empty|no request body)\.?$/i
const REPRESENTATION = /\b(supply|provide|include)\b.*\b(json )?representation of\b/i
const ALL_REQUIRED = /\bproperties that are required when you \w+/i

/** States what the request body of every operation of the page is made of. */
export function readRequestBody(
  section: Section,
  operations: readonly PageOperation[],
  source: PageSource,
  reading: PageReading,
): void {
  for (const block of section.blocks) {
    if (block.type === 'paragraph') readSentence(block.node, operations, source, reading)
    if (block.type !== 'table') continue
    const table = readTable(block.node)
    if (columnOf(table, 'name') < 0 && columnOf(table, 'type') < 0) {
      reading.doNotUnderstand(
        source.place(table.headerSpan),
        'a table of the request body without a name column',
      )
      continue
    }
    for (const row of namedRows(table, source, reading)) stateProperty(row, operations, source, reading)
  }
}

function readSentence(
  node: Paragraph,
  operations: readonly PageOperation[],
  source: PageSource,
  reading: PageReading,
): void {
  const text = textOf(node)
  const place = source.place(spanOf(node))
  const [link] = descendants(node).filter((child) => child.type === 'link')
  for (const { name: operation } of operations) {
    if (NO_BODY.test(text.trim())) reading.state(place, { kind: 'no-request-body', operation })
    else if (ALL_REQUIRED.test(text)) {
      reading.state(place, { kind: 'request-property-mark', operation, name: '*', mark: 'required' })
    } else if (REPRESENTATION.test(text) && link) {
      reading.state(source.place(spanOf(link)), { kind: 'request-body', operation, type: textOf(link) })
    }
  }
}

function stateProperty(
  row: NamedRow,
  operations: readonly PageOperation[],
  source: PageSource,
  reading: PageReading,
): void {
  const place = source.place(nameAndType(row))
  const description = source.place(row.description.span)
  const { name } = row
  const values = readValues(row, source, reading)
  for (const { name: operation } of operations) {
    reading.state(place, { kind: 'request-property', operation, name, ...(row.type && { type: row.type }) })
    for (const mark of marksOfRow(row)) {
      reading.state(description, { kind: 'request-property-mark', operation, name, mark })
    }
    for (const value of values) {
      reading.state({ ...description, quote: value }, { kind: 'request-enum-value', operation, name, value })
    }
  }
}

/** The values that a row's description lists; one that announces values and lists none is reported. */
export function readValues(row: NamedRow, source: PageSource, reading: PageReading): string[] {
  const values = possibleValuesOf(row.description)
  if (!values) reading.doNotUnderstand(source.place(row.description.span), 'values that are no list of names')
  return values ?? []
}

/** The marks of a row's description, and of its Required column where the table has one. */
export function marksOfRow(row: NamedRow): ReturnType<typeof marksOf> {
  const marks = new Set(marksOf(row.description.text))
  if (row.required === true) marks.add('required')
  return [...marks]
}
