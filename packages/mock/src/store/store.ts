import { isObject, type JsonObject, nestsDeeper } from '../json/json.ts'
import { SettingsError } from '../json/mistakes.ts'
import { accepted, checked, integer, list, object, readSettings, text } from '../json/settings.ts'

/**
 * Where records live: one collection of one API under one chain of parents.
 *
 * A resource name that starts with `#` is for the mock's own notes (idempotency keys, seeding marks): they are kept
 * and restored like the rest, but no path of a description leads to them.
 */
export interface Scope {
  /** Name of the API, for example `partner-center-users`. */
  readonly api: string
  /** Path template of the collection or singleton, for example `/customers/{customer_id}/users`. */
  readonly resource: string
  /** Decoded keys of the parents, outermost first; empty for a collection at the root. */
  readonly parents: readonly string[]
}

/** One record as the store keeps it. Entries and their values are immutable; a write makes a new entry. */
export interface Entry {
  readonly key: string
  readonly value: JsonObject
  /** Place in the order of insertion within the scope. It never changes and is never given out twice. */
  readonly sequence: number
  /** Starts at 1 and grows by 1 with every write to this key; the ETag is made from it. */
  readonly version: number
}

/** The whole content of a store as JSON that a person can read and edit. */
export interface StoreSnapshot {
  readonly format: 1
  readonly collections: readonly CollectionSnapshot[]
}

/** The records of one collection, in the order of their insertion. */
export interface CollectionSnapshot extends Scope {
  readonly records: readonly {
    readonly key: string
    readonly value: JsonObject
    /** Left out means 1. */
    readonly version?: number
  }[]
}

/**
 * The state of the mock. Synchronous on purpose: a request is answered in one turn of the event loop, so no request
 * sees another one half done.
 */
export interface Store {
  get(scope: Scope, key: string): Entry | undefined
  /** Inserts at the end, or replaces in place: a replaced record keeps its sequence. */
  put(scope: Scope, key: string, value: JsonObject): Entry
  /** Returns whether it deleted something. */
  delete(scope: Scope, key: string): boolean
  /**
   * Entries by ascending sequence, starting after `after` when given. An iteration does not show what is written
   * while it runs.
   */
  entries(scope: Scope, after?: number): Iterable<Entry>
  count(scope: Scope): number
  /** The sequence that the next insertion gets; it stays ahead of deleted entries, over restarts too. */
  nextSequence(scope: Scope): number
  /** Grows with every write to the scope, deletes included; equal revisions mean equal content. */
  revision(scope: Scope): number
  /** Every scope that holds at least one record, in the order of its first write. */
  scopes(): Iterable<Scope>
  snapshot(): StoreSnapshot
  /** Replaces everything. Revisions keep growing, so nothing that was cached before stays valid. */
  restore(snapshot: StoreSnapshot): void
  /** Empties it as if it were new: sequences begin again. Revisions keep growing, as they do for `restore`. */
  clear(): void
  /**
   * Runs `work` so that its writes are kept all together or not at all; returns what `work` returns. One that
   * runs inside another can fail alone; what it wrote is kept when the outermost one ends.
   */
  transaction<T>(work: () => T): T
  /** Releases files; a closed store is not used again. */
  close(): void
}

/** Saves writing the name of a scope at each step of a request: 0.1 µs, ten times. */
const names = new WeakMap<Scope, string>()

/** One name per scope. JSON keeps the parts apart whatever characters are in the keys. */
export function scopeName(scope: Scope): string {
  return names.get(scope) ?? nameOf(scope)
}

/** The same scope, for many requests; its name is written once. */
export function keptScope(scope: Scope): Scope {
  names.set(scope, nameOf(scope))
  return Object.freeze(scope)
}

function nameOf({ api, resource, parents }: Scope): string {
  return parents.length === 0 ? `${api} ${resource}` : `${api} ${resource} ${JSON.stringify(parents)}`
}

type RecordSnapshot = CollectionSnapshot['records'][number]

const anyText = accepted<string>((value) => typeof value === 'string', 'must be text')
const value = accepted<JsonObject>(isObject, 'must be an object')
const record = object<RecordSnapshot>({ key: anyText, value, version: integer(1) }, ['key', 'value'])

/** Two records with one key would become one record. */
const records = checked(list(record), (read) => {
  const keys = read.map((each) => each?.key)
  const first = new Map(keys.map((key, index): [string, number] => [key, index]).reverse())
  const again = [...keys.entries()].filter(([index, key]) => key !== undefined && first.get(key) !== index)
  return again.map(([index]) => ({ steps: [index, 'key'], message: 'is the key of an earlier record too' }))
})

const format = accepted<1>((given) => given === 1, 'must be 1, the format this version knows')

/** A snapshot. */
export const storeSnapshot = object<StoreSnapshot>(
  {
    format,
    collections: list(
      object<CollectionSnapshot>({ api: text(), resource: text(), parents: list(anyText), records }, [
        'api',
        'resource',
        'parents',
        'records',
      ]),
    ),
  },
  ['format', 'collections'],
)

/** Objects and arrays inside each other in a snapshot; a record may have 64 of them. */
const deepest = 100

/** @throws SettingsError with every mistake in it. */
export function readSnapshot(given: unknown): StoreSnapshot {
  if (nestsDeeper(given, deepest))
    throw new SettingsError('snapshot', [{ at: '', message: `must not nest deeper than ${deepest} levels` }])
  return readSettings('snapshot', given, storeSnapshot)
}
