import type { JsonObject } from '../json/json.ts'
import { openStateFile } from './open-state-file.ts'
import { type FileChange, StateFile } from './state-file.ts'
import { type Entry, MemoryStore, type Scope, type Store, type StoreSnapshot } from './store.ts'

/** Options of {@link SqliteStore}. */
interface SqliteStoreOptions {
  /** Told in one sentence when a damaged file was set aside. @default console.error */
  report?: (message: string) => void
}

/**
 * A store that outlives the process. It reads from memory and writes to both, so lists cost what they cost
 * without a file; a write is in the file before its call returns, and with that before it is answered.
 *
 * @throws StateFileError when the file is in use, belongs to another program, or cannot be written.
 * @example
 * const store = new SqliteStore('mock-state.db')
 */
export class SqliteStore implements Store {
  readonly #memory: MemoryStore
  readonly #file: StateFile
  /** What the running transaction changed so far. */
  #changes: FileChange[] | undefined

  constructor(path: string, { report = console.error }: SqliteStoreOptions = {}) {
    const { database, kept } = openStateFile(path, report)
    this.#memory = new MemoryStore(kept)
    this.#file = new StateFile(database, path)
  }

  get(scope: Scope, key: string): Entry | undefined {
    return this.#memory.get(scope, key)
  }

  put(scope: Scope, key: string, value: JsonObject): Entry {
    return this.transaction(() => {
      const entry = this.#memory.put(scope, key, value)
      this.#changes?.push({ kind: 'write', scope, entry })
      return entry
    })
  }

  delete(scope: Scope, key: string): boolean {
    const entry = this.#memory.get(scope, key)
    if (!entry) return false
    return this.transaction(() => {
      this.#changes?.push({ kind: 'remove', scope, entry })
      return this.#memory.delete(scope, key)
    })
  }

  entries(scope: Scope, after?: number): Iterable<Entry> {
    return this.#memory.entries(scope, after)
  }

  count(scope: Scope): number {
    return this.#memory.count(scope)
  }

  nextSequence(scope: Scope): number {
    return this.#memory.nextSequence(scope)
  }

  revision(scope: Scope): number {
    return this.#memory.revision(scope)
  }

  scopes(): Iterable<Scope> {
    return this.#memory.scopes()
  }

  snapshot(): StoreSnapshot {
    return this.#memory.snapshot()
  }

  restore(snapshot: StoreSnapshot): void {
    this.transaction(() => {
      this.#memory.restore(snapshot)
      this.#changes?.push({ kind: 'replace', collections: [...this.#memory.kept()] })
    })
  }

  clear(): void {
    this.transaction(() => {
      this.#memory.clear()
      this.#changes?.push({ kind: 'replace', collections: [] })
    })
  }

  /** The file commits inside the memory's transaction; when the commit fails, the memory is rolled back too. */
  transaction<T>(work: () => T): T {
    if (this.#changes) return this.#inner(work, this.#changes)
    const changes: FileChange[] = []
    this.#changes = changes
    try {
      return this.#memory.transaction(() => {
        const result = work()
        if (changes.length > 0) this.#file.commit(changes)
        return result
      })
    } finally {
      this.#changes = undefined
    }
  }

  #inner<T>(work: () => T, changes: FileChange[]): T {
    const mark = changes.length
    try {
      return this.#memory.transaction(work)
    } catch (error) {
      changes.length = mark
      throw error
    }
  }

  /** Writes the log into the file and releases it. */
  close(): void {
    this.#file.close()
    this.#memory.close()
  }
}
