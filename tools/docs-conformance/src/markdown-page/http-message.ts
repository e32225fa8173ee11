import type { Code } from 'mdast'
import { PageSource } from '../pages/page-source.ts'
import { type RequestLine, readRequestLine } from '../pages/request-line.ts'

/** A header line of an example, and its index in the lines of the block. */
export interface HeaderLine {
  name: string
  value: string
  index: number
}

/** A code block read as an HTTP message. */
export interface HttpMessage {
  requests: { line: RequestLine; index: number }[]
  /** Status code of a response. */
  status?: number
  statusIndex: number
  headers: HeaderLine[]
  /** Offset in the block at which the body begins; absent if there is none. */
  bodyOffset?: number
}

/** Some pages leave the protocol out: `200 OK`. */
const STATUS_LINE =
  /^(?:HTTP\/\d(?:\.\d)?\s+(?=\d{3}\b)|(?=\d{3} (?:OK|Created|Accepted|No Content|Bad Request|Not Found)$))(\d{3})/i
const HEADER_LINE = /^\s{0,3}([A-Za-z][\w-]*)\s*:\s*(.*)$/
/** A word between two addresses. */
export const OR = /^\s*(?:or|and):?\s*$/i
/** A URL that is broken before a query parameter. */
const CONTINUED = /^\s*[?&]/

/** The messages of a code block, which may show several in sequence. */
export function messageBlocks(node: Code, source: PageSource): PageSource[] {
  const block = blockSource(node, source)
  const starts: number[] = [0]
  let hasContent = false
  for (const [index, line] of block.lines.entries()) {
    const isStart = STATUS_LINE.test(line.trim()) || /^[A-Z]+\s+\S+\s+HTTP\/\d/.test(line)
    if (isStart && hasContent) starts.push(index)
    hasContent = isStart ? false : hasContent || (line.trim() !== '' && !readRequestLine(line))
  }
  if (starts.length === 1) return [block]
  const first = block.line(0).line
  return starts.map((from, position) => {
    const text = block.lines.slice(from, starts[position + 1]).join('\n')
    return new PageSource(source.page, text, first + from)
  })
}

/** The text of a code block, with the lines of the page. */
export function blockSource(node: Code, source: PageSource): PageSource {
  const start = node.position?.start
  const fenced = /[`~]/.test(source.text[start?.offset ?? 0] ?? '')
  return new PageSource(source.page, node.value, (start?.line ?? 1) + (fenced ? 1 : 0))
}

/** Reads the block from its start line on. Blocks without a message give neither a request nor a status. */
export function readHttpMessage(block: PageSource): HttpMessage {
  const first = skipEmpty(block.lines, 0)
  const status = STATUS_LINE.exec((block.lines[first] ?? '').trim())?.[1]
  const message: HttpMessage = { requests: [], statusIndex: first, headers: [] }
  if (status) message.status = Number(status)
  const afterStart = status ? first + 1 : readRequests(block.lines, first, message)
  if (afterStart === first) return message
  const afterHeaders = readHeaders(block.lines, afterStart, message)
  let body = skipEmpty(block.lines, afterHeaders)
  // An empty line between the start line and the headers does not end the headers.
  if (message.headers.length === 0 || HEADER_LINE.test(block.lines[body] ?? '')) {
    body = skipEmpty(block.lines, readHeaders(block.lines, body, message))
  }
  return body < block.lines.length ? { ...message, bodyOffset: block.startOf(body) } : message
}

function skipEmpty(lines: readonly string[], from: number): number {
  let index = from
  while (index < lines.length && lines[index]?.trim() === '') index++
  return index
}

function readRequests(lines: readonly string[], from: number, message: HttpMessage): number {
  let index = from
  while (index < lines.length) {
    const { text, next } = joinContinued(lines, index)
    const line = readRequestLine(text)
    if (!line) break
    message.requests.push({ line, index })
    index = next
    const below = skipEmpty(lines, index)
    const following = OR.test(lines[below] ?? '') ? skipEmpty(lines, below + 1) : below
    if (readRequestLine(lines[following] ?? '')) index = following
  }
  return index
}

function joinContinued(lines: readonly string[], from: number): { text: string; next: number } {
  let next = from + 1
  let text = lines[from] ?? ''
  while (CONTINUED.test(lines[next] ?? '')) text = text.trimEnd() + (lines[next++] ?? '').trim()
  return { text, next }
}

function readHeaders(lines: readonly string[], from: number, message: HttpMessage): number {
  let index = from
  for (; index < lines.length; index++) {
    const [, name, value] = HEADER_LINE.exec(lines[index] ?? '') ?? []
    if (!name) break
    message.headers.push({ name, value: (value ?? '').trim(), index })
  }
  return index
}

/** Headers that belong to the transfer of the message, not to the operation. */
const FRAMING = new Set([
  'accept',
  'accept-encoding',
  'cache-control',
  'connection',
  'content-encoding',
  'content-length',
  'date',
  'expect',
  'expires',
  'host',
  'keep-alive',
  'pragma',
  'server',
  'status',
  'transfer-encoding',
  'user-agent',
  'vary',
])

export function isFraming(header: string): boolean {
  return FRAMING.has(header.toLowerCase())
}

/** The media type of a `Content-Type` value, without its parameters. */
export function mediaTypeOf(value: string): string | undefined {
  const type = (value.split(/[;,\s]/)[0] ?? '').toLowerCase().replace(/\.$/, '')
  return /^[\w!#$&^.+-]+\/[\w!#$&^.+*-]+$/.test(type) ? type : undefined
}
