import { toString as textOf } from 'mdast-util-to-string'
import type { ParameterLocation } from '../facts/fact.ts'
import type { PageReading } from '../facts/reading.ts'
import type { PageSource, Span } from '../pages/page-source.ts'
import { spellingsOf } from '../pages/request-line.ts'
import { mediaTypeOf } from './http-message.ts'
import { isListed, spanOf } from './markdown.ts'
import { limitsOf, listedValuesOf, marksOf, valueToSet } from './marks.ts'
import type { MarkdownPage } from './page.ts'
import type { PageOperation } from './page-operations.ts'
import type { Section, SectionBlock } from './sections.ts'
import { stateStatusesIn } from './statuses.ts'
import { type Cell, columnOf, markedWords, type PageTable, readTable } from './table.ts'
import { NULLABLE, readTypeWords } from './type-words.ts'

/** A row of a table that names something: a parameter, a header, a property. */
export interface NamedRow {
  name: string
  nameSpan: Span
  /** The type words, or `undefined` if the table has none. */
  type?: string
  typeSpan: Span
  required?: boolean
  /** Whether the type says so: `nullable Boolean`. */
  nullable?: true
  description: Cell
}

/**
 * Reads the rows of a table by its column titles; the first column is the name whatever its title.
 * Reports rows without a name, and cells whose type is not a type.
 */
export function namedRows(table: PageTable, source: PageSource, reading: PageReading): NamedRow[] {
  if (isConditional(table)) {
    for (const [cell] of table.rows)
      if (cell) reading.passOver(source.place(cell.span), 'what holds under a condition')
    return []
  }
  const nameColumn = Math.max(0, columnOf(table, 'name'))
  return table.rows.flatMap((cells) => {
    const name = cells[nameColumn]
    if (!name || isEmptyRow(cells, name, reading, source)) return []
    const words = nameIn(name)
    if (words === undefined) {
      reading.doNotUnderstand(source.place(name.span), 'a name that is not an identifier')
      return []
    }
    return [rowOf(words, name, cells, table, source, reading)]
  })
}

/** Tables of operators and of properties needed in certain cases do not list parameters or properties. */
function isConditional({ header }: PageTable): boolean {
  const [, ...others] = header
  return others.some((title) =>
    /^(?:supported |filter )?operators?(?: supported)?$|^required (?:properties|parameters|fields)$/.test(
      title,
    ),
  )
}

/** Rows without a word, with "None", or with nothing but a bold title for the rows below. */
export function isEmptyRow(
  cells: readonly Cell[],
  name: Cell,
  reading: PageReading,
  source: PageSource,
): boolean {
  const rest = cells.filter((cell) => cell !== name)
  const isBlank = cells.every((cell) => cell.text === '' || /^(none|n\/a|-)\.?$/i.test(cell.text))
  const isTitle =
    rest.every(({ text }) => text === '') && markedWords(name.marked, 'bold').join(' ') === name.text
  if (isBlank || isTitle) reading.passOver(source.place(name.span), 'a row that names nothing')
  return isBlank || isTitle
}

/**
 * Names are plain text, code or links, some with a footnote star, a remark in brackets or, for headers,
 * a value: `Prefer: outlook.timezone`.
 */
function nameIn(cell: Cell): string | undefined {
  const text = cell.text.replace(/^([\w-]+):(\s.*)?$/, '$1').replace(/^\{([^{}]+)\}$/, '$1')
  const [word = '', ...rest] = text.replace(/\*+$/, '').split(/\s+/)
  const remark = rest.join(' ')
  return /^[$@A-Za-z_][\w.@-]*$/.test(word) && /^(\(.*\)|-? ?(optional|required|deprecated))?$/i.test(remark)
    ? word
    : undefined
}

const PRIMITIVE = /^(?:string|integer|int32|int64|boolean|guid|datetimeoffset)$/i

function rowOf(
  name: string,
  nameCell: Cell,
  cells: readonly Cell[],
  table: PageTable,
  source: PageSource,
  reading: PageReading,
): NamedRow {
  const value = columnOf(table, 'type') < 0 ? cells[columnOf(table, 'value')] : undefined
  // Some tables of headers have the types under "Value".
  const typeCell =
    value && value !== nameCell && PRIMITIVE.test(value.text) ? value : cells[columnOf(table, 'type')]
  const description = descriptionOf(cells, table, nameCell)
  const row: NamedRow = {
    name,
    nameSpan: nameCell.span,
    typeSpan: typeCell?.span ?? nameCell.span,
    description,
  }
  const isMediaType = /^content-type$/i.test(name) && typeCell && mediaTypeOf(typeCell.text) !== undefined
  if (isMediaType) description.text = `${typeCell.text} ${description.text}`
  if (NULLABLE.test(typeCell?.text ?? '')) row.nullable = true
  const type = typeCell && !isMediaType ? typeIn(typeCell, description, source, reading) : undefined
  if (type) row.type = type
  const isRequiredTable = /^required /.test(table.header[Math.max(0, columnOf(table, 'name'))] ?? '')
  const required = isRequiredTable || requiredOf(cells[columnOf(table, 'required')], nameCell, description)
  if (required !== undefined) row.required = required
  return row
}

