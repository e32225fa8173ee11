import type { Paragraph } from 'mdast'
import { toString as textOf } from 'mdast-util-to-string'
import type { PageReading } from '../facts/reading.ts'
import type { PageSource } from '../pages/page-source.ts'
import { auditSections } from './audit.ts'
import { ExampleReader } from './examples.ts'
import { messageBlocks, readHttpMessage } from './http-message.ts'
import { blocksOf, spanOf } from './markdown.ts'
import { findOpenPlaces } from './open-places.ts'
import type { MarkdownPage } from './page.ts'
import {
  hasRequestList,
  isRequestTable,
  isWholeMessage,
  listsRequests,
  mayList,
  placeOf,
  readOperations,
} from './page-operations.ts'
import { readParameterSection, readQueryOptions } from './parameter-tables.ts'
import { isPermissionTable, readPermissions } from './permissions.ts'
import { readRequestBody } from './request-body.ts'
import { isDeprecation, ResourceReader, resourceOf } from './resource-page.ts'
import { passOverSentence, readResponseSection, readResponseTable, readStatuses } from './response-section.ts'
import {
  type AnnotatedCode,
  roleOf,
  type Section,
  type SectionBlock,
  type SectionRole,
  sectionsOf,
} from './sections.ts'
import { statusesInText } from './statuses.ts'
import { columnOf, type PageTable, readTable } from './table.ts'

interface Readers {
  page: MarkdownPage
  examples: ExampleReader
  resource: ResourceReader
}

type SectionReader = (section: Section, readers: Readers) => void

/** Reads a page of Markdown about an operation, a resource, an enum, or several of them. */
export function readMarkdownPage(source: PageSource, reading: PageReading): void {
  findOpenPlaces(source, reading)
  const sections = sectionsOf(blocksOf(source, reading), source, reading)
  const operations = readOperations(sections, source, reading)
  const resource = resourceOf(sections)
  const successes = successesOf(sections, source)
  const hasList = hasRequestList(sections)
  const page: MarkdownPage = {
    source,
    reading,
    operations,
    hasList,
    successes,
    ...(resource && { resource }),
  }
  const readers = { page, examples: new ExampleReader(page), resource: new ResourceReader(page) }
  for (const section of sections) {
    READERS[section.role](section, readers)
    let lead = ''
    for (const block of section.blocks) {
      if (block.type === 'code') readCode(section, block, lead, readers)
      lead = block.type === 'paragraph' ? textOf(block.node) : ''
    }
  }
  const reported = operations.length === 0 ? reportWithoutOperation(sections, source, reading) : []
  if (operations.length > 0) reportWithoutStatus(sections, source, reading)
  auditSections(sections, new Set(reported), source, reading)
}

/** Success statuses in the examples and in sentences such as "If successful, …". */
function successesOf(sections: readonly Section[], source: PageSource): number[] {
  const statuses = sections.flatMap(({ role, blocks }) =>
    blocks.flatMap((block) => {
      if (block.type === 'code')
        return messageBlocks(block.node, source).map((part) => readHttpMessage(part).status)
      return role === 'response' ? statusesInText(textOf(block.node)) : []
    }),
  )
  return [...new Set(statuses)].filter((status) => status !== undefined && status < 300) as number[]
}

/** Sections that only mean something for an operation. */
const ABOUT_OPERATION: ReadonlySet<SectionRole> = new Set([
  'http-request',
  'path-parameters',
  'query-parameters',
  'request-headers',
  'request-body',
  'response-headers',
  'response',
])

/**
 * One report is enough for a page; lines of a request block that are not request lines are already reported.
 *
 * @returns The sections that the report speaks of.
 */
function reportWithoutOperation(
  sections: readonly Section[],
  source: PageSource,
  reading: PageReading,
): Section[] {
  const about = sections.filter(({ role, blocks }) => ABOUT_OPERATION.has(role) && blocks.length > 0)
  const [first] = about
  const hasBlock = about.some(
    ({ role, blocks }) =>
      role === 'http-request' &&
      blocks.some(({ type, node }) => type === 'code' && textOf(node).trim() !== ''),
  )
  // A resource page may close with a section on errors, which is not about an operation.
  const isAboutErrors = about.every(({ role }) => role === 'response') && reading.facts.length > 0
  if (!first?.heading || hasBlock || isAboutErrors) return []
  const reason = `the section "${first.title}" of a page without a request line`
  reading.doNotUnderstand(source.place(spanOf(first.heading)), reason)
  return about
}

