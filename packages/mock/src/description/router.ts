import { MockConfigurationError } from '../json/mistakes.ts'
import type { Api } from './api.ts'
import type { Operation } from './operation.ts'
import { parameterNames, parseTemplate, type Segment, shapeOf } from './path-template.ts'

/** The route of a request. */
export interface Route {
  readonly api: Api
  readonly basePath: string
  readonly operation: Operation
  readonly pathParameters: Readonly<Record<string, string>>
}

/** Why a request has no route. */
export interface NoRoute {
  /** The API whose base path matched, for the shape of the error. */
  readonly api: Api | undefined
  /** Methods of the path, if only the method was wrong. */
  readonly allow: readonly string[]
  /** The APIs at the base path with the most similar path. */
  readonly nearest: readonly Api[]
}

interface Mount {
  readonly api: Api
  /** As served. */
  readonly basePath: string
  readonly segments: readonly string[]
  readonly tree: PathTree
}

/** Finds the operation for a request among all loaded descriptions. */
export class Router {
  #apis: readonly Api[] = []
  #mounts: readonly Mount[] = []

  /** @throws MockConfigurationError when two descriptions were given base paths by which they serve the same path. */
  constructor(apis: readonly Api[]) {
    this.replace(apis)
  }

  get apis(): readonly Api[] {
    return this.#apis
  }

  /** Routes to other descriptions from now on. @throws MockConfigurationError */
  replace(apis: readonly Api[]): void {
    separate(apis)
    this.#apis = apis
    this.#mounts = apis.flatMap(mountsOf).sort((one, other) => other.segments.length - one.segments.length)
  }

  /** The API for the error of a path that cannot be split. */
  apiAt(path: string): Api | undefined {
    const segments = path.slice(1).split('/')
    return this.#mounts.find((mount) => startsWith(segments, mount))?.api
  }

  /** `segments` are those of the whole path, decoded. */
  find(method: string, segments: readonly string[]): Route | NoRoute {
    const missed: Found[] = []
    let shaping: Api | undefined
    for (const mount of this.#mounts) {
      if (!startsWith(segments, mount)) continue
      shaping ??= mount.api
      const found = mount.tree.find(segments.slice(mount.segments.length))
      const hit = found.find(({ leaf }) => operationOf(leaf.operations, method))
      if (hit) return routeOf(mount, hit, operationOf(hit.leaf.operations, method) as Operation)
      if (found.length > 0 && missed.length === 0) shaping = mount.api
      missed.push(...found)
    }
    return { api: shaping, allow: allowedBy(missed), nearest: this.#nearest(segments) }
  }

  #nearest(segments: readonly string[]): Api[] {
    const depths = this.#mounts
      .filter((mount) => startsWith(segments, mount))
      .map(({ api, segments: base, tree }) => ({
        api,
        depth: base.length + tree.depth(segments.slice(base.length)),
      }))
    const deepest = Math.max(...depths.map(({ depth }) => depth))
    return [...new Set(depths.filter(({ depth }) => depth === deepest).map(({ api }) => api))]
  }
}

function mountsOf(api: Api): Mount[] {
  const { letterCase, trailingSlash } = api.settings
  const tree = new PathTree(letterCase, trailingSlash)
  for (const operation of api.operations) tree.add(operation)
  return api.basePaths.map((basePath) => ({ api, basePath, segments: basePath.split('/').slice(1), tree }))
}

function startsWith(segments: readonly string[], { api, segments: base }: Mount): boolean {
  if (segments.length < base.length + 1 && !(segments.length === base.length && base.length > 0)) return false
  const fold = api.settings.letterCase === 'any'
  return base.every((text, index) => {
    const segment = segments[index] as string
    return segment === text || (fold && segment.toLowerCase() === text.toLowerCase())
  })
}

/** An undescribed HEAD is answered like GET without the body (RFC 9110, section 9.3.2). */
function operationOf(operations: Map<string, Operation>, method: string): Operation | undefined {
  return operations.get(method) ?? (method === 'HEAD' ? operations.get('GET') : undefined)
}

function routeOf({ api, basePath }: Mount, { leaf, values }: Found, operation: Operation): Route {
  const pathParameters = Object.create(null) as Record<string, string>
  const names = leaf.template === operation.path ? leaf.names : operation.parameterNames
  for (const [index, name] of names.entries()) pathParameters[name] = values[index] as string
  return { api, basePath, operation, pathParameters }
}

