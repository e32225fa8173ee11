import { parseYaml } from '../facts/parse-yaml.ts'

/** An object of the document. */
export type JsonObject = Record<string, unknown>

/** A place of the document after its `$ref`s were followed. */
export interface Located {
  /** Pointer of the object itself, behind every reference. */
  pointer: string
  node: JsonObject
  /** Every pointer on the way, from where the search began to `pointer`. */
  chain: string[]
}

/** A bundled OpenAPI description, and the way to its parts by JSON pointer. */
export class Description {
  readonly document: JsonObject

  constructor(document: JsonObject) {
    this.document = document
  }

  /**
   * Reads a bundle.
   *
   * @throws {Error} When the text is no OpenAPI 3 document.
   */
  static parse(text: string, name: string): Description {
    const document: unknown = parseYaml(text, name)
    if (!isObject(document) || typeof document.openapi !== 'string' || !document.openapi.startsWith('3.')) {
      throw new Error(`${name} is no OpenAPI 3 description: it has no "openapi: 3.x" at its root.`)
    }
    return new Description(document)
  }

  /** The object at a pointer, behind its references; `undefined` where there is none. */
  locate(pointer: string, chain: readonly string[] = []): Located | undefined {
    const node = this.valueAt(pointer)
    if (!isObject(node) || chain.includes(pointer)) return undefined
    const way = [...chain, pointer]
    const target = typeof node.$ref === 'string' ? pointerOfRef(node.$ref) : undefined
    return target === undefined ? { pointer, node, chain: way } : this.locate(target, way)
  }

  /** A part of a located object, behind its references. */
  part(of: Located, ...names: string[]): Located | undefined {
    return this.locate(joinPointer(of.pointer, ...names))
  }

  /** The parts of an object or array below a name, in order. */
  parts(of: Located, ...names: string[]): { name: string; located: Located }[] {
    const pointer = joinPointer(of.pointer, ...names)
    const holder = this.valueAt(pointer)
    if (typeof holder !== 'object' || holder === null) return []
    return Object.keys(holder).flatMap((name) => {
      const located = this.locate(joinPointer(pointer, name))
      return located ? [{ name, located }] : []
    })
  }

  /** Whatever stands at a pointer, references not followed. */
  valueAt(pointer: string): unknown {
    let value: unknown = this.document
    for (const name of pointer.split('/').slice(1).map(unescapeName)) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
      value = (value as JsonObject)[name]
    }
    return value
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function joinPointer(pointer: string, ...names: string[]): string {
  return [pointer, ...names.map((name) => name.replaceAll('~', '~0').replaceAll('/', '~1'))].join('/')
}

function unescapeName(name: string): string {
  return name.replaceAll('~1', '/').replaceAll('~0', '~')
}

/** A bundle has local references only; others lead nowhere. */
function pointerOfRef(ref: string): string | undefined {
  if (!ref.startsWith('#')) return undefined
  try {
    return decodeURIComponent(ref.slice(1))
  } catch {
    return undefined
  }
}
