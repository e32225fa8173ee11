import { isObject } from '../../json/json.ts'
import { MockConfigurationError } from '../../json/mistakes.ts'
import { node } from '../../json/runtime.ts'
import { parseText, readLocalFile, readRemoteFile } from './read-file.ts'

/** Absolute location of a description named by a path (relative to the working folder) or a URL (in a browser, to the page). */
export function locate(source: string | URL): string {
  if (source instanceof URL) return source.href
  if (/^(https?|file):\/\//i.test(source)) return new URL(source).href
  if (node.isThere) return node.url.pathToFileURL(node.path.resolve(source)).href
  return new URL(source, globalThis.location?.href).href
}

/** Whether a location, and so everything it refers to, can be read without waiting. */
export function isLocal(location: string): boolean {
  return location.startsWith('file:')
}

/**
 * Loads a local description.
 * @throws MockConfigurationError when the root cannot be read or is not a description.
 */
export function loadLocal(location: string): LoadedDescription {
  const steps = bundle(location)
  let step = steps.next()
  while (!step.done) step = advance(steps, () => readLocal(step.value as string))
  return step.value
}

/**
 * Loads a description from a URL. Its author may be a stranger, so it never reads a local file.
 *
 * @param allowRefs Whether it may refer to other hosts than its own.
 * @throws MockConfigurationError
 */
export async function loadRemote(location: string, allowRefs = false): Promise<LoadedDescription> {
  const mayRefer = (url: URL) =>
    /^https?:$/.test(url.protocol) && (allowRefs || url.host === new URL(location).host)
  const steps = bundle(location, mayRefer)
  let step = steps.next()
  while (!step.done) {
    const wanted: string = step.value
    try {
      // The address that the user named may redirect anywhere.
      step = steps.next(await readRemoteFile(wanted, wanted === location ? undefined : mayRefer))
    } catch (error) {
      step = steps.throw(error)
    }
  }
  return step.value
}

type Steps = Generator<string, LoadedDescription, string>

function advance(steps: Steps, read: () => string): IteratorResult<string, LoadedDescription> {
  let text: string
  try {
    text = read()
  } catch (error) {
    return steps.throw(error)
  }
  return steps.next(text)
}

function readLocal(location: string): string {
  if (isLocal(location)) return readLocalFile(location)
  throw new MockConfigurationError(
    `${location} is a URL, and a description on disk may refer to files only. Bundle it into one file first, ` +
      `or name the description by a URL.`,
  )
}

/** A description as one tree: the other files are under `x-mock-files` of the root. */
export interface LoadedDescription {
  readonly root: Record<string, unknown>
  /** Every file or URL that was read, the description itself first. */
  readonly locations: readonly string[]
  /** What could not be resolved; the description is served without it. */
  readonly warnings: readonly string[]
  /** The mistakes of files that could not be read, by location; they are also among the warnings. */
  readonly unread: ReadonlyMap<string, string>
}

/** Whether a description may refer to a location outside its own file. */
type MayRefer = (url: URL) => boolean

const filesProperty = 'x-mock-files'
const outwardReference = /\$ref["']?\s*:\s*["']?[^#"'\s]/

/**
 * Loads a description and the files it refers to. Yields each location to be read and takes its text, so
 * the same steps serve local files (synchronous) and URLs (asynchronous).
 */
function* bundle(
  location: string,
  mayRefer: MayRefer = () => true,
): Generator<string, LoadedDescription, string> {
  const text = yield location
  const root = parseText(text, location)
  if (!isObject(root)) throw new MockConfigurationError(`${location} is not an OpenAPI description.`)
  const files = new Files(location, mayRefer)
  if (outwardReference.test(text)) {
    files.rewrite(root, location, '')
    yield* files.load()
    root[filesProperty] = files.trees
  }
  const { locations, warnings, unread } = files
  return { root, locations, warnings, unread }
}

/** The other files of a description. Rewrites all references so that they start at the root. */
class Files {
  readonly locations: string[]
  readonly trees: unknown[] = []
  readonly warnings: string[] = []
  readonly unread = new Map<string, string>()
  readonly #mayRefer: MayRefer
  readonly #places = new Map<string, string>()
  readonly #waiting: string[] = []

  constructor(root: string, mayRefer: MayRefer) {
    this.#mayRefer = mayRefer
    this.locations = [root]
    this.#places.set(root, '')
  }

  *load(): Generator<string, void, string> {
    for (let location = this.#waiting.shift(); location; location = this.#waiting.shift()) {
      const index = Number((this.#places.get(location) as string).slice(filesProperty.length + 2))
      // Even if it cannot be read, because it may appear later.
      this.locations.push(location)
      try {
        const text = yield location
        const tree = parseText(text, location)
        this.trees[index] = tree
        this.rewrite(tree, location, `/${filesProperty}/${index}`)
      } catch (error) {
        if (!(error instanceof MockConfigurationError)) throw error
        this.trees[index] = {}
        this.warnings.push(error.message)
        this.unread.set(location, error.message)
      }
    }
  }

  /** Changes every `$ref` of a tree in place; `place` is the place of the tree below the root. */
  rewrite(node: unknown, location: string, place: string): void {
    if (Array.isArray(node)) {
      for (const item of node) this.rewrite(item, location, place)
    } else if (isObject(node)) {
      if (typeof node.$ref === 'string') node.$ref = this.#target(node.$ref, location, place)
      for (const value of Object.values(node)) this.rewrite(value, location, place)
    }
  }

  #target(reference: string, location: string, place: string): string {
    const [file = '', fragment = ''] = reference.split('#', 2)
    if (file === '') return `#${place}${fragment}`
    if (!URL.canParse(file, location)) {
      this.warnings.push(`${location} refers to "${reference}", which is not a valid URL.`)
      return reference
    }
    return `#${this.#placeOf(new URL(file, location), location)}${fragment}`
  }

  #placeOf(url: URL, from: string): string {
    const known = this.#places.get(url.href)
    if (known !== undefined) return known
    const index = this.#places.size - 1
    const place = `/${filesProperty}/${index}`
    this.#places.set(url.href, place)
    if (this.#mayRefer(url)) this.#waiting.push(url.href)
    else {
      this.trees[index] = {}
      this.warnings.push(refusedReference(from, url))
    }
    return place
  }
}

function refusedReference(from: string, url: URL): string {
  const why = /^https?:$/.test(url.protocol)
    ? 'which is on another host. If you trust the description, allow that: --allow-refs (allowRefs: true in createMock).'
    : 'which a description from the network may not read.'
  return `${from} refers to ${url.href}, ${why}`
}
