import { joinPointer } from '@clientele/description'
import type { Direction, ExamplePlace } from '../facts/fact.ts'
import type { PageReading } from '../facts/reading.ts'
import type { PageSource } from '../pages/page-source.ts'
import type { RequestLine } from '../pages/request-line.ts'
import type { Annotation } from './annotation.ts'
import {
  blockSource,
  type HttpMessage,
  isFraming,
  mediaTypeOf,
  messageBlocks,
  readHttpMessage,
} from './http-message.ts'
import { type BodyMember, membersOf, parseBody, wrappedEntity } from './json-body.ts'
import { spanOf } from './markdown.ts'
import type { MarkdownPage } from './page.ts'
import {
  hosted,
  operationOf,
  type PageOperation,
  stateRequestLine,
  unlistedOperation,
} from './page-operations.ts'
import type { AnnotatedCode } from './sections.ts'
import { statusesInText } from './statuses.ts'

/** Languages in which pages repeat the same request. */
const PROGRAMS = new Set(
  'csharp c# cs csharp-interactive vb javascript js typescript java objc objective-c go php powershell ps python ruby swift cli azurecli snippets bash sh xml html'.split(
    ' ',
  ),
)

/** The surroundings of a code block. */
interface Surroundings {
  subheading: string
  lead?: string
  isListing?: boolean
  /** Whether the section is about a part of the request, so that messages of other operations are samples. */
  isSample?: boolean
}

/** State that the examples of one operation share while they are read. */
interface ExampleContext {
  block: PageSource
  operation: string
  direction: Direction
  status?: number
  annotation: Annotation
  reading: PageReading
}

/** Reads the example messages of a page; a response belongs to the request before it. */
export class ExampleReader {
  readonly #page: MarkdownPage
  readonly #unlisted: PageOperation[] = []
  #current: PageOperation | undefined
  /** The requests of the page's own operations so far. */
  readonly #called: { line: RequestLine }[] = []
  /** The operations that the last block of requests called. */
  #asked: PageOperation[] = []
  /** Why the messages up to the next request do not belong to the page. */
  #opaque: string | undefined
  #hasAnswer = false
  #isSample = false
  #lead = ''
  /** A message whose body is in the block below it. */
  #headOnly: { direction: Direction; subheading: string; status?: number } | undefined

  constructor(page: MarkdownPage) {
    this.#page = page
    const [first, ...others] = page.operations
    // Several addresses of one request share its answer.
    if (others.every(({ line }) => line.method === first?.line.method)) this.#current = first
  }

  /**
   * Reads one code block. Blocks that are not a message, and are not marked as ignored, are reported.
   *
   * @param isListing Whether the block lists the requests of the page: those are always marked as ignored.
   * @param lead The words before the block.
   */
  read(code: AnnotatedCode, { subheading, lead = '', isListing, isSample }: Surroundings): void {
    const { lang } = code.node
    this.#lead = lead
    // API Doctor does not test ignored messages, but they are messages.
    this.#isSample = isSample === true || (code.annotation?.blockType === 'ignored' && !isListing)
    if (PROGRAMS.has((lang ?? '').toLowerCase())) this.#passOver(code, 'a sample in a programming language')
    else this.#readBlocks(code, messageBlocks(code.node, this.#page.source), subheading)
  }

