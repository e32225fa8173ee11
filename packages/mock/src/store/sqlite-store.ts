import type { JsonObject } from '../json/json.ts'
import { openStateFile } from './open-state-file.ts'
import { type FileChange, StateFile } from './state-file.ts'
import { type Entry, MemoryStore, type Scope, type StoreSnapshot } from './store.ts'

/** Options of {@link SqliteStore}. */
interface SqliteStoreOptions {
  /** Called with a sentence when a damaged file was set aside. @default console.error */
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
export class SqliteStore extends MemoryStore {
  readonly #file: StateFile
  /** The changes of the running transaction so far. */
  #changes: FileChange[] | undefined

  constructor(path: string, { report = console.error }: SqliteStoreOptions = {}) {
    const { database, kept } = openStateFile(path, report)
    super(kept)
    this.#file = new StateFile(database, path)
  }

  override put(scope: Scope, key: string, value: JsonObject): Entry {
    return this.transaction(() => {
      const entry = super.put(scope, key, value)
      this.#changes?.push({ kind: 'write', scope, entry })
      return entry
    })
  }

  override delete(scope: Scope, key: string): boolean {
    const entry = this.get(scope, key)
    if (!entry) return false
    return this.transaction(() => {
      this.#changes?.push({ kind: 'remove', scope, entry })
      return super.delete(scope, key)
    })
  }

  override restore(snapshot: StoreSnapshot): void {
    this.transaction(() => {
      super.restore(snapshot)
      this.#changes?.push({ kind: 'replace', collections: [...this.kept()] })
    })
  }

  override clear(): void {
    this.transaction(() => {
      super.clear()
      this.#changes?.push({ kind: 'replace', collections: [] })
    })
  }

  /** The file commits inside the memory's transaction; when the commit fails, the memory is rolled back too. */
  override transaction<T>(work: () => T): T {
    if (this.#changes) return this.#inner(work, this.#changes)
    const changes: FileChange[] = []
    this.#changes = changes
    try {
      return super.transaction(() => {
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
      return super.transaction(work)
    } catch (error) {
      changes.length = mark
      throw error
    }
  }

  /** Writes the log into the file and releases it. */
  override close(): void {
    this.#file.close()
    super.close()
  }
}
