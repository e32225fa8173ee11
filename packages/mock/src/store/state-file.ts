import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { isObject, type JsonObject } from '../json/json.ts'
import { type Entry, type KeptCollection, type Scope, scopeName } from './store.ts'

/** Marks a SQLite file as a state of this mock (`CLMK`), so that no other program's database is touched. */
export const applicationId = 0x434c4d4b

/** Grows when the tables change. */
export const formatVersion = 1

export const createTables = `
  CREATE TABLE collections (
    id INTEGER PRIMARY KEY,
    api TEXT NOT NULL,
    resource TEXT NOT NULL,
    parents TEXT NOT NULL,
    next_sequence INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE records (
    collection INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    key TEXT NOT NULL,
    version INTEGER NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (collection, sequence)
  ) STRICT, WITHOUT ROWID;
  PRAGMA application_id = ${applicationId};
  PRAGMA user_version = ${formatVersion};
`

/** Marks in the file; both are 0 in a new one. */
export interface FileMarks {
  readonly application: number
  readonly version: number
  /** Tables, indexes and the like. */
  readonly objects: number
}

/** Why a state file cannot be used. */
export type StateFileTrouble =
  | 'in use'
  | 'not a state file'
  | 'newer format'
  | 'unusable'
  | 'no SQLite'
  /** For example for lack of space. */
  | 'not written'

/** Thrown when the file of `--state` cannot be used or written. The file and the records are unchanged. */
export class StateFileError extends Error {
  override readonly name = 'StateFileError'
  /** Absolute path of the file. */
  readonly file: string
  readonly trouble: StateFileTrouble

  constructor(file: string, trouble: StateFileTrouble, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.file = file
    this.trouble = trouble
  }
}

/** A change of a store, to be repeated in its file. */
export type FileChange =
  | { readonly kind: 'write'; readonly scope: Scope; readonly entry: Entry }
  | { readonly kind: 'remove'; readonly scope: Scope; readonly entry: Entry }
  | { readonly kind: 'replace'; readonly collections: readonly KeptCollection[] }

/** Writes the changes of a store to its SQLite file. */
export class StateFile {
  readonly #database: DatabaseSync
  readonly #path: string
  /** Row of each collection that has one. */
  readonly #rows = new Map<string, number>()
  #closed = false
  readonly #begin: StatementSync
  readonly #commit: StatementSync
  readonly #insertCollection: StatementSync
  readonly #keepSequence: StatementSync
  readonly #write: StatementSync
  readonly #remove: StatementSync

  constructor(database: DatabaseSync, path: string) {
    this.#database = database
    this.#path = path
    this.#begin = database.prepare('BEGIN')
    this.#commit = database.prepare('COMMIT')
    this.#insertCollection = database.prepare(
      'INSERT INTO collections (api, resource, parents, next_sequence) VALUES (?, ?, ?, ?)',
    )
    this.#keepSequence = database.prepare(
      'UPDATE collections SET next_sequence = max(next_sequence, ?) WHERE id = ?',
    )
    this.#write = database.prepare(
      `INSERT INTO records (collection, sequence, key, version, value) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET version = excluded.version, value = excluded.value`,
    )
    this.#remove = database.prepare('DELETE FROM records WHERE collection = ? AND sequence = ?')
    this.#readRows()
  }

  /** Makes all changes in one transaction; if one of them fails, none is made. @throws StateFileError */
  commit(changes: readonly FileChange[]): void {
    try {
      this.#begin.run()
      for (const change of changes) this.#make(change)
      this.#commit.run()
    } catch (error) {
      this.#rollBack()
      this.#readRows()
      throw this.#explained(error)
    }
  }

  #explained(error: unknown): unknown {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SQLITE_ERROR') return error
    const why = `The state file ${this.#path} cannot be written (${(error as Error).message}).`
    return new StateFileError(
      this.#path,
      'not written',
      `${why} No record was changed. Make room, and try again.`,
      error,
    )
  }

  /** Can be called twice, like that of the memory store. */
  close(): void {
    if (!this.#closed) this.#database.close()
    this.#closed = true
  }

  /** SQLite ends the transaction itself after some errors (disk full), and refuses a second end. */
  #rollBack(): void {
    try {
      this.#database.exec('ROLLBACK')
    } catch {
      // It has ended; `isTransaction`, which would tell, is younger than the oldest Node.js that the mock runs on.
    }
  }

  #make(change: FileChange): void {
    if (change.kind === 'write') this.#writeEntry(change.scope, change.entry)
    else if (change.kind === 'remove') this.#removeEntry(change.scope, change.entry)
    else this.#replaceAll(change.collections)
  }

  #writeEntry(scope: Scope, { key, sequence, version, value }: Entry): void {
    this.#write.run(this.#row(scope), sequence, key, version, JSON.stringify(value))
  }

  /** The sequence of a removed entry is kept, because it must not be given again after a restart. */
  #removeEntry(scope: Scope, { sequence }: Entry): void {
    const row = this.#row(scope)
    this.#keepSequence.run(sequence + 1, row)
    this.#remove.run(row, sequence)
  }

  #replaceAll(collections: Iterable<KeptCollection>): void {
    this.#database.exec('DELETE FROM records; DELETE FROM collections')
    this.#rows.clear()
    for (const { scope, nextSequence, entries } of collections) {
      this.#addRow(scope, nextSequence)
      for (const entry of entries) this.#writeEntry(scope, entry)
    }
  }

  #row(scope: Scope): number {
    return this.#rows.get(scopeName(scope)) ?? this.#addRow(scope, 1)
  }

  #addRow(scope: Scope, nextSequence: number): number {
    const { api, resource, parents } = scope
    const { lastInsertRowid } = this.#insertCollection.run(
      api,
      resource,
      JSON.stringify(parents),
      nextSequence,
    )
    this.#rows.set(scopeName(scope), Number(lastInsertRowid))
    return Number(lastInsertRowid)
  }

  #readRows(): void {
    this.#rows.clear()
    for (const { id, scope } of collectionRows(this.#database)) this.#rows.set(scopeName(scope), id)
  }
}

/**
 * Everything that the file holds, in the order in which it was first written.
 *
 * @throws SyntaxError or TypeError when a row is damaged.
 */
export function readCollections(database: DatabaseSync): KeptCollection[] {
  const records = database.prepare(
    'SELECT key, sequence, version, value FROM records WHERE collection = ? ORDER BY sequence',
  )
  return collectionRows(database).map(({ id, scope, nextSequence }) => {
    const entries = records.all(id).map(entryOf)
    const behindLast = (entries.at(-1)?.sequence ?? 0) + 1
    return { scope, entries, nextSequence: Math.max(nextSequence, behindLast) }
  })
}

function collectionRows(database: DatabaseSync) {
  return database
    .prepare('SELECT id, api, resource, parents, next_sequence FROM collections ORDER BY id')
    .all()
    .map((row) => ({
      id: Number(row.id),
      scope: { api: String(row.api), resource: String(row.resource), parents: keysOf(String(row.parents)) },
      nextSequence: Number(row.next_sequence),
    }))
}

function entryOf(row: Record<string, unknown>): Entry {
  const value: unknown = JSON.parse(String(row.value))
  if (!isObject(value)) throw new TypeError(`record ${row.key} is not a JSON object`)
  return {
    key: String(row.key),
    value: value as JsonObject,
    sequence: Number(row.sequence),
    version: Number(row.version),
  }
}

function keysOf(text: string): string[] {
  const keys: unknown = JSON.parse(text)
  if (!Array.isArray(keys)) throw new TypeError('the parents of a collection are not a JSON array')
  return keys.map(String)
}
