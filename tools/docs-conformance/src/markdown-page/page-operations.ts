import { toString as textOf } from 'mdast-util-to-string'
import type { OperationName, Place } from '../facts/fact.ts'
import type { PageReading } from '../facts/reading.ts'
import type { PageSource } from '../pages/page-source.ts'
import { pathParametersOf, pathShape, type RequestLine, readRequestLine } from '../pages/request-line.ts'
import { blockSource, type HttpMessage, messageBlocks, OR, readHttpMessage } from './http-message.ts'
import { descendants, spanOf } from './markdown.ts'
import { type AnnotatedCode, type Section, type SectionBlock, TYPE_TITLE } from './sections.ts'
import { readTable } from './table.ts'

/** An operation that a page documents. A page documents several when one request has several addresses. */
export interface PageOperation {
  name: OperationName
  line: RequestLine
}

interface FoundRequest {
  line: RequestLine
  place: Place
}

/** Finds the operations of a page and states them with the facts in their addresses. */
export function readOperations(
  sections: readonly Section[],
  source: PageSource,
  reading: PageReading,
): PageOperation[] {
  const hasList = hasRequestList(sections)
  const isType = sections.some(({ role, title }) => role === 'title' && TYPE_TITLE.test(title))
  const listed = sections.flatMap((section) =>
    isType && !hasList ? [] : listedRequests(section, hasList, source, reading),
  )
  const examples = sections.flatMap((section) => exampleRequests(section, source))
  const templates = sections.flatMap((section) => addressesOf(section))
  const shown = isType && !hasList ? [] : examples.map((found) => asTemplate(found, templates))
  const requests = listed.length > 0 ? [...listed, ...calledWithArguments(listed, examples)] : shown
  const operations = new Map<OperationName, PageOperation>()
  for (const { line: stated, place } of requests) {
    const line = withoutIds(stated)
    const name = nameOf(line)
    operations.set(name, { name, line })
    stateRequestLine(name, withServer(line, examples), place, reading)
  }
  return [...operations.values()]
}

/** Whether a page lists its requests below a separate heading. */
export function hasRequestList(sections: readonly Section[]): boolean {
  return sections.some(
    ({ role, blocks }) => role === 'http-request' && blocks.some(({ type }) => type !== 'paragraph'),
  )
}

/** Below other headings a request is a sample if the page has a separate list. */
export function mayList({ role }: Section): boolean {
  return role === 'http-request' || role === 'unknown'
}

export function nameOf({ method, path }: RequestLine): OperationName {
  return `${method} ${path}`
}

const GUID = /\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=\/|$)/gi

/** A GUID in the address of an operation is a placeholder. */
function withoutIds(line: RequestLine): RequestLine {
  const path = line.path.replace(GUID, '/{id}')
  return path === line.path ? line : { ...line, path, pathParameters: pathParametersOf(path) }
}

/** A request line with `{baseURL}`, or with a path alone, has the server of the page's examples. */
function withServer(line: RequestLine, examples: readonly FoundRequest[]): RequestLine {
  if (line.server?.includes('://')) return line
  const servers = examples.flatMap(({ line: { server } }) => (server?.includes('://') ? [server] : []))
  const server = servers.find((url) => line.server !== undefined && url.endsWith(line.server))
  return server === undefined ? line : { ...line, server }
}

/** An example's address with placeholders instead of ids, if the page has the address without a method. */
function asTemplate({ line, place }: FoundRequest, templates: readonly RequestLine[]): FoundRequest {
  const template = templates.find(({ path }) => fills(line.path, path, ''))
  return { line: template ? { ...line, ...pathOf(template) } : line, place }
}

/**
 * Functions are listed without their arguments, which only the examples show: `/report` and
 * `/report(period='D7')` are two addresses, and the arguments are parameters of the second.
 */
function calledWithArguments(
  listed: readonly FoundRequest[],
  examples: readonly FoundRequest[],
): FoundRequest[] {
  return examples.flatMap(({ line, place }) => {
    const [, before, list] = /^(.*)(\([^()]*=[^()]*\))$/.exec(line.path) ?? []
    const own =
      before && listed.find(({ line: { method, path } }) => method === line.method && fills(before, path, ''))
    const isListed = listed.some(({ line: { path } }) => path.endsWith(list ?? ''))
    if (!own || !list || isListed) return []
    const path = own.line.path + list
    return [{ line: { ...own.line, path, pathParameters: pathParametersOf(path) }, place }]
  })
}

