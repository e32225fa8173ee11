import type { Plugin } from 'vite'

/**
 * A module that is written while the site is built, and that the site imports by its name.
 *
 * @param name such as `clientele:journeys`
 * @param code gives the text of the module
 * @param watched files of which a change writes the module again
 */
export function virtualModule(
  name: string,
  code: () => string | Promise<string>,
  watched: readonly string[] = [],
): Plugin {
  const resolved = `\0${name}`
  return {
    name,
    resolveId: (id) => (id === name ? resolved : undefined),
    load(id) {
      if (id !== resolved) return
      for (const file of watched) this.addWatchFile(file)
      return code()
    },
  }
}

/** The text of a module whose default export is this value. */
export function moduleOf(value: unknown): string {
  return `export default ${JSON.stringify(value)}`
}
