import { type FSWatcher, watch } from 'node:fs'
import { basename, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** How long a file must be left alone before it counts as written, in milliseconds. */
const settle = 60

/**
 * Watches local files and calls back once after each burst of changes. The folders are watched, not the
 * files: most editors and build tools replace a file instead of writing into it.
 *
 * @returns what stops watching.
 */
export function watchFiles(locations: readonly string[], changed: () => void): () => void {
  const byFolder = new Map<string, Set<string>>()
  for (const path of locations
    .filter((location) => location.startsWith('file:'))
    .map((location) => fileURLToPath(location))) {
    const names = byFolder.get(dirname(path)) ?? new Set()
    byFolder.set(dirname(path), names.add(basename(path)))
  }
  let timer: NodeJS.Timeout | undefined
  const watchers = [...byFolder].map(([folder, names]) =>
    watchFolder(folder, names, () => {
      clearTimeout(timer)
      timer = setTimeout(changed, settle)
    }),
  )
  return () => {
    clearTimeout(timer)
    for (const watcher of watchers) watcher?.close()
  }
}

function watchFolder(folder: string, names: ReadonlySet<string>, changed: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, { persistent: false }, (_, name) => {
      if (name === null || names.has(name)) changed()
    })
    // A folder that goes away (a build that cleans first) must not end the process.
    watcher.on('error', () => watcher.close())
    return watcher
  } catch {
    return undefined
  }
}
