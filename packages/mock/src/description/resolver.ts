import { type Description, isReference, referencePointer, valueAt } from '@clientele/description'
import { isObject, type JsonSchema } from '../json/json.ts'

/** Keywords whose values are maps with free names, whose keys are not keywords. */
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

/** Keywords whose values are data: a `$ref` inside is part of the data. */
const data = new Set(['example', 'default', 'const', 'enum'])

/**
 * A reference stays if inlining it would add more than this many objects and lists. Schemas that refer to each other
 * freely would otherwise grow without end: a description of 4 MB filled 4 GB.
 */
const largestInlined = 2_000

/** The longest chain of references. */
const longestChain = 300

const targetOf = Symbol('what a reference that stayed leads to')

/** The schema behind a remaining reference; any other value is returned unchanged. */
export function expanded<T>(schema: T): T {
  const target = isObject(schema) ? (schema as { [targetOf]?: () => unknown })[targetOf]?.() : undefined
  return (target as T | undefined) ?? schema
}

/**
 * Resolves references of one description. Results are kept and shared: the same reference always gives the
 * same object, on which Prism's own caches (keyed by object) depend.
 */
export class Resolver {
  readonly #description: Description
  /** Needed, not only faster: without it, each use of a reference would get an object of its own. */
  readonly #inlined = new Map<string, unknown>()
  readonly #running = new Set<string>()
  /**
   * Targets of recursive or large references, with references inlined as far as possible.
   * Remaining references point in here, to `#/__bundled__/…`, where Prism looks for them.
   */
  readonly bundled: Record<string, unknown> = {}
  readonly #bundledNames = new Map<string, string>()
  /** Saves counting a shared part again: 2^20 times if twenty schemas each use the next one twice. */
  readonly #sizes = new WeakMap<object, number>()

  constructor(description: Description) {
    this.#description = description
  }

  /** Follows `$ref` after `$ref`; undefined if a target is not an object. Siblings of a `$ref` win over its target. */
  resolve(node: unknown): unknown {
    return isReference(node) ? this.#description.follow(node)?.node : node
  }

  /** A copy with references inlined, except those below the top that are recursive or large. */
  dereference(node: unknown): unknown {
    return expanded(this.#copy(node, 'keywords'))
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
    if (name === 'schema') return expanded(this.#copy(value, 'keywords'))
    // Parts of a whole are merged: none of them may stay a reference, unless it leads back to itself.
    if (name === 'allOf' && Array.isArray(value))
      return value.map((part) => expanded(this.#copy(part, 'keywords')))
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
    if (!reference.startsWith('#')) return {}
    if (this.#running.has(reference)) return this.#staying(reference)
    const pointer = referencePointer(reference)
    const target = pointer === undefined ? undefined : valueAt(this.#description.document, pointer)
    if (target === undefined) return {}
    // Near its end the stack fails in several ways; this one can be distinguished from a bug.
    if (this.#running.size >= longestChain)
      throw new RangeError('The references are too long for the call stack.')
    const copy = this.#copyTarget(reference, target)
    const large = this.#sizeOf(copy) > largestInlined
    if (large || this.#bundledNames.has(reference)) this.bundled[this.#bundledName(reference)] = copy
    const inlined = large ? this.#staying(reference) : copy
    this.#inlined.set(reference, inlined)
    return inlined
  }

  /** In any case: a target that exhausted the stack must not look like a circle to the next caller. */
  #copyTarget(reference: string, target: unknown): unknown {
    this.#running.add(reference)
    try {
      return this.#copy(target, 'keywords')
    } finally {
      this.#running.delete(reference)
    }
  }

  #staying(reference: string): unknown {
    const name = this.#bundledName(reference)
    const node = { $ref: `#/__bundled__/${name}` }
    return Object.defineProperty(node, targetOf, { value: () => this.bundled[name] })
  }

  /** The number of objects and lists in a value; shared parts count each time. */
  #sizeOf(value: unknown): number {
    if (typeof value !== 'object' || value === null) return 0
    let size = this.#sizes.get(value)
    if (size === undefined) {
      size = Object.values(value).reduce<number>((sum, child) => sum + this.#sizeOf(child), 1)
      this.#sizes.set(value, size)
    }
    return size
  }

  #bundledName(reference: string): string {
    const name = this.#bundledNames.get(reference) ?? String(this.#bundledNames.size)
    this.#bundledNames.set(reference, name)
    return name
  }
}

/** `__proto__` as a property name must become a property, not the prototype. */
const plain = { enumerable: true, configurable: true, writable: true }
