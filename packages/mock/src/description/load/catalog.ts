import { groupedWarnings, MockConfigurationError } from '../../json/mistakes.ts'
import type { Api } from '../api.ts'
import type { Source } from './sources.ts'
import { watchFiles } from './watch.ts'

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

  /** Those that are loaded, in the order in which they were named. */
  get apis(): readonly Api[] {
    return this.#apis
  }

  /** Whether some come from URLs, and so are not there yet. */
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

  /** When a description no longer loads, the version before goes on being served. */
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
      // The fresh one may refer to other files.
      this.watch(serve)
    } catch (error) {
      this.#report(`Not reloaded; the version before is still served. ${(error as Error).message}`)
    }
  }

  /** A file that was never there does not count: the description was served without it from the start. */
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