  /** A request below an answer starts a new exchange: the answers after it are its own. */
  expect(code: AnnotatedCode): void {
    const message = readHttpMessage(blockSource(code.node, this.#page.source))
    if (this.#hasAnswer && message.requests.length === 1) {
      this.#current = operationOf(message, this.#page.operations) ?? this.#current
    }
  }

  /** If a block has as many answers as the block before had requests, they belong together in order. */
  #readBlocks(code: AnnotatedCode, blocks: readonly PageSource[], subheading: string): void {
    const asked = this.#asked
    const isRequests = blocks.some((block) => readHttpMessage(block).requests.length > 0)
    if (isRequests) this.#asked = []
    for (const [index, block] of blocks.entries()) {
      if (!isRequests && asked.length === blocks.length) this.#current = asked[index] ?? this.#current
      this.#readMessage(code, block, subheading)
      if (isRequests && this.#current) this.#asked.push(this.#current)
    }
  }

  #readMessage(code: AnnotatedCode, block: PageSource, subheading: string): void {
    const message = readHttpMessage(block)
    if (message.requests.length > 0) this.#opaque = this.#whyOpaque(code, message)
    if (this.#opaque) this.#passOver(code, this.#opaque)
    else if (this.#isAnswer(code, message, subheading)) this.#readAnswer(code, block, message)
    else if (message.requests.length > 0) this.#readRequest(code, block, message)
    else if (message.status !== undefined) this.#readResponse(code, block, message, message.status)
    else this.#readBareBody(code, block, subheading)
    this.#headOnly = headOnly(message, subheading)
  }

  #whyOpaque(code: AnnotatedCode, message: HttpMessage): string | undefined {
    if (code.annotation?.opaqueUrl) return 'a request to an address that an earlier answer gave'
    const [request] = message.requests
    const domain = request && domainOf(hosted(request.line, message))
    const own = [...this.#page.operations, ...this.#called].flatMap(({ line }) => domainOf(line) ?? [])
    const isForeign =
      domain !== undefined &&
      own.length > 0 &&
      !own.includes(domain) &&
      operationOf(message, this.#operations) === undefined
    return isForeign ? 'a request to another service than that of the page' : undefined
  }

  /** Below "Response example" some pages repeat the request line above the body of the answer. */
  #isAnswer(code: AnnotatedCode, message: HttpMessage, subheading: string): boolean {
    const isBelow = /^response\b(?!.*\brequest\b)/i.test(subheading)
    const isAgain = this.#current !== undefined && this.#current === operationOf(message, this.#operations)
    return isBelow && isAgain && message.bodyOffset !== undefined && code.annotation === undefined
  }

  #readAnswer(code: AnnotatedCode, block: PageSource, message: HttpMessage): void {
    const status = statusesInText(this.#lead)[0] ?? this.#page.successes[0]
    const context = this.#context(code, block, this.#current?.name ?? '', 'response')
    // The headers are the request's, except those that the page has announced for the answer.
    const announced = new Set(
      this.#page.reading.facts.flatMap((fact) =>
        fact.kind === 'response-header' ? [fact.name.toLowerCase()] : [],
      ),
    )
    const own = message.headers.filter(({ name }) => announced.has(name.toLowerCase()))
    const stated = status === undefined ? context : { ...context, status }
    if (status !== undefined) stateResponseHeaders({ ...message, headers: own }, stated, status)
    stateExample(message, message.requests[0]?.index ?? 0, stated)
  }

  /** The heading of JSON without a start line says what it is, or the sentence before it that names a status. */
  #readBareBody(code: AnnotatedCode, block: PageSource, subheading: string): void {
    const operation = this.#current?.name
    const isBody = parseBody(block, 0) !== undefined || parseForm(block.text) !== undefined
    const head = this.#headOnly?.subheading === subheading ? this.#headOnly : undefined
    const [announced] = /\b(?:error|response|returns)\b/i.test(this.#lead) ? statusesInText(this.#lead) : []
    const direction = head?.direction ?? (announced ? 'response' : directionOf(subheading))
    const status = head?.status ?? announced ?? this.#page.successes[0]
    if (this.#page.operations.length === 0) this.#passOver(code, 'an example on a page without operations')
    else if (!isBody || !operation || !direction) {
      this.#puzzle(code, 'a code block of the examples that is neither a request nor a response')
    } else {
      const context = this.#context(code, block, operation, direction)
      stateExample(
        { requests: [], statusIndex: 0, headers: [], bodyOffset: 0 },
        0,
        direction === 'response' && status !== undefined ? { ...context, status } : context,
      )
    }
  }

  #readRequest(code: AnnotatedCode, block: PageSource, message: HttpMessage): void {
    const [request] = message.requests
    if (!request) return
    const listed = operationOf(message, this.#operations)
    this.#current = listed ?? this.#unlistedOperation(request.line)
    if (!this.#current) {
      if (this.#page.operations.length === 0) this.#passOver(code, 'an example on a page without operations')
      else this.#puzzle(code, 'an example request of no operation of this page')
      return
    }
    const operation = this.#current.name
    const { path, pathParameters } = listed ? request.line : this.#current.line
    const line = { ...asListed(request.line, message, this.#current), path, pathParameters }
    this.#called.push({ line })
    stateRequestLine(operation, line, block.line(request.index), this.#page.reading)
    const context = this.#context(code, block, operation, 'request')
    stateRequestHeaders(message, context)
    stateExample(message, request.index, context)
  }

  get #operations(): readonly PageOperation[] {
    return [...this.#page.operations, ...this.#unlisted]
  }

  #unlistedOperation(line: RequestLine): PageOperation | undefined {
    if (this.#page.operations.length === 0) return undefined
    const operation = unlistedOperation(line, this.#page.operations)
    if (operation) this.#unlisted.push(operation)
    return operation
  }

  #readResponse(code: AnnotatedCode, block: PageSource, message: HttpMessage, status: number): void {
    const { reading } = this.#page
    this.#hasAnswer = true
    if (!this.#current) {
      if (this.#page.operations.length === 0) this.#passOver(code, 'an example on a page without operations')
      else this.#puzzle(code, 'an example response without a request before it')
      return
    }
    const context = { ...this.#context(code, block, this.#current.name, 'response'), status }
    const { operation } = context
    const place = block.line(message.statusIndex)
    reading.state(place, { kind: 'status', operation, status })
    if (status === 204) reading.state(place, { kind: 'no-response-body', operation, status })
    stateResponseHeaders(message, context, status)
    this.#stateAnnotatedType(code, context, status)
    stateExample(message, message.statusIndex, context)
  }

  #context(code: AnnotatedCode, block: PageSource, operation: string, direction: Direction): ExampleContext {
    const annotation = code.annotation ?? { optionalProperties: [], nullableProperties: [] }
    return { block, operation, direction, annotation, reading: this.#page.reading }
  }

  /** The type in the comment above a response; it may be in any line of the comment, so the line is searched. */
  #stateAnnotatedType(code: AnnotatedCode, context: ExampleContext, status: number): void {
    const { odataType, isCollection } = context.annotation
    if (!odataType || status === 204) return
    const wrapped =
      isCollection && !odataType.startsWith('Collection(') ? `Collection(${odataType})` : odataType
    const place = placeAbove(code, odataType, this.#page.source)
    this.#page.reading.state(place, {
      kind: 'response-body',
      operation: context.operation,
      status,
      type: wrapped,
    })
  }

  #puzzle(code: AnnotatedCode, reason: string): void {
    if (this.#isSample) this.#passOver(code, `${reason}, only a sample`)
    else this.#page.reading.doNotUnderstand(this.#page.source.place(spanOf(code.node)), reason)
  }

  #passOver(code: AnnotatedCode, reason: string): void {
    this.#page.reading.passOver(this.#page.source.place(spanOf(code.node)), reason)
  }
}

/** The domain of an address with a host: `a.b.example` and `c.b.example` are of one service. */
function domainOf({ server }: RequestLine): string | undefined {
  const host = /^https?:\/\/([^/:]+)/.exec(server ?? '')?.[1]
  return host?.toLowerCase().split('.').slice(-2).join('.')
}

/** An example's address as the page lists it: with its host, and with the names of its options in the same letters. */
function asListed(line: RequestLine, message: HttpMessage, { line: listed }: PageOperation): RequestLine {
  const queryParameters = line.queryParameters.map(
    (name) => listed.queryParameters.find((own) => own.toLowerCase() === name.toLowerCase()) ?? name,
  )
  return { ...hosted(line, message), queryParameters }
}

function directionOf(heading: string): Direction | undefined {
  if (/response/i.test(heading)) return 'response'
  return /request/i.test(heading) ? 'request' : undefined
}

/** A message that announces a body with its media type and does not hold one. */
function headOnly({ headers, bodyOffset, status }: HttpMessage, subheading: string) {
  const isAnnounced = headers.some(({ name }) => name.toLowerCase() === 'content-type')
  if (!isAnnounced || bodyOffset !== undefined) return undefined
  return status === undefined
    ? { direction: 'request' as const, subheading }
    : { direction: 'response' as const, subheading, status }
}

/** The place of a word in the comment above a code block. */
export function placeAbove(
  code: AnnotatedCode,
  word: string,
  source: PageSource,
): ReturnType<PageSource['place']> {
  const { start } = spanOf(code.node)
  const at = source.text.lastIndexOf(word, start)
  return source.place(at < 0 ? { start, end: start } : { start: at, end: at + word.length })
}

function stateRequestHeaders(message: HttpMessage, { block, operation, reading }: ExampleContext): void {
  for (const header of message.headers.filter(({ name }) => !isFraming(name))) {
    const place = block.line(header.index)
    const mediaType = header.name.toLowerCase() === 'content-type' ? mediaTypeOf(header.value) : undefined
    // The media type of a GET without a body means nothing.
    const hasNone = message.headers.some(({ name, value }) => /^content-length$/i.test(name) && value === '0')
    const isIdle = message.bodyOffset === undefined && (hasNone || /^(GET|HEAD|DELETE) /.test(operation))
    if (mediaType && isIdle) reading.passOver(place, 'the media type of a request without a body')
    else if (mediaType) reading.state(place, { kind: 'request-media-type', operation, mediaType })
    else if (header.name.toLowerCase() !== 'content-type') {
      reading.state(
        { ...place, quote: header.name },
        { kind: 'parameter', operation, in: 'header', name: header.name },
      )
    } else reading.doNotUnderstand(place, 'a Content-Type that is not a media type')
  }
}

function stateResponseHeaders(
  { headers }: HttpMessage,
  { block, operation, reading }: ExampleContext,
  status: number,
): void {
  for (const header of headers.filter(({ name }) => !isFraming(name))) {
    const place = block.line(header.index)
    const mediaType = header.name.toLowerCase() === 'content-type' ? mediaTypeOf(header.value) : undefined
    if (mediaType) reading.state(place, { kind: 'response-media-type', operation, status, mediaType })
    else if (header.name.toLowerCase() !== 'content-type') {
      reading.state(place, { kind: 'response-header', operation, status, name: header.name })
    } else reading.doNotUnderstand(place, 'a Content-Type that is not a media type')
  }
}

function stateExample(message: HttpMessage, index: number, context: ExampleContext): void {
  const { block, operation, direction, status, annotation, reading } = context
  const offset = message.bodyOffset
  const body = offset === undefined ? undefined : parseBody(block, offset)
  const form = offset === undefined || body ? undefined : parseForm(block.text.slice(offset))
  const place = block.line(index)
  reading.state(place, {
    kind: 'example',
    operation,
    direction,
    ...(status !== undefined && { status }),
    ...(annotation.name && { name: annotation.name }),
    ...(body && { body: body.value }),
  })
  if (body) stateMembers(body.root, context)
  else if (form) stateForm(form, offset ?? 0, context)
  else if (offset !== undefined) {
    const first = block.line(block.indexOf(offset))
    const hasMembers = /[{[]/.test(block.text.slice(offset))
    if (isJson(message) && hasMembers) reading.doNotUnderstand(first, 'an example body that is not JSON')
    else reading.passOver(first, 'an example body that is neither JSON nor a form')
  }
}

/** The names of a form such as `grant_type=password&scope=openid`. */
function parseForm(text: string): string[] | undefined {
  const pairs = text.trim().split('&')
  const names = pairs.map(
    (pair) => /^\s*([A-Za-z_][\w.-]*)\s*=[^=\n{"]*(?:\{[\w-]*\}[^=\n{"]*)*$/.exec(pair)?.[1],
  )
  const known = names.filter((name) => name !== undefined)
  return known.length > 0 && known.length >= pairs.length - 1 ? known : undefined
}

function stateForm(
  names: readonly string[],
  offset: number,
  { block, operation, direction, status, reading }: ExampleContext,
): void {
  const place = block.line(block.indexOf(offset))
  const example = { operation, direction, ...(status !== undefined && { status }) }
  for (const name of names) {
    const member = { ...example, pointer: joinPointer('', name), type: 'String' }
    reading.state({ ...place, quote: name }, { kind: 'example-property', ...member })
  }
}

function isJson({ headers }: HttpMessage): boolean {
  const type = headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value
  return type === undefined || /json/i.test(type)
}

function stateMembers(root: Parameters<typeof membersOf>[0], context: ExampleContext): void {
  const { block, operation, direction, status, reading } = context
  const entity = direction === 'response' ? wrappedEntity(root) : undefined
  if (entity && status !== undefined) {
    const property = entity.parent ?? entity
    const place = block.place({ start: property.offset, end: property.offset + '"value"'.length })
    reading.state(place, { kind: 'value-wrapper', operation, status })
  }
  const place = { operation, direction, ...(status !== undefined && { status }) }
  for (const member of membersOf(entity ?? root)) stateMember(member, place, block, reading)
}

function stateMember(
  member: BodyMember,
  place: Omit<ExamplePlace, 'pointer'>,
  block: PageSource,
  reading: PageReading,
): void {
  const { pointer, type, name, text } = member
  if (name === '@odata.type' && text !== undefined) {
    reading.state(block.place(member.span), { kind: 'type-name', ...place, pointer, name: text })
  } else reading.state(block.place(member.span), { kind: 'example-property', ...place, pointer, type })
}