function pathOf({ path, pathParameters }: RequestLine): Pick<RequestLine, 'path' | 'pathParameters'> {
  return { path, pathParameters }
}

/** Addresses that a page gives as code in a sentence, for example below "Resource URL". */
function addressesOf(section: Section): RequestLine[] {
  if (section.role !== 'http-request') return []
  const code = section.blocks.flatMap(({ type, node }) => (type === 'paragraph' ? descendants(node) : []))
  return code.flatMap((node) => {
    const line = node.type === 'inlineCode' ? readRequestLine(`GET ${node.value}`) : undefined
    return line && /:\/\/|^\//.test((node as { value: string }).value) ? [line] : []
  })
}

function listedRequests(
  section: Section,
  hasList: boolean,
  source: PageSource,
  reading: PageReading,
): FoundRequest[] {
  return section.blocks.flatMap((block) => {
    if (block.type === 'table') return tableRequests(block, source)
    if (block.type !== 'code' || !listsRequests(section, block, source)) return []
    if (hasList && !mayList(section)) return []
    const code = blockSource(block.node, source)
    const message = readHttpMessage(code)
    if (section.role === 'http-request') reportOtherLines(code, message, reading)
    return foundIn(code, message)
  })
}

/** A table of methods and addresses. */
export function isRequestTable({ header }: { header: readonly string[] }): boolean {
  return /^(http )?method$/.test(header[0] ?? '') && /^(request )?(ur[il]|address)$/.test(header[1] ?? '')
}

function tableRequests(block: SectionBlock & { type: 'table' }, source: PageSource): FoundRequest[] {
  const table = readTable(block.node)
  if (!isRequestTable(table)) return []
  return table.rows.flatMap(([method, address]) => {
    const line = readRequestLine(`${method?.text} ${address?.text}`)
    const span = { start: method?.span.start ?? 0, end: address?.span.end ?? 0 }
    return line ? [{ line, place: source.place(span) }] : []
  })
}

/** Whether a listed request is a whole message, with headers. */
export function isWholeMessage(code: AnnotatedCode, source: PageSource): boolean {
  const { requests, headers } = readHttpMessage(blockSource(code.node, source))
  return requests.length > 0 && headers.length > 0
}

/** The `HTTP request` block, or a block of bare request lines on a page without that heading. */
export function listsRequests(section: Section, code: AnnotatedCode, source: PageSource): boolean {
  if (section.role === 'http-request') return isHttp(code)
  if (section.role === 'examples' || !isHttp(code)) return false
  if (!['ignored', 'samples', undefined].includes(code.annotation?.blockType)) return false
  const message = readHttpMessage(blockSource(code.node, source))
  return message.requests.length > 0 && message.headers.length === 0 && message.bodyOffset === undefined
}

export function isHttp(code: AnnotatedCode): boolean {
  return ['http', 'https', 'msgraph-interactive', 'rest', 'text', ''].includes(
    (code.node.lang ?? '').toLowerCase(),
  )
}

/** Headers and a body may follow the request line; every other line is reported. */
function reportOtherLines(block: PageSource, { requests, headers }: HttpMessage, reading: PageReading): void {
  if (requests.length > 0 && headers.length > 0) return
  const last = Math.max(-1, ...[...requests, ...headers].map(({ index }) => index))
  block.lines.forEach((text, index) => {
    const continued = (/^\s*[?&]/.test(text) && index > 0) || OR.test(text)
    if (index <= last || text.trim() === '' || continued) return
    reading.doNotUnderstand(block.line(index), 'a line of the HTTP request that is not a request line')
  })
}

function exampleRequests(section: Section, source: PageSource): FoundRequest[] {
  return section.blocks.flatMap((code) => {
    if (code.type !== 'code' || !isHttp(code) || code.annotation?.opaqueUrl) return []
    return messageBlocks(code.node, source).flatMap((block) => foundIn(block, readHttpMessage(block)))
  })
}

function foundIn(block: PageSource, message: HttpMessage): FoundRequest[] {
  return message.requests.map(({ line, index }) => ({
    line: hosted(line, message),
    place: block.line(index),
  }))
}