/** Old tables of headers have the description under "Value". */
function descriptionOf(cells: readonly Cell[], table: PageTable, name: Cell): Cell {
  const own = cells[columnOf(table, 'description')]
  const value = cells[columnOf(table, 'value')]
  if (own && value && value !== name) {
    return {
      ...own,
      text: `${value.text} ${own.text}`.trim(),
      marked: `${value.marked} ${own.marked}`.trim(),
    }
  }
  return own ?? value ?? { text: '', marked: '', links: [], span: name.span }
}

/** `array of objects` is an array of the type that the description names. */
function typeIn(cell: Cell, description: Cell, source: PageSource, reading: PageReading): string | undefined {
  if (cell.text === '') return undefined
  const type = readTypeWords(cell.text)
  const named = /\b(?:array|list|collection) of (\w+) (?:resources|objects)\b/i.exec(description.text)?.[1]
  if (type === 'Collection(Object)' && named && description.links.some(({ text }) => text === named)) {
    return `Collection(${named})`
  }
  if (type) return type
  const isElsewhere = cell.links.length === 1 && cell.links[0]?.text === cell.text
  const place = source.place(cell.span)
  if (isElsewhere) reading.leaveOpen(place, 'the type is on another page')
  else reading.doNotUnderstand(place, 'a type that is not a type name')
  return undefined
}

function requiredOf(column: Cell | undefined, name: Cell, description: Cell): boolean | undefined {
  if (column && /^(y|yes|true|required)\b/i.test(column.text)) return true
  if (column && /^(n|no|false|optional)\b/i.test(column.text)) return false
  const marks = [
    ...marksOf(description.text),
    ...marksOf(/[\s(](required|optional)\)?$/i.exec(name.text)?.[1] ?? ''),
  ]
  // `Bearer {token} Required.` ends with the word, without a full stop before it.
  const [, last] = /\s(Required|Optional)\.?$/.exec(description.text) ?? []
  if (marks.includes('required') || last === 'Required') return true
  return marks.includes('optional') || last === 'Optional' ? false : undefined
}

/** The span of a row from its name to its type, which states both. */
export function nameAndType(row: NamedRow): Span {
  return { start: row.nameSpan.start, end: Math.max(row.nameSpan.end, row.typeSpan.end) }
}

/** Where a table says that its parameters are; `uri` is the path or the query, depending on the address. */
type TableLocation = ParameterLocation | 'uri'

/** States the parameters of a section's tables and lists for every operation of the page. */
export function readParameterSection(section: Section, location: TableLocation, page: MarkdownPage): void {
  let lead = section.title
  const isNamed = section.blocks.some(
    ({ type, node }) => type === 'paragraph' && /\$[A-Za-z]/.test(textOf(node)),
  )
  for (const block of section.blocks) {
    if (block.type === 'table') {
      const table = readTable(block.node)
      const owner = columnOf(table, 'name') < 0 && columnOf(table, 'value') === 0 ? valuesOf(lead) : undefined
      if (owner !== undefined && isParameter(owner, page)) stateParameterValues(owner, table, location, page)
      else readParameterTable(table, location, page, requiredBy(lead))
    } else if (block.type === 'paragraph') {
      lead = `${section.title}. ${textOf(block.node)}`
      if (location === 'query') readQueryOptions(block, page, isNamed)
      const isOption = location === 'query' && /\$[A-Za-z]/.test(textOf(block.node))
      if (isListed(block.node) && !isOption) readListedParameter(block, location, page)
    }
  }
}

/** `The following values are valid for the `format` parameter` names the parameter of the values that follow. */
export function valuesOf(lead: string): string | undefined {
  return /\bvalues\b[^.]*? (?:for|of) the ([$@\w-]+) (?:parameter|property|option|header|field)\b/i.exec(
    lead,
  )?.[1]
}

function isParameter(owner: string, { reading }: MarkdownPage): boolean {
  return reading.facts.some(
    ({ kind, ...fact }) => kind === 'parameter' && 'name' in fact && fact.name === owner,
  )
}

