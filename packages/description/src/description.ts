import type {
  HeaderObject,
  JsonObject,
  MediaTypeObject,
  OpenApiObject,
  PathItemObject,
  ReferenceObject,
  ResponseObject,
  SchemaObject,
} from './openapi.ts'
import { type Operation, operationsOf } from './operation.ts'
import { joinPointer, type Located, type Member, referencePointer, valueAt } from './pointer.ts'

/** One media type of a body. */
export interface Media extends Located<MediaTypeObject> {
  /** As the description writes it, for example `application/json`. */
  readonly mediaType: string
  readonly schema: Located<SchemaObject> | undefined
}

/**
 * Reads a parsed OpenAPI 3 description: follows references, and keeps the pointer of every part. Nothing is copied or read
 * ahead, so a description of several megabytes costs nothing until you ask for one of its parts.
 *
 * References must lead to places in the same document. Bundle a description of several files before you read it.
 *
 * @throws TypeError when the document is not OpenAPI 3. The message says what it is instead.
 * @example
 * const description = new Description(JSON.parse(text))
 * for (const { method, path, parameters } of description.operations) console.log(method, path, parameters.length)
 */
export class Description {
  readonly document: OpenApiObject
  /** The document as a located object, from which every other part is found. */
  readonly root: Located<OpenApiObject>
  #listed: { operations: Operation[]; leftOut: string[] } | undefined

  constructor(document: unknown) {
    if (!isObject(document) || typeof document.openapi !== 'string' || !document.openapi.startsWith('3.')) {
      throw new TypeError(`This is ${formatOf(document)}, not OpenAPI 3.0, 3.1 or 3.2.`)
    }
    this.document = document as unknown as OpenApiObject
    this.root = { node: this.document, raw: this.document, pointer: '', chain: [''] }
  }

  /** Every operation, in the order of the description. */
  get operations(): readonly Operation[] {
    this.#listed ??= this.#list()
    return this.#listed.operations
  }

  /** Pointers at which a path item or an operation is missing: the value is not an object and does not lead to one. */
  get leftOut(): readonly string[] {
    this.#listed ??= this.#list()
    return this.#listed.leftOut
  }

  #list(): { operations: Operation[]; leftOut: string[] } {
    const paths: Located = this.part(this.root, 'paths') ?? {
      node: {},
      raw: {},
      pointer: '/paths',
      chain: [],
    }
    const names = Object.keys(paths.node).filter((name) => !name.startsWith('x-'))
    const found = names.flatMap((path) => {
      const pathItem = path.startsWith('/') ? this.part<PathItemObject>(paths, path) : undefined
      return pathItem ? operationsOf(this, path, pathItem) : [joinPointer(paths.pointer, path)]
    })
    return {
      operations: found.filter((each) => typeof each !== 'string'),
      leftOut: found.filter((each) => typeof each === 'string'),
    }
  }

  /** The object at a pointer, with references followed; `undefined` when there is none or they lead in a circle. */
  locate<T extends object = JsonObject>(pointer: string): Located<T> | undefined {
    return this.follow(valueAt(this.document, pointer), pointer)
  }

  /** A part of a located object, with references followed. */
  part<T extends object = JsonObject>(of: Located<object>, ...names: string[]): Located<T> | undefined {
    const value = names.reduce<unknown>(ownMember, of.node)
    return value === undefined ? undefined : this.follow(value, joinPointer(of.pointer, ...names))
  }

  /** The objects in a part of a located object or array, in order, with references followed. */
  parts<T extends object = JsonObject>(of: Located<object>, ...names: string[]): Member<T>[] {
    const value = names.reduce<unknown>(ownMember, of.node)
    if (value === undefined) return []
    const place = joinPointer(of.pointer, ...names)
    const { node, pointer } = this.follow(value, place) ?? { node: value, pointer: place }
    if (typeof node !== 'object' || node === null) return []
    const found: Member<T>[] = []
    for (const [name, member] of Object.entries(node)) {
      const located = this.follow<T>(member, joinPointer(pointer, name))
      if (located) found.push({ ...located, name })
    }
    return found
  }

  /** The media types of a request body, a response or a parameter. */
  content(message: Located<object>): Media[] {
    return this.parts<MediaTypeObject>(message, 'content').map(({ name, ...media }) => ({
      ...media,
      mediaType: name,
      schema: this.part<SchemaObject>(media, 'schema'),
    }))
  }

  /** The headers of a response. */
  headers(response: Located<ResponseObject>): Member<HeaderObject>[] {
    return this.parts<HeaderObject>(response, 'headers')
  }

  /** The schema of a parameter or header: its own, or the one of its content. */
  schemaOf(parameter: Located<HeaderObject>): Located<SchemaObject> | undefined {
    return this.part<SchemaObject>(parameter, 'schema') ?? this.content(parameter)[0]?.schema
  }

  /**
   * The object that a node is or refers to, for callers that do not need its pointer.
   *
   * @throws ReferenceError when a reference leads nowhere, in a circle or out of the document.
   */
  resolve<T extends object>(node: T | ReferenceObject): T {
    if (!isReference(node)) return node as T
    const located = this.follow<T>(node)
    if (located) return located.node
    const mistake =
      referencePointer(node.$ref) === undefined
        ? 'leaves the description. Bundle the description before it is read.'
        : 'leads nowhere in this description.'
    throw new ReferenceError(`Reference "${node.$ref}" ${mistake}`)
  }

  /**
   * Follows a value if it is a reference.
   *
   * @param place Pointer of the value, where that is known. The chain begins with it.
   * @returns `undefined` when there is no object at the end: a reference leads nowhere, in a circle or out.
   */
  follow<T extends object = JsonObject>(value: unknown, place?: string): Located<T> | undefined {
    const chain = place === undefined ? [] : [place]
    let node = value
    while (isReference(node)) {
      const pointer = referencePointer(node.$ref)
      if (pointer === undefined || chain.includes(pointer)) return undefined
      chain.push(pointer)
      const target = valueAt(this.document, pointer)
      node = isObject(target) && Object.keys(node).length > 1 ? besideReference(node, target) : target
    }
    if (!isObject(node)) return undefined
    return { node: node as T, raw: value, pointer: chain.at(-1) ?? '', chain }
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isReference(value: unknown): value is ReferenceObject {
  return isObject(value) && typeof value.$ref === 'string'
}

function besideReference({ $ref, ...beside }: ReferenceObject, target: JsonObject): JsonObject {
  return { ...target, ...beside }
}

function ownMember(holder: unknown, name: string): unknown {
  return typeof holder === 'object' && holder !== null && Object.hasOwn(holder, name)
    ? (holder as JsonObject)[name]
    : undefined
}

function formatOf(document: unknown): string {
  if (!isObject(document)) return 'not an object'
  if (document.swagger) return `Swagger ${document.swagger}`
  return document.openapi ? `OpenAPI ${document.openapi}` : 'an object without "openapi: 3.x"'
}