/** If an answer has no status, its page leaves it open. */
function reportWithoutStatus(sections: readonly Section[], source: PageSource, reading: PageReading): void {
  const response = sections.find(
    ({ role, heading, blocks }) => role === 'response' && heading && blocks.length > 0,
  )
  const isKnown = reading.facts.some(({ kind }) => kind === 'status') || reading.open.length > 0
  if (!response?.heading || isKnown) return
  reading.leaveOpen(source.place(spanOf(response.heading)), 'the status of the answer is not on the page')
}

/** The text and tables of a section, by what the section is about. */
const READERS: Record<SectionRole, SectionReader> = {
  title: readTitle,
  permissions: readPermissionSection,
  'http-request': readUnknown,
  'path-parameters': (section, { page }) =>
    readParameterSection(section, /\bur[il]\b/i.test(section.title) ? 'uri' : 'path', page),
  'query-parameters': (section, { page }) => readParameterSection(section, 'query', page),
  'request-headers': (section, { page }) => readParameterSection(section, 'header', page),
  'request-body': (section, { page }) => readRequestBody(section, page),
  'response-headers': readResponseHeaders,
  response: (section, { page }) => readResponseSection(section, page),
  examples: readUnknown,
  methods: (section, { resource }) => resource.readMethods(section),
  properties: (section, { resource }) => resource.readProperties(section),
  relationships: (section, { resource }) => resource.readRelationships(section),
  json: readUnknown,
  members: (section, { resource }) => resource.readMembers(section),
  prose: passOverSection,
  unknown: readUnknown,
}

function readCode(
  section: Section,
  code: AnnotatedCode & SectionBlock,
  lead: string,
  { page, resource, examples }: Readers,
): void {
  if (section.role === 'prose')
    page.reading.passOver(placeOf(code, page.source), `the section "${section.title}"`)
  else if (section.role === 'json' || code.annotation?.blockType === 'resource') resource.readJsonBlock(code)
  else if (isListing(section, code, page)) examples.expect(code)
  else if (isExample(section, page) || !resource.readSample(code)) {
    const isTelling = /request|response/i.test(code.subheading)
    const subheading = isTelling ? code.subheading : `${section.title} ${code.subheading}`
    const isSample = page.hasList && SAMPLED.has(section.role)
    examples.read(code, { subheading, lead, isSample, isListing: section.role === 'http-request' })
  }
}

/** Sections on a part of the request: a message in them may be about another operation. */
const SAMPLED: ReadonlySet<SectionRole> = new Set([
  'path-parameters',
  'query-parameters',
  'request-headers',
  'request-body',
])

/** On the page of an operation, examples are messages; elsewhere they are samples of a type. */
function isExample({ role }: Section, { operations }: MarkdownPage): boolean {
  return operations.length > 0 && !['unknown', 'properties', 'title'].includes(role)
}

function isListing(
  section: Section,
  code: AnnotatedCode,
  { source, operations, hasList }: MarkdownPage,
): boolean {
  if (operations.length === 0 || section.role === 'examples' || (hasList && !mayList(section))) return false
  return listsRequests(section, code, source) && !isWholeMessage(code, source)
}

function readTitle(section: Section, readers: Readers): void {
  const { page, resource } = readers
  if (page.resource && page.operations.length === 0 && section.heading) resource.readTitle(section)
  if (page.operations.length > 0) readNotices(section, page)
  if (roleOf(section.title) === 'members') resource.readMembers(section)
  else readUnknown(section, readers)
}

/** A deprecation is below the title. */
function readNotices(section: Section, { operations, source, reading }: MarkdownPage): void {
  for (const block of section.blocks) {
    if (block.type !== 'paragraph' || !isDeprecation(textOf(block.node))) continue
    for (const { name: operation } of operations) {
      reading.state(placeOf(block, source), { kind: 'deprecated-operation', operation })
    }
  }
}

const PERMISSION_WORD =
  /\b[A-Z][A-Za-z]+\.(?:Read|Write|ReadWrite|Create|Manage|Send|Access|Invite|All)[A-Za-z.]*\b|\bA\.Read\b/