function stateParameterValues(
  owner: string,
  { rows }: PageTable,
  location: TableLocation,
  { source, reading, operations }: MarkdownPage,
): void {
  for (const [cell] of rows) {
    if (!cell?.text) continue
    for (const operation of ownersOf(owner, location, operations)) {
      const parameter = { operation: operation.name, ...locate(owner, location, operation) }
      reading.state(source.place(cell.span), { kind: 'parameter-enum-value', ...parameter, value: cell.text })
    }
  }
}

/** `Optional request headers`, and sentences such as `Provide the following required query parameters`. */
function requiredBy(lead: string): boolean | undefined {
  const [, word] =
    /\b(required|optional) (?:(?:request|query|path|uri) )?(?:headers?|parameters?)\b/i.exec(lead) ?? []
  return word === undefined ? undefined : word.toLowerCase() === 'required'
}

/** @param required What the text above the table says about all its rows; a row's own word wins. */
export function readParameterTable(
  table: PageTable,
  location: TableLocation,
  page: MarkdownPage,
  required?: boolean,
): void {
  if (columnOf(table, 'name') < 0 && columnOf(table, 'value') === 0) {
    page.reading.doNotUnderstand(
      page.source.place(table.headerSpan),
      'a table of values of no named parameter',
    )
    return
  }
  for (const row of namedRows(table, page.source, page.reading)) {
    if (row.required === undefined && required !== undefined) row.required = required
    stateParameter(row, location, page)
    stateStatusesIn(row.description, page)
  }
}

function stateParameter(row: NamedRow, location: TableLocation, page: MarkdownPage): void {
  const { source, reading } = page
  const place = source.place(nameAndType(row))
  const values = readValues(row, page)
  for (const owner of ownersOf(row.name, location, page.operations)) {
    const { name: operation } = owner
    if (location === 'header' && row.name.toLowerCase() === 'content-type') {
      if (/^(GET|HEAD|DELETE) /.test(operation))
        reading.passOver(place, 'the media type of a request without a body')
      else stateContentType(row, operation, source, reading)
      continue
    }
    const parameter = { operation, ...locate(row.name, location, owner) }
    reading.state(place, { kind: 'parameter', ...parameter, ...(row.type && { type: row.type }) })
    for (const value of values) {
      reading.state(source.place(row.description.span), { kind: 'parameter-enum-value', ...parameter, value })
    }
    for (const limit of limitsOf(row.description)) {
      reading.state(source.place(row.description.span), { kind: 'parameter-limit', ...parameter, ...limit })
    }
    if (row.required === undefined) continue
    const requiredPlace = source.place({ start: row.nameSpan.start, end: row.description.span.end })
    reading.state(requiredPlace, { kind: 'parameter-required', ...parameter, required: row.required })
  }
}

/**
 * The address decides where a parameter is and how it is spelt: rows and placeholders differ in hyphens and letter
 * case.
 */
function locate(
  name: string,
  location: TableLocation,
  { line }: PageOperation,
): { in: ParameterLocation; name: string } {
  if (location !== 'path' && location !== 'uri') return { in: location, name }
  const letters = lettersOf(name)
  const { pathParameters, queryParameters, queryPlaceholders } = line
  const filled = queryPlaceholders?.[name]
  if (filled !== undefined) return { in: 'query', name: filled }
  if (pathParameters.some((own) => spellingsOf(own).includes(name))) return { in: 'path', name }
  const inQuery = queryParameters.find((own) => lettersOf(own) === letters)
  const inPath =
    pathParameters.find((own) => lettersOf(own) === letters) ??
    // `{id}` of the address is `SelfServePolicy-id` of the table.
    (inQuery === undefined ? pathParameters.find((own) => letters.endsWith(lettersOf(own))) : undefined)
  if (inPath !== undefined) return { in: 'path', name: inPath }
  // `{customer_id}` of the address is `customer-tenant-id` of the table.
  const [alike, ...others] = pathParameters.filter((own) => endsOf(own) === endsOf(name))
  if (inQuery === undefined && alike !== undefined && others.length === 0) return { in: 'path', name: alike }
  if (inQuery !== undefined) return { in: 'query', name: inQuery }
  return { in: location === 'uri' ? 'query' : 'path', name }
}

/** The first and the last word of a name of several words. */
function endsOf(name: string): string {
  const words = name.toLowerCase().split(/[-_]/)
  return words.length > 1 ? `${words[0]} ${words.at(-1)}` : name
}

function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}

/** On a page with several addresses a path parameter belongs to those that contain it. */
function ownersOf(
  name: string,
  location: TableLocation,
  operations: readonly PageOperation[],
): readonly PageOperation[] {
  if (location !== 'path' && location !== 'uri') return operations
  const owners = operations.filter(({ line }) =>
    [...line.pathParameters, ...line.queryParameters].some((own) =>
      spellingsOf(own).some((spelling) => lettersOf(spelling) === lettersOf(name)),
    ),
  )
  return owners.length > 0 ? owners : operations
}

