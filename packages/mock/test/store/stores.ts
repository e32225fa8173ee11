import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SqliteStore } from '../../src/store/sqlite-store.ts'
import { MemoryStore, type Store } from '../../src/store/store.ts'

/** A store under test, and how to end and start the process around it. */
export interface Subject {
  store: Store
  /** Closes the store and opens it again, where it outlives its process. */
  restart?(): void
  remove(): void
}

export const subjects: Record<string, () => Subject> = {
  MemoryStore: () => ({ store: new MemoryStore(), remove: () => {} }),
  SqliteStore: () => {
    const folder = mkdtempSync(join(tmpdir(), 'clientele-store-'))
    const file = join(folder, 'state.db')
    const subject = {
      store: new SqliteStore(file),
      restart() {
        subject.store.close()
        subject.store = new SqliteStore(file)
      },
      remove() {
        subject.store.close()
        rmSync(folder, { recursive: true })
      },
    }
    return subject
  },
}