function readPermissionSection(section: Section, { page }: Readers): void {
  const tables = section.blocks.flatMap((block) => (block.type === 'table' ? [readTable(block.node)] : []))
  for (const table of tables) readPermissions(table, page)
  const hasInclude = section.blocks.some((block) => /!INCLUDE/i.test(textOf(block.node)))
  const inWords = section.blocks.find(
    ({ type, node }) => type === 'paragraph' && PERMISSION_WORD.test(textOf(node)),
  )
  if (tables.length > 0 || hasInclude || !section.heading || !inWords) return
  page.reading.doNotUnderstand(page.source.place(spanOf(section.heading)), 'permissions that are not a table')
}

function readResponseHeaders(section: Section, { page }: Readers): void {
  const { source, reading, operations } = page
  const tables = section.blocks.flatMap((block) => (block.type === 'table' ? [readTable(block.node)] : []))
  const names = tables.flatMap((table) => table.rows).flatMap(([cell]) => (cell?.text ? [cell] : []))
  for (const { text: name, span } of names) {
    for (const { name: operation } of operations) {
      reading.state(source.place(span), { kind: 'response-header', operation, name })
    }
  }
}

/** Sections outside the grammar are read by the shape of their tables. */
function readUnknown(section: Section, readers: Readers): void {
  if (section.role === 'unknown') readers.resource.readTypeSection(section)
  for (const block of section.blocks) {
    if (block.type === 'table') readUnknownTable(section, block, readers)
    else if (block.type === 'paragraph') readUnknownSentence(block, readers)
  }
}

function readUnknownTable(section: Section, block: SectionBlock & { type: 'table' }, readers: Readers): void {
  const { page, resource } = readers
  const table = readTable(block.node)
  const isStatuses = /\bstatus code\b|^http code$/.test(table.header[0] ?? '')
  if (isRequestTable(table)) return
  if (isPermissionTable(table)) readPermissions(table, page)
  else if (isStatuses) readResponseTable(table, page)
  else if (resource.readUnknownTable(table, block.subheading || section.title)) return
  else if (isGuide(table) || (page.operations.length === 0 && !page.resource))
    passOverRows(table, page, section)
  else
    page.reading.doNotUnderstand(
      page.source.place(table.headerSpan),
      `a table in the section "${section.title}"`,
    )
}

/** A table whose rows begin with links, without types, leads to other pages. */
function isGuide(table: PageTable): boolean {
  return (
    columnOf(table, 'type') <= 0 &&
    table.rows.every(([cell]) => cell?.links.some(({ text }) => text === cell.text))
  )
}

function passOverRows(table: PageTable, { source, reading }: MarkdownPage, section: Section): void {
  for (const [cell] of table.rows) {
    if (cell) reading.passOver(source.place(cell.span), `a table of prose in the section "${section.title}"`)
  }
}

/** `$format` and other options may be named outside of the section on query options. */
function readUnknownSentence(block: SectionBlock & { type: 'paragraph' }, { page }: Readers): void {
  const text = textOf(block.node)
  readStatuses(block.node, page)
  passOverSentence(block.node, page)
  readRequiredHeader(block.node, page)
  if (
    page.operations.length === 0 ||
    !/\$(?:format|select|expand|filter|top|skip|orderby|search|count)\b/i.test(text)
  )
    return
  if (
    /\b(?:this|the) (?:method|api|operation|request|function|action)\b.*\bsupports?\b|\bsupports? (?:the )?(?:odata )?query|\$format\b/i.test(
      text,
    )
  )
    readQueryOptions(block, page)
}

/** `Note that the session-id header is required.` */
function readRequiredHeader(node: Paragraph, { operations, source, reading }: MarkdownPage): void {
  const [, name] = /\b([\w-]+-[\w-]+|Prefer) header is required\b/i.exec(textOf(node)) ?? []
  if (name === undefined) return
  for (const { name: operation } of operations) {
    const parameter = { operation, in: 'header' as const, name }
    reading.state(source.place(spanOf(node)), { kind: 'parameter-required', ...parameter, required: true })
  }
}

/** The only facts in remarks are the statuses that they name. */
function passOverSection(section: Section, { page }: Readers): void {
  for (const block of section.blocks) {
    if (block.type === 'table') passOverRows(readTable(block.node), page, section)
    if (block.type === 'paragraph' && page.operations.length > 0) readStatuses(block.node, page)
  }
}
