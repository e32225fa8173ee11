import { toString as textOf } from 'mdast-util-to-string'
import type { PageReading } from '../facts/reading.ts'
import type { PageSource } from '../pages/page-source.ts'
import { ExampleReader } from './examples.ts'
import { blocksOf, spanOf } from './markdown.ts'
import { findOpenPlaces } from './open-places.ts'
import { listsRequests, type PageOperation, readOperations } from './page-operations.ts'
import { readParameterSection } from './parameter-tables.ts'
import { readPermissions } from './permissions.ts'
import { readRequestBody } from './request-body.ts'
import { ResourceReader, resourceOf } from './resource-page.ts'
import { readResponseSection } from './response-section.ts'
import { type AnnotatedCode, roleOf, type Section, type SectionRole, sectionsOf } from './sections.ts'
import { readTable } from './table.ts'

/** What the readers of the sections of one page share. */
interface MarkdownPage {
  source: PageSource
  reading: PageReading
  operations: readonly PageOperation[]
  examples: ExampleReader
  resource: ResourceReader
  isResourcePage: boolean
}

type SectionReader = (section: Section, page: MarkdownPage) => void

/** Reads a page of the Microsoft Graph reference: an operation, a resource or an enum. */
export function readMarkdownPage(source: PageSource, reading: PageReading): void {
  findOpenPlaces(source, reading)
  const sections = sectionsOf(blocksOf(source), source, reading)
  const operations = readOperations(sections, source, reading)
  if (operations.length === 0) reportWithoutOperation(sections, source, reading)
  const resource = resourceOf(sections)
  const page: MarkdownPage = {
    source,
    reading,
    operations,
    examples: new ExampleReader(operations, source, reading),
    resource: new ResourceReader(resource, source, reading),
    isResourcePage: resource !== undefined && operations.length === 0,
  }
  for (const section of sections) {
    READERS[section.role](section, page)
    for (const block of section.blocks) if (block.type === 'code') readCode(section, block, page)
  }
}

/** Sections that say something about an operation, and nothing without one. */
const ABOUT_OPERATION: ReadonlySet<SectionRole> = new Set([
  'http-request',
  'path-parameters',
  'query-parameters',
  'request-headers',
  'request-body',
  'response-headers',
  'response',
])

/** One report is enough for a page; lines of a request block that are no request lines have theirs already. */
function reportWithoutOperation(
  sections: readonly Section[],
  source: PageSource,
  reading: PageReading,
): void {
  const about = sections.filter(({ role }) => ABOUT_OPERATION.has(role))
  const [first] = about
  const hasBlock = about.some(
    ({ role, blocks }) =>
      role === 'http-request' &&
      blocks.some(({ type, node }) => type === 'code' && textOf(node).trim() !== ''),
  )
  if (!first?.heading || hasBlock) return
  const reason = `the section "${first.title}" of a page without a request line`
  reading.doNotUnderstand(source.place(spanOf(first.heading)), reason)
}

/** The text and tables of a section, by what the section is about. */
const READERS: Record<SectionRole, SectionReader> = {
  title: readTitle,
  permissions: readPermissionTables,
  'http-request': reportTables,
  'path-parameters': (section, page) =>
    readParameterSection(section, 'path', page.operations, page.source, page.reading),
  'query-parameters': (section, page) =>
    readParameterSection(section, 'query', page.operations, page.source, page.reading),
  'request-headers': (section, page) =>
    readParameterSection(section, 'header', page.operations, page.source, page.reading),
  'request-body': (section, page) => readRequestBody(section, page.operations, page.source, page.reading),
  'response-headers': readResponseHeaders,
  response: (section, page) => readResponseSection(section, page.operations, page.source, page.reading),
  examples: reportTables,
  methods: (section, page) => page.resource.readMethods(section),
  properties: (section, page) => page.resource.readProperties(section),
  relationships: (section, page) => page.resource.readRelationships(section),
  json: reportTables,
  members: (section, page) => page.resource.readMembers(section),
  prose: reportTables,
  unknown: reportUnknown,
}

function readCode(section: Section, code: AnnotatedCode, page: MarkdownPage): void {
  if (section.role === 'json' || code.annotation?.blockType === 'resource') page.resource.readJsonBlock(code)
  else if (section.role === 'examples' || !listsRequests(section, code, page.source)) page.examples.read(code)
}

function readTitle(section: Section, page: MarkdownPage): void {
  if (page.isResourcePage && section.heading) page.resource.readTitle(section)
  if (roleOf(section.title) === 'members') page.resource.readMembers(section)
  else reportTables(section, page)
}

function readPermissionTables(section: Section, { operations, source, reading }: MarkdownPage): void {
  const names = operations.map((operation) => operation.name)
  const tables = section.blocks.flatMap((block) => (block.type === 'table' ? [readTable(block.node)] : []))
  for (const table of tables) readPermissions(table, names, source, reading)
  const hasInclude = section.blocks.some((block) => /!INCLUDE/i.test(textOf(block.node)))
  if (tables.length > 0 || hasInclude || !section.heading || section.blocks.length === 0) return
  reading.doNotUnderstand(source.place(spanOf(section.heading)), 'permissions that are no table')
}

function readResponseHeaders(section: Section, { operations, source, reading }: MarkdownPage): void {
  const tables = section.blocks.flatMap((block) => (block.type === 'table' ? [readTable(block.node)] : []))
  const names = tables.flatMap((table) => table.rows).flatMap(([cell]) => (cell?.text ? [cell] : []))
  for (const { text: name, span } of names) {
    for (const { name: operation } of operations) {
      reading.state(source.place(span), { kind: 'response-header', operation, name })
    }
  }
}

/** Tables where the grammar has none. */
function reportTables(section: Section, { source, reading }: MarkdownPage): void {
  for (const block of section.blocks) {
    if (block.type !== 'table') continue
    const place = source.place(readTable(block.node).headerSpan)
    reading.doNotUnderstand(place, `a table in the section "${section.title}"`)
  }
}

/** A heading that the grammar does not have: its text may say something that the description lacks. */
function reportUnknown(section: Section, { source, reading }: MarkdownPage): void {
  if (!section.heading || section.blocks.length === 0) return
  reading.doNotUnderstand(source.place(spanOf(section.heading)), `the section "${section.title}"`)
}