function allowedBy(found: readonly Found[]): string[] {
  const methods = new Set(found.flatMap(({ leaf }) => [...leaf.operations.keys()]))
  if (methods.has('GET')) methods.add('HEAD')
  if (methods.size > 0) methods.add('OPTIONS')
  return [...methods]
}

type Owners = Map<string, { api: Api; path: string }>

/**
 * If two descriptions have the same path, the later one, or the draft, moves below its own name, which is free.
 *
 * @throws MockConfigurationError if the user chose both base paths.
 */
function separate(apis: readonly Api[]): void {
  if (apis.length < 2) return
  const owners: Owners = new Map()
  const collisions: string[] = []
  for (const api of [...apis].sort((one, other) => Number(one.isDraft) - Number(other.isDraft))) {
    const met = collisionOf(api, owners)
    if (met && api.hasChosenBase)
      collisions.push(`${met}. Give one of them another base path: --base ${api.name}=/other`)
    else if (met) {
      api.moveBelow(
        `/${api.name}`,
        `${met}. It is served below /${api.name}; --base ${api.name}=/other chooses another path.`,
      )
    }
    for (const [shape, path] of shapesOf(api)) owners.set(shape, { api, path })
  }
  if (collisions.length > 0) throw new MockConfigurationError(collisions.join('\n'))
}

function shapesOf(api: Api): [shape: string, path: string][] {
  return api.basePaths.flatMap((basePath) =>
    api.paths.map((path): [string, string] => [shapeOf(`${basePath}${path}`, api.settings.letterCase), path]),
  )
}

function collisionOf(api: Api, owners: Owners): string | undefined {
  for (const [shape, path] of shapesOf(api)) {
    const owner = owners.get(shape)
    if (owner && owner.api !== api)
      return `${owner.api.source} (${owner.path}) and ${api.source} (${path}) have the same path`
  }
  return undefined
}

/** The operations of one path template, by method. */
interface Leaf {
  readonly template: string
  readonly names: readonly string[]
  readonly operations: Map<string, Operation>
}

/** A leaf that matches a path, with the values of its parameters in order. */
interface Found {
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
class PathTree {
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
   * Every matching leaf, the best first. `segments` are decoded; usually at most one leaf matches.
   */
  find(segments: readonly string[]): Found[] {
    const found: Found[] = []
    this.#descend(this.#root, this.#withoutSlash(segments), 0, [], found)
    return found
  }

  /** How many of the segments lead along a template. */
  depth(segments: readonly string[]): number {
    let nodes: Node[] = [this.#root]
    for (const [depth, text] of segments.entries()) {
      nodes = nodes.flatMap((node) => this.#after(node, text))
      if (nodes.length === 0) return depth
    }
    return segments.length
  }

  #after(node: Node, text: string): Node[] {
    const literal = node.literals.get(this.#letterCase === 'any' ? text.toLowerCase() : text)
    const mixed = node.mixed.filter(({ valuesIn }) => valuesIn(text)).map(({ node: next }) => next)
    const parameter = text === '' ? undefined : node.parameter
    return [literal, ...mixed, parameter].filter((each) => each !== undefined)
  }

  #withoutSlash(segments: readonly string[]): readonly string[] {
    const slash = this.#trailingSlash === 'ignore' && segments.length > 1 && segments.at(-1) === ''
    return slash ? segments.slice(0, -1) : segments
  }

  #descend(
    node: Node,
    segments: readonly string[],
    depth: number,
    values: readonly string[],
    found: Found[],
  ): void {
    if (depth === segments.length) {
      if (node.leaf) found.push({ leaf: node.leaf, values })
      return
    }
    const text = segments[depth] as string
    const literal = node.literals.get(this.#letterCase === 'any' ? text.toLowerCase() : text)
    if (literal) this.#descend(literal, segments, depth + 1, values, found)
    if (text === '') return
    for (const { valuesIn, node: next } of node.mixed) {
      const captured = valuesIn(text)
      if (captured) this.#descend(next, segments, depth + 1, [...values, ...captured], found)
    }
    if (node.parameter) this.#descend(node.parameter, segments, depth + 1, [...values, text], found)
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
