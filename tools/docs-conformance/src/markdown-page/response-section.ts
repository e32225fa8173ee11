import type { Nodes, Paragraph } from 'mdast'
import { toString as textOf } from 'mdast-util-to-string'
import type { PageReading } from '../facts/reading.ts'
import type { PageSource, Span } from '../pages/page-source.ts'
import { spanOf } from './markdown.ts'
import type { PageOperation } from './page-operations.ts'
import type { Section } from './sections.ts'
import { type PageTable, readTable } from './table.ts'
import { readTypeWords } from './type-words.ts'

/** A status that a sentence names, with the type it is said to return. */
interface NamedStatus {
  status: number
  span: Span
  type?: { words: string; span: Span }
}

const PLAIN_STATUS =
  /\b([1-5]\d\d)\b(?= (?:OK|Created|Accepted|No Content|Found|Not|Bad|response|status|HTTP|code))/g
const CODE_STATUS = /^(?:HTTP\/\d(?:\.\d)? )?([1-5]\d\d)\b/
const EMPTY_BODY = /\b(not|n't) return anything in the response body\b|\ban? empty response body\b/i

/** States the statuses of every operation of the page, and the types of their bodies. */
export function readResponseSection(
  section: Section,
  operations: readonly PageOperation[],
  source: PageSource,
  reading: PageReading,
): void {
  const before = reading.facts.length
  const leftOpen = section.blocks.some((block) => /TODO/.test(textOf(block.node)))
  for (const block of section.blocks) {
    if (block.type === 'paragraph') readSentence(block.node, operations, source, reading)
    if (block.type === 'table') readStatusTable(readTable(block.node), operations, source, reading)
  }
  if (reading.facts.length > before || leftOpen || operations.length === 0) return
  const heading = section.heading ? spanOf(section.heading) : { start: 0, end: 0 }
  reading.doNotUnderstand(source.place(heading), 'the response section names no status')
}

function readSentence(
  node: Paragraph,
  operations: readonly PageOperation[],
  source: PageSource,
  reading: PageReading,
): void {
  const empty = EMPTY_BODY.test(textOf(node))
  for (const named of statusesOf(node)) {
    for (const { name: operation } of operations) stateStatus(operation, named, empty, source, reading)
  }
}

function stateStatus(
  operation: string,
  { status, span, type }: NamedStatus,
  empty: boolean,
  source: PageSource,
  reading: PageReading,
): void {
  reading.state(source.place(span), { kind: 'status', operation, status })
  if (status === 204 || empty)
    reading.state(source.place(span), { kind: 'no-response-body', operation, status })
  else if (type) {
    reading.state(source.place(type.span), { kind: 'response-body', operation, status, type: type.words })
  }
}

/** Walks a sentence: each resource link belongs to the status before it. */
function statusesOf(node: Paragraph): NamedStatus[] {
  const found: NamedStatus[] = []
  const parts = inlineParts(node)
  for (const [index, part] of parts.entries()) {
    const statuses = statusesIn(part)
    found.push(...statuses)
    const current = found.at(-1)
    if (statuses.length > 0 || !current || current.type || !isResourceLink(part)) continue
    const [before, after] = [parts[index - 1], parts[index + 1]].map((other) => (other ? textOf(other) : ''))
    const words = readTypeWords(collectionWords(before ?? '', textOf(part), after ?? ''))
    if (words) current.type = { words, span: spanOf(part) }
  }
  return found
}

/** Text, code and links in reading order; emphasis is looked through. */
function inlineParts(node: Nodes): Nodes[] {
  if (node.type === 'text' || node.type === 'inlineCode' || node.type === 'link') return [node]
  return 'children' in node ? node.children.flatMap((child) => inlineParts(child)) : []
}

function statusesIn(part: Nodes): NamedStatus[] {
  const { start, end } = spanOf(part)
  if (part.type === 'inlineCode') {
    const status = CODE_STATUS.exec(part.value)?.[1]
    return status ? [{ status: Number(status), span: { start, end } }] : []
  }
  if (part.type !== 'text') return []
  return Array.from(part.value.matchAll(PLAIN_STATUS), (match) => {
    const from = start + match.index
    return { status: Number(match[1]), span: { start: from, end: from + match[0].length } }
  })
}

function isResourceLink(part: Nodes): boolean {
  return part.type === 'link' && /(^|\/)resources\/|\.md(#|$)/.test(part.url) && !/errors?\.md/.test(part.url)
}

function collectionWords(before: string, link: string, after: string): string {
  const isCollection =
    /\b(collection|list|array|set) of(?: an?| the)? $/i.test(before) || /^ collection\b/i.test(after)
  return isCollection && !/^collection\(/i.test(link) ? `Collection(${link})` : link
}

function readStatusTable(
  table: PageTable,
  operations: readonly PageOperation[],
  source: PageSource,
  reading: PageReading,
): void {
  for (const cells of table.rows) {
    const [first] = cells
    const code = CODE_STATUS.exec(first?.text ?? '')?.[1]
    if (first && code) {
      const named = { status: Number(code), span: first.span }
      for (const { name: operation } of operations) stateStatus(operation, named, false, source, reading)
    } else if (first)
      reading.doNotUnderstand(source.place(first.span), 'a row of the response table without a status')
  }
}
