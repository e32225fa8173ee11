import type { Direction, ExamplePlace } from '../facts/fact.ts'
import type { PageReading } from '../facts/reading.ts'
import type { PageSource } from '../pages/page-source.ts'
import type { Annotation } from './annotation.ts'
import { blockSource, type HttpMessage, isFraming, mediaTypeOf, readHttpMessage } from './http-message.ts'
import { type BodyMember, membersOf, parseBody, wrappedEntity } from './json-body.ts'
import { spanOf } from './markdown.ts'
import { operationOf, type PageOperation, stateRequestLine } from './page-operations.ts'
import type { AnnotatedCode, Section } from './sections.ts'

/** Languages in which pages show the same request once more. */
const PROGRAMS = new Set(
  'csharp c# cs javascript js typescript java objc objective-c go php powershell ps python swift cli snippets bash'.split(
    ' ',
  ),
)

/** What the examples of one operation have in common while they are read. */
interface ExampleContext {
  block: PageSource
  operation: string
  direction: Direction
  status?: number
  annotation: Annotation
  reading: PageReading
}

/** Reads the example messages of a section; a response belongs to the request before it. */
export class ExampleReader {
  readonly #operations: readonly PageOperation[]
  readonly #source: PageSource
  readonly #reading: PageReading
  #current: PageOperation | undefined
  #isOpaque = false

  constructor(operations: readonly PageOperation[], source: PageSource, reading: PageReading) {
    this.#operations = operations
    this.#source = source
    this.#reading = reading
    this.#current = operations.length === 1 ? operations[0] : undefined
  }

  readSection(section: Section): void {
    for (const block of section.blocks) if (block.type === 'code') this.read(block)
  }

  /** Reads one code block as a message. Blocks that are none, and are not marked as ignored, are reported. */
  read(code: AnnotatedCode): void {
    const { lang } = code.node
    if (PROGRAMS.has((lang ?? '').toLowerCase()) || code.annotation?.blockType === 'ignored') return
    const block = blockSource(code.node, this.#source)
    const message = readHttpMessage(block)
    if (message.requests.length > 0) this.#isOpaque = code.annotation?.opaqueUrl ?? false
    if (this.#isOpaque) return
    if (message.requests.length > 0) this.#readRequest(code, block, message)
    else if (message.status !== undefined) this.#readResponse(code, block, message, message.status)
    else this.#puzzle(code, 'a code block of the examples that is neither a request nor a response')
  }

  #readRequest(code: AnnotatedCode, block: PageSource, message: HttpMessage): void {
    this.#current = operationOf(message, this.#operations)
    const [request] = message.requests
    if (!this.#current || !request) {
      this.#puzzle(code, 'an example request of no operation of this page')
      return
    }
    const operation = this.#current.name
    stateRequestLine(operation, request.line, block, request.index, this.#reading)
    const context = this.#context(code, block, operation, 'request')
    stateRequestHeaders(message, context)
    stateExample(message, request.index, context)
  }

  #readResponse(code: AnnotatedCode, block: PageSource, message: HttpMessage, status: number): void {
    if (!this.#current) {
      this.#puzzle(code, 'an example response without a request before it')
      return
    }
    const context = { ...this.#context(code, block, this.#current.name, 'response'), status }
    this.#reading.state(block.line(message.statusIndex), {
      kind: 'status',
      operation: context.operation,
      status,
    })
    if (status === 204) {
      const place = block.line(message.statusIndex)
      this.#reading.state(place, { kind: 'no-response-body', operation: context.operation, status })
    }
    stateResponseHeaders(message, context, status)
    this.#stateAnnotatedType(code, context, status)
    stateExample(message, message.statusIndex, context)
  }

  #context(code: AnnotatedCode, block: PageSource, operation: string, direction: Direction): ExampleContext {
    const annotation = code.annotation ?? { optionalProperties: [], nullableProperties: [] }
    return { block, operation, direction, annotation, reading: this.#reading }
  }

  /** The type in the comment above a response; it stands between the comment's lines, so the line is searched. */
  #stateAnnotatedType(code: AnnotatedCode, context: ExampleContext, status: number): void {
    const { odataType, isCollection } = context.annotation
    if (!odataType || status === 204) return
    const wrapped =
      isCollection && !odataType.startsWith('Collection(') ? `Collection(${odataType})` : odataType
    const place = placeAbove(code, odataType, this.#source)
    this.#reading.state(place, { kind: 'response-body', operation: context.operation, status, type: wrapped })
  }

  #puzzle(code: AnnotatedCode, reason: string): void {
    this.#reading.doNotUnderstand(this.#source.place(spanOf(code.node)), reason)
  }
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

function stateRequestHeaders({ headers }: HttpMessage, { block, operation, reading }: ExampleContext): void {
  for (const header of headers.filter(({ name }) => !isFraming(name))) {
    const place = block.line(header.index)
    const mediaType = header.name.toLowerCase() === 'content-type' ? mediaTypeOf(header.value) : undefined
    if (mediaType) reading.state(place, { kind: 'request-media-type', operation, mediaType })
    else if (header.name.toLowerCase() !== 'content-type') {
      reading.state(
        { ...place, quote: header.name },
        { kind: 'parameter', operation, in: 'header', name: header.name },
      )
    } else reading.doNotUnderstand(place, 'a Content-Type that is no media type')
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
    } else reading.doNotUnderstand(place, 'a Content-Type that is no media type')
  }
}

function stateExample(message: HttpMessage, index: number, context: ExampleContext): void {
  const { block, operation, direction, status, annotation, reading } = context
  const body = message.bodyOffset === undefined ? undefined : parseBody(block, message.bodyOffset)
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
  else if (message.bodyOffset !== undefined && isJson(message)) {
    const first = block.indexOf(message.bodyOffset)
    reading.doNotUnderstand(block.line(first), 'an example body that is not JSON')
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
