import type { ParameterLocation, TypeWord } from '../facts/fact.ts'
import type { PageReading } from '../facts/reading.ts'
import type { PageSource, Span } from '../pages/page-source.ts'
import { readRequestLine } from '../pages/request-line.ts'
import { enumMembers, type FlatRow, readRow } from './flattened-row.ts'
import { type FlatTable, isDivider, type Piece, piecesOf } from './flattened-table.ts'

type SectionName = 'head' | 'uri' | 'header' | 'body' | 'responses' | 'definitions' | 'prose'

const SECTIONS: readonly [RegExp, SectionName][] = [
  [/^(uri|path|query) parameters?$/i, 'uri'],
  [/^request headers?$/i, 'header'],
  [/^request body$/i, 'body'],
  [/^responses?$/i, 'responses'],
  [/^definitions$/i, 'definitions'],
  [/^(see also|remarks)$/i, 'prose'],
]
const MEDIA_TYPES = /Media Types:\s*((?:"[^"]*"[,\s]*)+)/i
const FORMATTED = /^(string|integer|number)\s+(\S+)$/
/** Formats that are type words without their hyphen. */
const WORDS_OF_FORMATS = ['int32', 'int64', 'float', 'double', 'date', 'date-time', 'uuid']
const TYPE_NAME = /^[A-Za-z_][\w.]*(\[[\w., ]*\])?$/

/** Whether a page is a reference page of Partner Center that a converter flattened to text. */
export function isFlattenedPage(source: PageSource): boolean {
  const { lines } = source
  if (lines.some((line) => /^(#{1,6} |---\s*$|```)/.test(line))) return false
  const named = lines.some((line) => SECTIONS.some(([pattern]) => pattern.test(line.trim())))
  return named && lines.some((line) => isDivider(line))
}

/** Reads the page. Enum values and type links that the converter dropped are left open, not guessed. */
export function readFlattenedPage(source: PageSource, reading: PageReading): void {
  const page = new FlattenedPage(source, reading)
  for (const piece of piecesOf(source)) page.read(piece)
}

class FlattenedPage {
  readonly #source: PageSource
  readonly #reading: PageReading
  readonly #operations: string[] = []
  #section: SectionName = 'head'
  #definition: string | undefined
  #sawTitle = false
  #isReported = false

  constructor(source: PageSource, reading: PageReading) {
    this.#source = source
    this.#reading = reading
  }

  read(piece: Piece): void {
    if (piece.type === 'line') this.#readLine(piece.index, piece.text)
    else this.#readTable(piece.table)
  }

  #readLine(index: number, text: string): void {
    const section = SECTIONS.find(([pattern]) => pattern.test(text))?.[1]
    if (section) {
      this.#section = section
      this.#definition = undefined
      this.#reportWithoutOperation(index, text)
    } else if (this.#section === 'head') this.#readHead(index, text)
    else if (MEDIA_TYPES.test(text)) this.#readRequestMediaTypes(index, text)
    else if (this.#section === 'definitions') this.#readDefinition(index, text)
    else if (this.#section !== 'prose') {
      this.#reading.doNotUnderstand(this.#source.line(index), 'a line between the tables')
    }
  }

  /** One report is enough for a page. */
  #reportWithoutOperation(index: number, title: string): void {
    const isAbout = ['uri', 'header', 'body', 'responses'].includes(this.#section)
    if (!isAbout || this.#operations.length > 0 || this.#isReported) return
    this.#isReported = true
    const reason = `the section "${title}" of a page without a request line`
    this.#reading.doNotUnderstand(this.#source.line(index), reason)
  }

  #readHead(index: number, text: string): void {
    const line = readRequestLine(text)
    const place = this.#source.line(index)
    if (line) {
      const operation = `${line.method} ${line.path}`
      this.#operations.push(operation)
      this.#reading.state(place, {
        kind: 'operation',
        operation,
        ...(line.server && { server: line.server }),
      })
      for (const name of line.pathParameters) {
        this.#reading.state(
          { ...place, quote: `{${name}}` },
          { kind: 'parameter', operation, in: 'path', name },
        )
      }
    } else if (this.#sawTitle) this.#reading.doNotUnderstand(place, 'a line before the first section')
    this.#sawTitle = true
  }

  #readRequestMediaTypes(index: number, text: string): void {
    for (const mediaType of mediaTypesIn(text)) {
      const place = { ...this.#source.line(index), quote: mediaType }
      for (const operation of this.#operations) {
        this.#reading.state(place, { kind: 'request-media-type', operation, mediaType })
      }
    }
  }

  #readDefinition(index: number, text: string): void {
    const place = this.#source.line(index)
    this.#definition = TYPE_NAME.test(text) ? text : undefined
    if (this.#definition) this.#reading.state(place, { kind: 'resource', resource: this.#definition })
    else this.#reading.doNotUnderstand(place, 'a definition that is not a type name')
  }

  #readTable(table: FlatTable): void {
    for (const cells of table.rows) {
      const row = readRow(cells, table)
      const [first] = cells
      if (!row) {
        if (first) this.#puzzle(first.span, 'a row without a name')
        continue
      }
      for (const cell of row.rest) this.#puzzle(cell.span, 'a cell that fits no column of its table')
      this.#readRow(row)
    }
  }

  #readRow(row: FlatRow): void {
    if (this.#section === 'responses') this.#readResponse(row)
    else if (!/^[$A-Za-z_][\w.$-]*$/.test(row.name.text)) {
      this.#puzzle(row.name.span, 'a name that is not an identifier')
    } else this.#readNamedRow(row)
  }

  #readNamedRow(row: FlatRow): void {
    if (this.#section === 'uri') this.#readParameter(row, row.in === 'query' ? 'query' : 'path')
    else if (this.#section === 'header') this.#readParameter(row, 'header')
    else if (this.#section === 'body') this.#readBodyProperty(row)
    else if (this.#section === 'definitions') this.#readProperty(row)
    else this.#puzzle(row.name.span, 'a table outside the known sections')
  }

  #readParameter(row: FlatRow, location: ParameterLocation): void {
    const { place, type } = this.#typed(row)
    const name = row.name.text
    for (const operation of this.#operations) {
      const parameter = { operation, in: location, name }
      this.#reading.state(place, { kind: 'parameter', ...parameter, ...(type && { type }) })
      if (row.required === undefined) continue
      this.#reading.state(place, { kind: 'parameter-required', ...parameter, required: row.required })
    }
  }

  #readBodyProperty(row: FlatRow): void {
    const { place, type, members } = this.#typed(row)
    const name = row.name.text
    for (const operation of this.#operations) {
      this.#reading.state(place, { kind: 'request-property', operation, name, ...(type && { type }) })
      if (row.required) {
        this.#reading.state(place, { kind: 'request-property-mark', operation, name, mark: 'required' })
      }
      for (const value of members) {
        this.#reading.state(
          { ...place, quote: value },
          { kind: 'request-enum-value', operation, name, value },
        )
      }
    }
  }

  #readProperty(row: FlatRow): void {
    const resource = this.#definition
    if (!resource) {
      this.#puzzle(row.name.span, 'a property of a definition without a name')
      return
    }
    const { place, type, members } = this.#typed(row)
    const name = row.name.text
    this.#reading.state(place, { kind: 'property', resource, name, ...(type && { type }) })
    for (const value of members) {
      this.#reading.state({ ...place, quote: value }, { kind: 'enum-value', resource, name, value })
    }
  }

  #readResponse(row: FlatRow): void {
    const status = Number(/^([1-5]\d\d)\b/.exec(row.name.text)?.[1])
    if (!status) {
      this.#puzzle(row.name.span, 'a response without a status')
      return
    }
    const place = this.#source.place(row.name.span)
    for (const operation of this.#operations) {
      this.#reading.state(place, { kind: 'status', operation, status })
      const type = row.type && typeWord(row.type.text)
      if (row.type && type) {
        this.#reading.state(this.#source.place(row.type.span), {
          kind: 'response-body',
          operation,
          status,
          type,
        })
      } else this.#reading.leaveOpen(place, 'the type of the answer is not on the page')
      this.#readResponseMediaTypes(row, operation, status)
    }
  }

  #readResponseMediaTypes(row: FlatRow, operation: string, status: number): void {
    const { description } = row
    if (!description) return
    for (const mediaType of mediaTypesIn(description.text)) {
      const place = { ...this.#source.place(description.span), quote: mediaType }
      this.#reading.state(place, { kind: 'response-media-type', operation, status, mediaType })
    }
  }

  /** The place and type of a row; what the converter dropped is left open. */
  #typed(row: FlatRow): { place: ReturnType<PageSource['place']>; type?: TypeWord; members: string[] } {
    const end = row.type?.span.end ?? row.name.span.end
    const place = this.#source.place({ start: row.name.span.start, end })
    const members = row.type ? enumMembers(row.type.text) : undefined
    if (members) {
      if (members.length === 0) this.#reading.leaveOpen(place, 'the enum values are not on the page')
      return { place, type: 'Enum', members }
    }
    const type = row.type && typeWord(row.type.text)
    if (!type) this.#reading.leaveOpen(place, 'the type is not on the page')
    return type ? { place, type, members: [] } : { place, members: [] }
  }

  #puzzle(span: Span, reason: string): void {
    this.#reading.doNotUnderstand(this.#source.place(span), reason)
  }
}

function mediaTypesIn(text: string): string[] {
  const list = MEDIA_TYPES.exec(text)?.[1] ?? ''
  return Array.from(list.matchAll(/"([^"]+)"/g), (match) => match[1] ?? '')
}

/** `X[]` is a collection; a name that ends with a dot was cut off; a format says more than the type before it. */
function typeWord(text: string): TypeWord | undefined {
  if (text.endsWith('.')) return undefined
  const [, type, format] = FORMATTED.exec(text) ?? []
  if (format) return WORDS_OF_FORMATS.includes(format) ? format.replace('-', '') : type
  return text.endsWith('[]') ? `Collection(${text.slice(0, -2)})` : text
}
