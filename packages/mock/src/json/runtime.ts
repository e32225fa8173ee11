/** Modules of Node, taken from the runtime when they are used. They are not imported: a browser has none. */
export const node = {
  /** Whether there are any. */
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

/** A library that is loaded when it is first needed. */
export interface Library<T> {
  /** In Node it is loaded at once. @throws LibraryMissing elsewhere, until it has been loaded. */
  (): T
  /** Loads it without waiting for the need. */
  load(): Promise<void>
}

/** Ends what cannot go on without a library. */
export class LibraryMissing extends Error {
  override name = 'LibraryMissing'

  constructor() {
    super('A part of the mock that this needs is not loaded yet. Wait for loadLibraries() first.')
  }
}

/** Not imported: a browser has no modules of Node. */
const nodeRequire = globalThis.process?.getBuiltinModule?.('node:module').createRequire(import.meta.url)

const libraries: Library<unknown>[] = []
/** What was needed and was not there, also where the error was caught on its way. */
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

/** Some bundlers give what a CommonJS module exports under `default` only. */
export function withNames(module: { readonly default?: unknown }): Readonly<Record<string, unknown>> {
  return { ...Object(module.default), ...module }
}

/** @throws LibraryMissing when something since the last {@link loadMissing} lacked a library: its result is worthless. */
export function checkNothingMissing(): void {
  if (missing.size > 0) throw new LibraryMissing()
}

/** Loads what was missing. What needed it can be done again then. */
export async function loadMissing(): Promise<void> {
  const all = [...missing]
  missing.clear()
  await Promise.all(all.map((each) => each.load()))
}

/** Loads everything that is otherwise loaded when it is needed. */
export async function loadLibraries(): Promise<void> {
  await Promise.all(libraries.map((each) => each.load()))
}

/** The parts of a stream as they come. Whoever stops early cancels it. Not every browser iterates over streams. */
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
