import { type FSWatcher, statSync, watch } from 'node:fs'
import { basename, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** How long a file must be left alone before it counts as written, in milliseconds. */
const settle = 60

/** How often to look for a folder that is gone, in milliseconds. */
const patience = 200

/**
 * Watches local files and calls back once after each burst of changes. The folders are watched, not the
 * files: most editors and build tools replace a file instead of writing into it.
 *
 * @returns what stops watching.
 */
export function watchFiles(locations: readonly string[], changed: () => void): () => void {
  let timer: NodeJS.Timeout | undefined
  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(changed, settle)
  }
  const folders = [...namesByFolder(locations)].map(
    ([folder, names]) => new WatchedFolder(folder, names, soon),
  )
  return () => {
    clearTimeout(timer)
    for (const folder of folders) folder.close()
  }
}

function namesByFolder(locations: readonly string[]): Map<string, Set<string>> {
  const byFolder = new Map<string, Set<string>>()
  for (const location of locations) {
    if (!location.startsWith('file:')) continue
    const path = fileURLToPath(location)
    const names = byFolder.get(dirname(path)) ?? new Set()
    byFolder.set(dirname(path), names.add(basename(path)))
  }
  return byFolder
}

/** Some files of one folder, also when the folder is removed and made again, as builds do that clean first. */
class WatchedFolder {
  readonly #folder: string
  readonly #names: ReadonlySet<string>
  readonly #changed: () => void
  #watcher: FSWatcher | undefined
  /** A watcher stays with the folder that it was opened on, even when another one has its name now. */
  #identity: number | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(folder: string, names: ReadonlySet<string>, changed: () => void) {
    this.#folder = folder
    this.#names = names
    this.#changed = changed
    this.#open()
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#watcher?.close()
    this.#watcher = undefined
  }

  #open(): void {
    this.#identity = identityOf(this.#folder)
    try {
      this.#watcher = watch(this.#folder, { persistent: false }, (_, name) => this.#heard(name))
      this.#watcher.on('error', () => this.#reopenLater())
    } catch {
      this.#reopenLater()
    }
  }

  #heard(name: string | null): void {
    if (name === null || this.#names.has(name)) this.#changed()
    if (identityOf(this.#folder) !== this.#identity) this.#reopenLater()
  }

  #reopenLater(): void {
    this.close()
    this.#timer = setTimeout(() => {
      if (identityOf(this.#folder) === undefined) return this.#reopenLater()
      this.#open()
      this.#changed()
    }, patience)
    this.#timer.unref()
  }
}

function identityOf(folder: string): number | undefined {
  return statSync(folder, { throwIfNoEntry: false })?.ino
}
