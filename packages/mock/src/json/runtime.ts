/** Modules of Node, taken from the runtime when they are used. They are not imported, because a browser has none. */
export const node = {
  /** Whether the runtime is Node. */
  get isThere(): boolean {
    return getBuiltinModule !== undefined
  },
  get fs(): typeof import('node:fs') {
    return builtin('node:fs')
  },
  get path(): typeof import('node:path') {
    return builtin('node:path')
  },
  get url(): typeof import('node:url') {
    return builtin('node:url')
  },
}

const getBuiltinModule = globalThis.process?.getBuiltinModule

function builtin<T>(name: string): T {
  const found = getBuiltinModule?.(name)
  if (found === undefined) throw new Error(`This needs ${name}, which there is in Node only.`)
  return found as T
}

/** A library that is loaded on demand. */
export interface Library<T> {
  /** In Node it loads the library at once. @throws LibraryMissing elsewhere, until the library is loaded. */
  (): T
  /** Loads it before it is needed. */
  load(): Promise<void>
}

/** Ends work that needs a missing library. */
export class LibraryMissing extends Error {
  override name = 'LibraryMissing'

  constructor() {
    super('A part of the mock that this needs is not loaded yet. Wait for loadLibraries() first.')
  }
}

/** Not imported: a browser has no modules of Node. */
const nodeRequire = globalThis.process?.getBuiltinModule?.('node:module').createRequire(import.meta.url)

const libraries: Library<unknown>[] = []
/** The missing libraries, even if the error was caught on its way. */
const missing = new Set<Library<unknown>>()

/**
 * @param imported How a browser loads it; bundlers follow this import.
 * @param required How Node loads it.
 */
export function library<T>(
  imported: () => Promise<object>,
  required: (require: NodeJS.Require) => unknown,
): Library<T> {
  let loaded: T | undefined
  const get: Library<T> = () => {
    if (loaded === undefined && nodeRequire) loaded = required(nodeRequire) as T
    if (loaded !== undefined) return loaded
    missing.add(get)
    throw new LibraryMissing()
  }
  get.load = async () => {
    loaded ??= withNames(await imported()) as T
  }
  libraries.push(get)
  return get
}

/** Some bundlers give the exports of a CommonJS module only under `default`. */
export function withNames(module: { readonly default?: unknown }): Readonly<Record<string, unknown>> {
  return { ...Object(module.default), ...module }
}

/**
 * @throws LibraryMissing if a library was missing since the last {@link loadMissing}, so that the result cannot be
 * used.
 */
export function checkNothingMissing(): void {
  if (missing.size > 0) throw new LibraryMissing()
}

/** Loads the missing libraries. Then the work can be repeated. */
export async function loadMissing(): Promise<void> {
  const all = [...missing]
  missing.clear()
  await Promise.all(all.map((each) => each.load()))
}

/** Loads everything that is otherwise loaded on demand. */
export async function loadLibraries(): Promise<void> {
  await Promise.all(libraries.map((each) => each.load()))
}

/**
 * The parts of a stream as they arrive. A reader that stops early cancels it. Not every browser can iterate over
 * streams.
 */
export async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel()
  }
}
