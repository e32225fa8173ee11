import type { OperationName } from '../facts/fact.ts'
import type { PageReading } from '../facts/reading.ts'
import type { PageSource } from '../pages/page-source.ts'
import { pathShape, type RequestLine } from '../pages/request-line.ts'
import { blockSource, type HttpMessage, readHttpMessage } from './http-message.ts'
import type { AnnotatedCode, Section } from './sections.ts'

/** An operation that a page documents. A page documents several when one request has several addresses. */
export interface PageOperation {
  name: OperationName
  line: RequestLine
}

/** Finds the operations of a page and states them with what their addresses say. */
export function readOperations(
  sections: readonly Section[],
  source: PageSource,
  reading: PageReading,
): PageOperation[] {
  const listed = sections.flatMap((section) => listedRequests(section, source, reading))
  const requests =
    listed.length > 0 ? listed : sections.flatMap((section) => exampleRequests(section, source))
  const operations = new Map<OperationName, PageOperation>()
  for (const { line, block, index } of requests) {
    const name = `${line.method} ${line.path}`
    operations.set(name, { name, line })
    stateRequestLine(name, line, block, index, reading)
  }
  return [...operations.values()]
}

interface FoundRequest {
  line: RequestLine
  block: PageSource
  index: number
}

function listedRequests(section: Section, source: PageSource, reading: PageReading): FoundRequest[] {
  return section.blocks.flatMap((code) => {
    if (code.type !== 'code' || !listsRequests(section, code, source)) return []
    const block = blockSource(code.node, source)
    const found = readHttpMessage(block).requests.map((request) => ({ ...request, block }))
    if (section.role === 'http-request') reportOtherLines(block, found, reading)
    return found
  })
}

/** The `HTTP request` block, or a block of bare request lines on a page without that heading. */
export function listsRequests(section: Section, code: AnnotatedCode, source: PageSource): boolean {
  if (section.role === 'http-request') return true
  if (section.role === 'examples' || !isHttp(code)) return false
  if (!['ignored', 'samples', undefined].includes(code.annotation?.blockType)) return false
  const message = readHttpMessage(blockSource(code.node, source))
  return message.requests.length > 0 && message.headers.length === 0 && message.bodyOffset === undefined
}

export function isHttp(code: AnnotatedCode): boolean {
  return ['http', 'msgraph-interactive', ''].includes((code.node.lang ?? '').toLowerCase())
}

function reportOtherLines(block: PageSource, found: FoundRequest[], reading: PageReading): void {
  const last = found.at(-1)?.index ?? -1
  block.lines.forEach((text, index) => {
    const continued = /^\s*[?&]/.test(text) && index > 0
    if (index <= last || text.trim() === '' || continued) return
    reading.doNotUnderstand(block.line(index), 'a line of the HTTP request that is no request line')
  })
}

function exampleRequests(section: Section, source: PageSource): FoundRequest[] {
  return section.blocks.flatMap((code) => {
    if (code.type !== 'code' || !isHttp(code) || code.annotation?.opaqueUrl) return []
    const block = blockSource(code.node, source)
    return readHttpMessage(block).requests.map((request) => ({ ...request, block }))
  })
}

/** States the operation and its parameters, as one request line shows them. */
export function stateRequestLine(
  operation: OperationName,
  line: RequestLine,
  block: PageSource,
  index: number,
  reading: PageReading,
): void {
  const place = block.line(index)
  reading.state(place, { kind: 'operation', operation, ...(line.server && { server: line.server }) })
  const isTemplate = `${line.method} ${line.path}` === operation
  const placeholders = block.lines[index]?.match(/\{[^{}]*\}|<[^<>{}]+>/g) ?? []
  const names = isTemplate ? line.pathParameters : []
  for (const [position, name] of names.entries()) {
    const quote = placeholders[position] ?? place.quote ?? ''
    reading.state({ ...place, quote }, { kind: 'parameter', operation, in: 'path', name })
  }
  for (const name of line.queryParameters) {
    // A percent-encoded name is no quote: then the whole line is.
    const quoted = place.quote?.includes(name) ? { ...place, quote: name } : place
    reading.state(quoted, { kind: 'parameter', operation, in: 'query', name })
  }
}

/**
 * The operation of the page that an example request calls: of the same shape, else one whose placeholders the
 * example fills in, else one that differs in letter case alone.
 */
export function operationOf(
  message: HttpMessage,
  operations: readonly PageOperation[],
): PageOperation | undefined {
  const line = message.requests[0]?.line
  if (!line) return undefined
  const sameMethod = operations.filter((operation) => operation.line.method === line.method)
  return (
    sameMethod.find((operation) => pathShape(operation.line.path) === pathShape(line.path)) ??
    sameMethod.find((operation) => fills(line.path, operation.line.path, '')) ??
    sameMethod.find((operation) => fills(line.path, operation.line.path, 'i'))
  )
}

/** Whether a path is a template with its placeholders filled in. */
function fills(path: string, template: string, flags: string): boolean {
  const pattern = pathShape(template)
    .split('{}')
    .map((fixed) => fixed.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('[^/]+?')
  return new RegExp(`^${pattern}$`, flags).test(pathShape(path))
}
