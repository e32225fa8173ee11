import { STATUS_CODES } from 'node:http'
import type { Nodes, Paragraph } from 'mdast'
import { toString as textOf } from 'mdast-util-to-string'
import type { Span } from '../pages/page-source.ts'
import { spanOf } from './markdown.ts'
import type { MarkdownPage } from './page.ts'
import { nameAndType, namedRows } from './parameter-tables.ts'
import type { Section } from './sections.ts'
import { type Cell, columnOf, type PageTable, readTable } from './table.ts'
import { readTypeWords } from './type-words.ts'

/** A status that a sentence names, with the type of its body. */
interface NamedStatus {
  status: number
  span: Span
  type?: { words: string; span: Span }
}

/** `400, 403, and 412`: one status or a list of them. */
const STATUSES = /\b[1-5]\d\d\b(?:(?:\s*,\s*|\s+)(?:(?:and|or)\s+)?[1-5]\d\d\b)*/g
const AFTER =
  /^(?:\s*[)"”]?\s*)(?:OK|Ok|Created|Accepted|No Content|Found|Not|Bad|Partial|Gone|Conflict|Forbidden|Unauthorized|responses?|status|HTTP|errors?|codes?)\b/
const BEFORE =
  /(?:\bHTTP(?:\/\d(?:\.\d)?)?|\bstatus(?: codes?)?|\bcodes?|\berrors?|\b(?:No Content|OK|Created|Accepted)(?: status)? \()(?:\s+of)?\s*[:"“]?\s*$/i
const CODE_STATUS = /^(?:HTTP\/\d(?:\.\d)? )?([1-5]\d\d)\b/
const EMPTY_BODY =
  /\b(not|n't) return anything in the response body\b|\ban? empty response( body)?\b|\bno (?:content|response body|body)\b.*\b(?:returned|in the response)/i
const RETURNS = /\b(?:returns?|contains?|includes?|with)\b/i
const HEADER = /\b([Ll]ocation|Retry-After|[A-Z][\w]*(?:-[A-Z]?[\w]+)+)\*{0,2} (?:response |HTTP )?header\b/g

/** States the statuses of every operation of the page, and the types of their bodies. */
export function readResponseSection(section: Section, page: MarkdownPage): void {
  for (const block of section.blocks) {
    if (block.type === 'paragraph') readSentence(block.node, page)
    if (block.type === 'table') readResponseTable(readTable(block.node), page)
  }
}

/** Phrases in a sentence about an answer that look like a fact but are not one. */
const LIKE_FACTS: readonly [RegExp, string][] = [
  [/@odata\.\w+\W{0,2} response header/, 'an annotation of the body that the page calls a header'],
  [/\b[45]xx\b/i, 'a range of statuses'],
  [/\bPrefer\b header with \S+ preference\b/, 'a value of a header under a condition'],
]

/** Passes over such phrases. */
export function passOverSentence(node: Paragraph, { source, reading, operations }: MarkdownPage): void {
  for (const [pattern, reason] of LIKE_FACTS) {
    if (operations.length > 0 && pattern.test(textOf(node)))
      reading.passOver(source.place(spanOf(node)), reason)
  }
}

function readSentence(node: Paragraph, page: MarkdownPage): void {
  const text = textOf(node)
  passOverSentence(node, page)
  const named = statusesOf(node)
  // Words about an empty body belong to the status at the start of the sentence.
  for (const [index, status] of named.entries())
    stateStatus(status, index === 0 && EMPTY_BODY.test(text), page)
  if (named.length === 0) readUnnumbered(node, page)
  if (named.length === 0 && EMPTY_BODY.test(text)) stateEmpty(node, page)
  for (const [, words = ''] of text.matchAll(HEADER)) {
    const place = { ...page.source.place(spanOf(node)), quote: words }
    const name = words.charAt(0).toUpperCase() + words.slice(1)
    if (/\brequest header\b/i.test(text)) continue
    for (const { name: operation } of page.operations)
      page.reading.state(place, { kind: 'response-header', operation, name })
  }
}

function stateEmpty(node: Paragraph, { source, reading, operations, successes }: MarkdownPage): void {
  for (const { name: operation } of operations) {
    for (const status of successes) {
      reading.state(source.place(spanOf(node)), { kind: 'no-response-body', operation, status })
    }
  }
}

/** The statuses of a sentence outside the section on the response. */
export function readStatuses(node: Paragraph, page: MarkdownPage): void {
  const { source, reading, operations } = page
  const isAnswer = /\bif successful\b/i.test(textOf(node))
  for (const named of statusesOf(node)) {
    if (operations.length === 0)
      reading.passOver(source.place(spanOf(node)), 'a status on a page without operations')
    else if (isAnswer) stateStatus(named, EMPTY_BODY.test(textOf(node)), page)
    for (const { name: operation } of isAnswer ? [] : operations)
      reading.state(source.place(named.span), { kind: 'status', operation, status: named.status })
  }
}

/** `If successful, the method returns an Order resource` is about the statuses in the examples. */
function readUnnumbered(node: Paragraph, page: MarkdownPage): void {
  const { source, reading, operations } = page
  const type = typesIn(inlineParts(node)).at(0)
  if (!type || !RETURNS.test(textOf(node))) return
  const place = source.place(type.span)
  const statuses = page.successes.filter((status) => status !== 204)
  if (statuses.length === 0) reading.leaveOpen(place, 'the status of the answer is not on the page')
  for (const { name: operation } of operations) {
    for (const status of statuses) {
      reading.state(place, { kind: 'response-body', operation, status, type: type.words })
    }
  }
}

function stateStatus({ status, span, type }: NamedStatus, empty: boolean, page: MarkdownPage): void {
  const { source, reading } = page
  for (const { name: operation } of page.operations) {
    reading.state(source.place(span), { kind: 'status', operation, status })
    const isEmpty = status === 204 || (empty && status < 300)
    if (isEmpty) reading.state(source.place(span), { kind: 'no-response-body', operation, status })
    else if (type) {
      reading.state(source.place(type.span), { kind: 'response-body', operation, status, type: type.words })
    }
  }
}

/** Walks a sentence: each type belongs to the status before it. */
function statusesOf(node: Paragraph): NamedStatus[] {
  const parts = inlineParts(node)
  const found = parts.flatMap((part) => statusesIn(part))
  const types = typesIn(parts)
  return found.map((named, index) => {
    const next = found[index + 1]?.span.start ?? Number.POSITIVE_INFINITY
    const type = types.find(({ span }) => span.start > named.span.start && span.start < next)
    return type ? { ...named, type } : named
  })
}

/** Text, code, bold words and links in reading order; other emphasis is looked through. */
function inlineParts(node: Nodes): Nodes[] {
  if (['text', 'inlineCode', 'link', 'linkReference'].includes(node.type)) return [node]
  if (node.type === 'strong' && readTypeWords(textOf(node)) && !hasLink(node)) return [node]
  return 'children' in node ? node.children.flatMap((child) => inlineParts(child)) : []
}

function hasLink(node: Nodes): boolean {
  return 'children' in node && node.children.some((child) => child.type === 'link' || hasLink(child))
}

/** The types that links lead to, or that are set in bold before "resource" and "object". */
function typesIn(parts: readonly Nodes[]): NonNullable<NamedStatus['type']>[] {
  return parts.flatMap((part, index) => {
    const before = parts[index - 1] ? textOf(parts[index - 1] as Nodes) : ''
    const after = parts[index + 1] ? textOf(parts[index + 1] as Nodes) : ''
    const isThing = /^s? (?:\w+ )?(?:resources?|objects?|entit(?:y|ies)|collections?)\b/i.test(after)
    const isType = part.type === 'strong' || part.type === 'inlineCode' ? isThing : isResourceLink(part)
    const words = isType ? readTypeWords(collectionWords(before, textOf(part), after)) : undefined
    return words ? [{ words, span: spanOf(part) }] : []
  })
}

function statusesIn(part: Nodes): { status: number; span: Span }[] {
  const { start, end } = spanOf(part)
  if (part.type === 'inlineCode') {
    const status = CODE_STATUS.exec(part.value)?.[1]
    return status ? [{ status: Number(status), span: { start, end } }] : []
  }
  if (part.type !== 'text') return []
  return Array.from(part.value.matchAll(STATUSES)).flatMap((match) => {
    const [words] = match
    const isNamed =
      AFTER.test(part.value.slice(match.index + words.length)) ||
      BEFORE.test(part.value.slice(0, match.index))
    if (!isNamed) return []
    return Array.from(words.matchAll(/\d{3}/g), (number) => {
      const from = start + match.index + number.index
      const isAlone = words.length === 3
      const after = isAlone ? (AFTER.exec(part.value.slice(match.index + 3))?.[0].length ?? 0) : 0
      return { status: Number(number[0]), span: { start: from, end: from + 3 + after } }
    })
  })
}

function isResourceLink(part: Nodes): boolean {
  if (part.type === 'linkReference') return readTypeWords(textOf(part)) !== undefined
  return (
    part.type === 'link' &&
    /(^|\/)resources\/|\.md(#|$)|-resources(#|$)/.test(part.url) &&
    !/errors?|error-codes/.test(part.url)
  )
}

function collectionWords(before: string, link: string, after: string): string {
  const isCollection =
    /\b(collection|list|array|set) of(?: an?| the)? $/i.test(before) ||
    /^s? (?:resource |object )?collection\b/i.test(after)
  return isCollection && !/^collection\(/i.test(link) ? `Collection(${link})` : link
}

/** A table of statuses, of the properties of the answer, or of possible errors. */
export function readResponseTable(table: PageTable, page: MarkdownPage): void {
  const codeColumn = table.header.findIndex((title) => /^(?:error )?code$|^error$/.test(title))
  const statusColumn = table.header.findIndex((title) =>
    /\bstatus\b|^http code$|^response( code)?$/.test(title),
  )
  for (const cells of table.rows) {
    const at = statusColumn >= 0 ? statusColumn : cells.findIndex((cell) => statusIn(cell) !== undefined)
    const status = statusIn(cells[at])
    for (const cell of cells) stateRefusedHeaders(cell, page)
    if (status !== undefined) {
      stateStatus({ status, span: cells[at]?.span ?? table.headerSpan }, false, page)
      if (codeColumn >= 0 && codeColumn !== at) stateErrorCode(cells[codeColumn], status, page)
    } else if (columnOf(table, 'name') >= 0 && columnOf(table, 'type') >= 0) {
      readAnswerProperties({ ...table, rows: [cells] }, page)
    } else if (cells[0]) {
      page.reading.doNotUnderstand(
        page.source.place(cells[0].span),
        'a row of the response table without a status',
      )
    }
  }
}

/** `These headers are not supported: If-Range`. */
function stateRefusedHeaders({ text, span }: Cell, { source, reading, operations }: MarkdownPage): void {
  const [, list = ''] = /\bheaders? (?:is|are) not supported:(.*)$/i.exec(text) ?? []
  for (const [name] of list.matchAll(/\b[A-Z]\w*(?:-\w+)+/g)) {
    for (const { name: operation } of operations)
      reading.state(
        { ...source.place(span), quote: name },
        { kind: 'no-parameter', operation, in: 'header', name },
      )
  }
}

/** `404`, `404 Not Found`, `HttpStatusCode.NotFound`. */
function statusIn(cell: Cell | undefined): number | undefined {
  const code = CODE_STATUS.exec(cell?.text ?? '')?.[1]
  if (code !== undefined) return Number(code)
  const letters = (text: string) => text.replace(/^HttpStatusCode\.|[^A-Za-z]/g, '').toLowerCase()
  const phrase = letters(cell?.text ?? '')
  const known = Object.entries(STATUS_CODES).find(
    ([, name]) => phrase !== '' && letters(name ?? '') === phrase,
  )
  return known && Number(known[0])
}

function stateErrorCode(
  cell: Cell | undefined,
  status: number,
  { source, reading, operations }: MarkdownPage,
): void {
  if (!cell || !/^[\w.-]+$/.test(cell.text)) return
  for (const { name: operation } of operations) {
    reading.state(source.place(cell.span), { kind: 'error-code', operation, status, code: cell.text })
  }
}

function readAnswerProperties(table: PageTable, page: MarkdownPage): void {
  const { source, reading, operations } = page
  for (const row of namedRows(table, source, reading)) {
    const place = source.place(nameAndType(row))
    if (page.successes.length === 0) reading.leaveOpen(place, 'the status of the answer is not on the page')
    for (const { name: operation } of operations) {
      for (const status of page.successes) {
        const pointer = `/${row.name}`
        const example = { operation, direction: 'response' as const, status, pointer }
        reading.state(place, { kind: 'example-property', ...example, type: row.type ?? 'Any' })
      }
    }
  }
}