function stateContentType(row: NamedRow, operation: string, source: PageSource, reading: PageReading): void {
  const place = source.place({ start: row.nameSpan.start, end: row.description.span.end })
  const types = row.description.text.split(/[,;\s]+/).flatMap((word) => mediaTypeOf(word) ?? [])
  if (types.length === 0) reading.leaveOpen(place, 'the media type is not on the page')
  for (const mediaType of new Set(types))
    reading.state(place, { kind: 'request-media-type', operation, mediaType })
  if (row.required === undefined) return
  const parameter = { operation, in: 'header' as const, name: row.name }
  reading.state(place, { kind: 'parameter-required', ...parameter, required: row.required })
}

/** `- **If-Match**: the last known ETag` and `- A request ID is required.` */
function readListedParameter(
  block: SectionBlock & { type: 'paragraph' },
  location: TableLocation,
  page: MarkdownPage,
): void {
  const { source, reading, operations } = page
  const text = textOf(block.node)
  const [, name] = /^([$@A-Za-z][\w.-]*)\s*(?::|–|-|—)\s/.exec(text) ?? []
  const place = source.place(spanOf(block.node))
  if (!name && /\b(?:is|are) (?:required|optional)\b/i.test(text))
    reading.leaveOpen(place, 'a parameter or header without its name')
  if (!name || /^(note|tip|important|warning|caution|example)$/i.test(name)) return
  for (const owner of operations) {
    reading.state(place, { kind: 'parameter', operation: owner.name, ...locate(name, location, owner) })
  }
}

/**
 * Sentences such as "supports `$top` and `$select`"; one that says "not" states the absence of the options. What is not
 * supported on one property, or with another option, is supported otherwise.
 *
 * @param isNamedBelow Whether other sentences of the section name the options that this one promises.
 */
export function readQueryOptions(
  block: SectionBlock & { type: 'paragraph' },
  page: MarkdownPage,
  isNamedBelow = false,
): void {
  const { source, reading, operations } = page
  const place = source.place(spanOf(block.node))
  const text = textOf(block.node)
  const named = text.split(/(?<=\.)\s+/).flatMap((sentence) => {
    const kind = isRefused(sentence) ? ('no-parameter' as const) : ('parameter' as const)
    return Array.from(sentence.matchAll(/\$[A-Za-z]+/g), ([name]) => ({ kind, name }))
  })
  if (named.length === 0 && refusesAll(text)) named.push({ kind: 'no-parameter', name: '$*' })
  for (const { kind, name } of named) {
    for (const { name: operation } of operations) {
      const quote = name === '$*' ? place.quote : name
      reading.state({ ...place, ...(quote && { quote }) }, { kind, operation, in: 'query', name })
    }
  }
  const promises = /supports? (?:(?:some|all) of )?the (?:optional )?OData query (?:param|option)/i.test(text)
  if (promises && named.length === 0 && !isNamedBelow) reading.leaveOpen(place, 'names no query option')
}

function isRefused(sentence: string): boolean {
  if (
    /\bnot (?:supported|available|allowed)\b.{0,200}?\b(?:on|with|together) (?!this\b|the (?:api|method|operation))/i.test(
      sentence,
    )
  )
    return false
  return /(?:\bnot|n['’]t)\b.*\b(?:support|available|allowed|applicable)|\bunsupported\b|\bno support\b|(?:\bnot|n['’]t)\b.*\b(?:use|work)/i.test(
    sentence,
  )
}

/** `This method does not support query parameters`, and `Not supported.` below the heading on query options. */
function refusesAll(text: string): boolean {
  return (
    /(?:\bnot|n['’]t) support (?:the |any |optional |of )*(?:odata )?query (?:param|option)/i.test(text) ||
    /^not supported\.?$/i.test(text.trim())
  )
}

/** The values that a row's description lists; a description that announces values but lists none is reported. */
export function readValues(row: NamedRow, { source, reading }: MarkdownPage): string[] {
  const { values, type, elsewhere, unclear } = listedValuesOf(row.description)
  const place = source.place(row.description.span)
  if (elsewhere) reading.leaveOpen(place, 'the possible values are elsewhere')
  if (unclear) reading.doNotUnderstand(place, 'values that are not a list of names')
  // The members of the named type are the values.
  if (type && (row.type === undefined || /^(string|enum)$/i.test(row.type))) row.type = type
  else if (type && /^Collection\((string|enum)\)$/i.test(row.type ?? '')) row.type = `Collection(${type})`
  return values.length > 0 ? values : valueToSet(row.description.marked, row.name)
}