/** The header `Host` completes an address without a host. */
export function hosted(line: RequestLine, { headers }: HttpMessage): RequestLine {
  const host = headers.find(({ name }) => name.toLowerCase() === 'host')?.value
  if (host === undefined || line.server?.includes('://') || !/^[\w.-]+(:\d+)?$/.test(host)) return line
  return { ...line, server: `https://${host}${line.server ?? ''}` }
}

/** States the operation and its parameters from one request line. */
export function stateRequestLine(
  operation: OperationName,
  line: RequestLine,
  place: Place,
  reading: PageReading,
): void {
  reading.state(place, { kind: 'operation', operation, ...(line.server && { server: line.server }) })
  const isTemplate = nameOf(line) === operation
  for (const name of isTemplate ? line.pathParameters : []) {
    const quote = place.quote?.includes(`{${name}}`) ? `{${name}}` : place.quote
    reading.state({ ...place, ...(quote && { quote }) }, { kind: 'parameter', operation, in: 'path', name })
  }
  for (const name of line.queryParameters) {
    // A percent-encoded name cannot be the quote, so the whole line is.
    const quoted = place.quote?.includes(name) ? { ...place, quote: name } : place
    reading.state(quoted, { kind: 'parameter', operation, in: 'query', name })
  }
}

/**
 * The operation of the page that an example request calls: of the same shape, else one whose placeholders the example
 * fills in, else one that differs only in letter case, else one with the same end: pages list some of the addresses of
 * a request, and their examples may use another.
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
    sameMethod.find((operation) => fills(line.path, operation.line.path, 'i')) ??
    sameMethod.find((operation) => endsAlike(line.path, operation.line.path))
  )
}

/**
 * An operation that an example shows but the page does not list: one of the listed addresses under another
 * method, an address without ids above or below one of them, or one of the same method that ends with the same name.
 */
export function unlistedOperation(
  line: RequestLine,
  operations: readonly PageOperation[],
): PageOperation | undefined {
  const listed = operations.find((operation) => fills(line.path, operation.line.path, 'i'))
  const own = listed ? { ...line, ...pathOf(listed.line) } : line
  const shape = pathShape(own.path)
  const isNear = operations.some(
    ({ line: { method, path } }) =>
      isBelow(shape, pathShape(path)) ||
      isBelow(pathShape(path), shape) ||
      (method === own.method && hasSameEnd(shape, pathShape(path))),
  )
  const hasIds = own.path.split('/').some((segment) => /\d/.test(segment) && !segment.includes('{'))
  return hasIds || !(listed || isNear) ? undefined : { name: nameOf(own), line: own }
}

/** `/me/items` and `/users/{}/items`; `/me` itself matches any `/users/{}`. */
function hasSameEnd(left: string, right: string): boolean {
  const end = (path: string) => path.replace(/^\/me$/, '/users/{}').replace(/^.*\//, '/')
  const isName = /^\/[$A-Za-z][\w.]*$/.test(end(left))
  return isName ? end(left) === end(right) : left === '/me' && right === '/users/{}'
}

function isBelow(path: string, parent: string): boolean {
  return path === parent || path.startsWith(`${parent}/`)
}

/** Whether a path is a template with its placeholders filled in. */
function fills(path: string, template: string, flags: string): boolean {
  const pattern = pathShape(template)
    .split('{}')
    .map((fixed) => fixed.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('[^/]+?')
  return new RegExp(`^${pattern}$`, flags).test(pathShape(path))
}

/** Whether the last two names of two paths are the same, ignoring ids and the arguments of functions. */
function endsAlike(left: string, right: string): boolean {
  const isId = (path: string) => /\{[^{}]*\}$/.test(path)
  if (isId(left) && !isId(right)) return false
  const names = (path: string) =>
    path
      .replace(/\([^()]*\)/g, '')
      .toLowerCase()
      .split('/')
      .filter((segment) => /^[$a-z_.-]+$/.test(segment))
      .slice(-2)
  const own = names(left)
  return own.length === 2 && own.join('/') === names(right).join('/')
}

/** The place of a paragraph, table or code block. */
export function placeOf(block: SectionBlock, source: PageSource): Place {
  return source.place(spanOf(block.node))
}

export function wordsOf(block: SectionBlock): string {
  return textOf(block.node)
}
