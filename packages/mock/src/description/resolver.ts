import { type Description, isReference, referencePointer, valueAt } from '@clientele/description'
import { isObject, type JsonSchema } from '../json/json.ts'

/** Keywords whose values are maps from free names, in which no key is a keyword. */
const namedMaps = new Set([
  'properties',
  'patternProperties',
  'dependentSchemas',
  '$defs',
  'definitions',
  'responses',
  'headers',
  'content',
  'encoding',
  'callbacks',
  'links',
])

/** Keywords whose values are data: a `$ref` in there is part of the data. */
const data = new Set(['example', 'default', 'const', 'enum'])

/**
 * Resolves references of one description. Results are kept and shared: the same reference always gives the
 * same object, on which Prism's own caches (keyed by object) depend.
 */
export class Resolver {
  readonly #description: Description
  readonly #inlined = new Map<string, unknown>()
  readonly #running = new Set<string>()
  /**
   * Targets of the references that lead back to themselves, with references inlined as far as that goes.
   * What stays a `$ref` points in here, to `#/__bundled__/…`, where Prism looks for them.
   */
  readonly bundled: Record<string, unknown> = {}
  readonly #bundledNames = new Map<string, string>()

  constructor(description: Description) {
    this.#description = description
  }

  /** Follows `$ref` after `$ref`; undefined when one leads to no object. Siblings of a `$ref` win over its target. */
  resolve(node: unknown): unknown {
    return isReference(node) ? this.#description.follow(node)?.node : node
  }

  /** A copy with every reference inlined; one that leads back to itself stays. */
  dereference(node: unknown): unknown {
    return this.#copy(node, 'keywords')
  }

  dereferenceSchema(node: unknown): JsonSchema {
    const schema = this.dereference(node)
    return isObject(schema) ? schema : {}
  }

  #copy(node: unknown, keys: 'keywords' | 'names' | 'examples'): unknown {
    if (Array.isArray(node)) return node.map((item) => this.#copy(item, 'keywords'))
    if (!isObject(node)) return node
    if (keys === 'keywords' && typeof node.$ref === 'string') return this.#inline(node, node.$ref)
    const copy: Record<string, unknown> = {}
    for (const [name, value] of Object.entries(node)) {
      Object.defineProperty(copy, name, { value: this.#copyMember(name, value, keys), ...plain })
    }
    return copy
  }

  #copyMember(name: string, value: unknown, keys: 'keywords' | 'names' | 'examples'): unknown {
    if (keys === 'examples') return this.#exampleObject(value)
    if (keys === 'names') return this.#copy(value, 'keywords')
    if (data.has(name)) return value
    if (name === 'examples') return Array.isArray(value) ? value : this.#copy(value, 'examples')
    return this.#copy(value, namedMaps.has(name) ? 'names' : 'keywords')
  }

  /** An Example Object may be a reference; its `value` is data. */
  #exampleObject(node: unknown): unknown {
    return this.resolve(node) ?? node
  }

  #inline(node: Record<string, unknown>, reference: string): unknown {
    const target = this.#target(reference)
    const siblings = Object.keys(node).filter((name) => name !== '$ref')
    if (siblings.length === 0 || !isObject(target) || typeof target.$ref === 'string') return target
    const { $ref, ...rest } = node
    return { ...target, ...(this.#copy(rest, 'keywords') as object) }
  }

  #target(reference: string): unknown {
    if (this.#inlined.has(reference)) return this.#inlined.get(reference)
    if (this.#running.has(reference)) return { $ref: `#/__bundled__/${this.#bundledName(reference)}` }
    const pointer = referencePointer(reference)
    const target = pointer === undefined ? undefined : valueAt(this.#description.document, pointer)
    if (target === undefined) return {}
    this.#running.add(reference)
    const inlined = this.#copy(target, 'keywords')
    this.#running.delete(reference)
    this.#inlined.set(reference, inlined)
    const bundledName = this.#bundledNames.get(reference)
    if (bundledName !== undefined) this.bundled[bundledName] = inlined
    return inlined
  }

  #bundledName(reference: string): string {
    const name = this.#bundledNames.get(reference) ?? String(this.#bundledNames.size)
    this.#bundledNames.set(reference, name)
    return name
  }
}

/** `__proto__` as a property name must become a property, not the prototype. */
const plain = { enumerable: true, configurable: true, writable: true }
