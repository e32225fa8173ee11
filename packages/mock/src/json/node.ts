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
