import type { Operation } from '../operations/operation.ts'
import { parameterNames, parseTemplate, type Segment } from '../operations/path-template.ts'

/** The operations of one path template, by method. */
interface Leaf {
  readonly template: string
  readonly names: readonly string[]
  readonly operations: Map<string, Operation>
}

/** A leaf that matches a path, with the values of its parameters in order. */
export interface Found {
  readonly leaf: Leaf
  readonly values: readonly string[]
}

type Mixed = Segment & { readonly kind: 'mixed' }

interface Node {
  readonly literals: Map<string, Node>
  readonly mixed: (Pick<Mixed, 'shape' | 'valuesIn'> & { readonly node: Node })[]
  parameter: Node | undefined
  leaf: Leaf | undefined
}

/**
 * The path templates of one description as a tree of segments: matching takes a few steps however many
 * templates there are. Literal segments win over mixed ones, mixed ones over parameters.
 */
export class PathTree {
  readonly #root = newNode()
  readonly #letterCase: 'any' | 'exact'
  readonly #trailingSlash: 'ignore' | 'exact'

  constructor(letterCase: 'any' | 'exact', trailingSlash: 'ignore' | 'exact') {
    this.#letterCase = letterCase
    this.#trailingSlash = trailingSlash
  }

  add(operation: Operation): void {
    let node = this.#root
    for (const segment of parseTemplate(operation.path, this.#letterCase)) node = childOf(node, segment)
    node.leaf ??= { template: operation.path, names: parameterNames(operation.path), operations: new Map() }
    node.leaf.operations.set(operation.method, operation)
  }

  /**
   * Every leaf that matches, the best first. `segments` are decoded; almost always there is one at most.
   */
  find(segments: readonly string[]): Found[] {
    const found: Found[] = []
    this.#descend(this.#root, this.#withoutSlash(segments), 0, [], found)
    return found
  }

  #withoutSlash(segments: readonly string[]): readonly string[] {
    const slash = this.#trailingSlash === 'ignore' && segments.length > 1 && segments.at(-1) === ''
    return slash ? segments.slice(0, -1) : segments
  }

  #descend(node: Node, segments: readonly string[], depth: number, values: string[], found: Found[]): void {
    if (depth === segments.length) {
      if (node.leaf) found.push({ leaf: node.leaf, values: [...values] })
      return
    }
    const text = segments[depth] as string
    const literal = node.literals.get(this.#letterCase === 'any' ? text.toLowerCase() : text)
    if (literal) this.#descend(literal, segments, depth + 1, values, found)
    if (text === '') return
    for (const { valuesIn, node: next } of node.mixed) {
      const captured = valuesIn(text)
      if (captured) this.#capture(next, segments, depth, values, captured, found)
    }
    if (node.parameter) this.#capture(node.parameter, segments, depth, values, [text], found)
  }

  #capture(
    node: Node,
    segments: readonly string[],
    depth: number,
    values: string[],
    captured: readonly string[],
    found: Found[],
  ): void {
    values.push(...captured)
    this.#descend(node, segments, depth + 1, values, found)
    values.length -= captured.length
  }
}

function newNode(): Node {
  return { literals: new Map(), mixed: [], parameter: undefined, leaf: undefined }
}

function childOf(node: Node, segment: Segment): Node {
  if (segment.kind === 'parameter') {
    node.parameter ??= newNode()
    return node.parameter
  }
  if (segment.kind === 'mixed') return mixedChildOf(node, segment)
  const known = node.literals.get(segment.text) ?? newNode()
  node.literals.set(segment.text, known)
  return known
}

function mixedChildOf(node: Node, segment: Mixed): Node {
  const known = node.mixed.find(({ shape }) => shape === segment.shape)
  if (known) return known.node
  const added = { shape: segment.shape, valuesIn: segment.valuesIn, node: newNode() }
  node.mixed.push(added)
  return added.node
}
