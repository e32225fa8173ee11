import type { FSWatcher } from 'node:fs'
import { groupedWarnings, MockConfigurationError } from '../../json/mistakes.ts'
import { node } from '../../json/runtime.ts'
import type { Api } from '../api.ts'
import type { Source } from './sources.ts'

/** Serves these descriptions from now on. @throws MockConfigurationError when they collide. */
type Serve = (apis: readonly Api[]) => void

/** The descriptions of one mock: loaded at start, and again when one of their files changes. */
export class Catalog {
  readonly #sources: readonly Source[]
  readonly #report: (message: string) => void
  #apis: readonly Api[]
  #stopWatching: (() => void) | undefined
  /** Files of edits that were refused, by description: a change to one of them may repair the edit. */
  readonly #refused = new Map<string, readonly string[]>()

  /** Loads the local ones. @throws MockConfigurationError */
  constructor(sources: readonly Source[], report: (message: string) => void) {
    this.#sources = sources
    this.#report = report
    this.#apis = sources.filter(({ remote }) => !remote).map((source) => source.load())
  }

  /** The loaded ones, in the order in which they were named. */
  get apis(): readonly Api[] {
    return this.#apis
  }

  /** Whether some come from URLs and are not loaded yet. */
  get waiting(): boolean {
    return this.#apis.length < this.#sources.length
  }

  /** Loads those that come from URLs. Rejects when one cannot be loaded, or collides with another one. */
  async loadRemote(serve: Serve, allowRefs: boolean): Promise<void> {
    const remote = this.#sources.filter((source) => source.remote)
    const loaded = await Promise.all(remote.map((source) => source.loadRemote(allowRefs)))
    const byName = new Map([...this.#apis, ...loaded].map((api) => [api.name, api]))
    this.#serve(
      this.#sources.map(({ name }) => byName.get(name) as Api),
      serve,
    )
  }

  /** From now on a description is loaded again when one of its files changes. */
  watch(serve: Serve): void {
    this.stop()
    const stops = this.#apis.map(({ name, locations }) =>
      watchFiles([...new Set([...locations, ...(this.#refused.get(name) ?? [])])], () =>
        this.#reload(name, serve),
      ),
    )
    this.#stopWatching = () => {
      for (const stop of stops) stop()
    }
  }

  stop(): void {
    this.#stopWatching?.()
    this.#stopWatching = undefined
  }

  /** If a description no longer loads, the previous version stays in use. */
  #reload(name: string, serve: Serve): void {
    const source = this.#sources.find((each) => each.name === name) as Source
    try {
      const fresh = source.load()
      this.#refuseUnread(fresh, serve)
      this.#serve(
        this.#apis.map((api) => (api.name === name ? fresh : api)),
        serve,
      )
      this.#report(`Reloaded ${source.shown}; the state is kept.`)
      for (const warning of groupedWarnings(fresh.warnings)) this.#report(`${source.shown}: ${warning}`)
      // The new version may refer to other files.
      this.watch(serve)
    } catch (error) {
      this.#report(`Not reloaded; the previous version is still served. ${(error as Error).message}`)
    }
  }

  /** A file that never existed does not count: the description was served without it from the start. */
  #refuseUnread(fresh: Api, serve: Serve): void {
    const { name, locations, unread } = fresh
    const before = this.#apis.find((api) => api.name === name) as Api
    const mistakes = [...unread].filter(([location]) => !before.unread.has(location))
    if (mistakes.length === 0) {
      this.#refused.delete(name)
      return
    }
    this.#refused.set(name, locations)
    this.watch(serve)
    throw new MockConfigurationError(mistakes.map(([, mistake]) => mistake).join('\n'))
  }

  #serve(apis: readonly Api[], serve: Serve): void {
    serve(apis)
    this.#apis = apis
  }
}

/** How long a file must be left alone before it counts as written, in milliseconds. */
const settle = 60

/** How often to look for a missing folder, in milliseconds. */
const patience = 200

/**
 * Watches local files and calls back once after each burst of changes. The folders are watched, not the
 * files: most editors and build tools replace a file instead of writing into it.
 *
 * @returns a function that stops watching.
 */
function watchFiles(locations: readonly string[], changed: () => void): () => void {
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
  const { basename, dirname } = node.path
  const byFolder = new Map<string, Set<string>>()
  for (const location of locations) {
    if (!location.startsWith('file:')) continue
    const path = node.url.fileURLToPath(location)
    const names = byFolder.get(dirname(path)) ?? new Set()
    byFolder.set(dirname(path), names.add(basename(path)))
  }
  return byFolder
}

/** Some files of one folder, even if the folder is removed and made again, as builds do. */
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
      this.#watcher = node.fs.watch(this.#folder, { persistent: false }, (_, name) => this.#heard(name))
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
  return node.fs.statSync(folder, { throwIfNoEntry: false })?.ino
}
