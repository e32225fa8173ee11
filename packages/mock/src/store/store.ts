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

/** One stored record. Entries and their values are immutable; a write makes a new entry. */
export interface Entry {
  readonly key: string
  readonly value: JsonObject
  /** Place in the order of insertion within the scope. It never changes and is never given twice. */
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
  /** Entries by ascending sequence, from one place to another; what is outside of them is not looked at. */
  page(scope: Scope, from: number, to: number): readonly Entry[]
  count(scope: Scope): number
  /** The sequence of the next insertion; it stays ahead of deleted entries, even after a restart. */
  nextSequence(scope: Scope): number
  /** Grows with every write to the scope, deletes included; equal revisions mean equal content. */
  revision(scope: Scope): number
  /** Every scope that holds at least one record, in the order of its first write. */
  scopes(): Iterable<Scope>
  snapshot(): StoreSnapshot
  /** Replaces everything. Revisions keep growing, so earlier cached results become invalid. */
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

/** Saves building the name of a scope at each step of a request: 0.1 µs, ten times. */
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

/** A collection with all that a store knows of it, for stores that outlive the process. */
export interface KeptCollection {
  readonly scope: Scope
  /** The next entry that is inserted gets it. */
  readonly nextSequence: number
  /** By ascending sequence. */
  readonly entries: readonly Entry[]
}

interface Collection {
  readonly scope: Scope
  /** Copied on write while a forked store shares it. */
  byKey: Map<string, Entry>
  shared: boolean
  /** The same entries by sequence. Copied on write while an iteration runs over it or a forked store has taken it. */
  ordered: Entry[]
  taken: boolean
  /** How many iterations run over `ordered`. */
  readers: number
  nextSequence: number
  revision: number
}

/** A store that lives as long as the process. */
export class MemoryStore implements Store {
  #collections = new Map<string, Collection>()
  #revision = 0
  /** Revision of collections that were not written since everything was cleared. */
  #cleared = 0
  /** The functions that undo the writes of the running transaction, newest last. */
  #undo: (() => void)[] | undefined

  /** @param kept What an earlier store held, in the order of its collections. */
  constructor(kept: Iterable<KeptCollection> = []) {
    for (const { scope, nextSequence, entries } of kept) {
      const collection = this.#create(scope)
      collection.nextSequence = nextSequence
      collection.ordered = [...entries]
      for (const entry of entries) collection.byKey.set(entry.key, entry)
    }
  }

  get(scope: Scope, key: string): Entry | undefined {
    return this.#find(scope)?.byKey.get(key)
  }

  put(scope: Scope, key: string, value: JsonObject): Entry {
    const collection = this.#findOrCreate(scope)
    const before = collection.byKey.get(key)
    const sequence = before?.sequence ?? collection.nextSequence++
    const entry: Entry = { key, value, sequence, version: (before?.version ?? 0) + 1 }
    this.#write(collection, entry)
    this.#undo?.push(() => (before ? this.#write(collection, before) : this.#remove(collection, entry)))
    return entry
  }

  delete(scope: Scope, key: string): boolean {
    const collection = this.#find(scope)
    const entry = collection?.byKey.get(key)
    if (!collection || !entry) return false
    this.#remove(collection, entry)
    this.#undo?.push(() => this.#write(collection, entry))
    return true
  }

  *entries(scope: Scope, after = -1): Iterable<Entry> {
    const collection = this.#find(scope)
    if (!collection) return
    const { ordered } = collection
    collection.readers++
    try {
      for (let index = after < 0 ? 0 : placeOf(ordered, after + 1); index < ordered.length; index++) {
        yield ordered[index] as Entry
      }
    } finally {
      if (collection.ordered === ordered) collection.readers--
    }
  }

  page(scope: Scope, from: number, to: number): readonly Entry[] {
    return this.#find(scope)?.ordered.slice(from, to) ?? []
  }

  count(scope: Scope): number {
    return this.#find(scope)?.byKey.size ?? 0
  }

  nextSequence(scope: Scope): number {
    return this.#find(scope)?.nextSequence ?? 1
  }

  revision(scope: Scope): number {
    return this.#find(scope)?.revision ?? this.#cleared
  }

  *scopes(): Iterable<Scope> {
    for (const collection of this.#collections.values()) if (collection.byKey.size > 0) yield collection.scope
  }

  snapshot(): StoreSnapshot {
    const filled = [...this.#collections.values()].filter((collection) => collection.byKey.size > 0)
    return { format: 1, collections: filled.map(collectionSnapshot) }
  }

  restore(snapshot: StoreSnapshot): void {
    const before = this.#collections
    this.#collections = new Map()
    this.#undo?.push(() => this.#takeBack(before))
    for (const { records, ...scope } of snapshot.collections) {
      const collection = this.#find(scope) ?? this.#succeed(before.get(scopeName(scope)), scope)
      for (const { key, value, version = 1 } of records) {
        const sequence = collection.byKey.get(key)?.sequence ?? collection.nextSequence++
        this.#write(collection, { key, value, version, sequence })
      }
    }
    for (const [name, collection] of before) {
      if (!this.#collections.has(name)) this.#succeed(collection, collection.scope)
    }
  }

  clear(): void {
    const before = this.#collections
    this.#collections = new Map()
    this.#undo?.push(() => this.#takeBack(before))
    this.#cleared = ++this.#revision
  }

  /** Every collection, including empty ones: a store made from them continues where this one is. */
  *kept(): Iterable<KeptCollection> {
    for (const collection of this.#collections.values()) {
      collection.taken = true
      const { scope, nextSequence, ordered } = collection
      yield { scope, nextSequence, entries: ordered }
    }
  }

  /**
   * A store that begins with the same content and then changes separately. Entries are shared for good and the order of
   * a collection until it is written, so it costs the number of collections, not of records.
   */
  fork(): MemoryStore {
    const forked = new MemoryStore()
    for (const [name, collection] of this.#collections) {
      collection.shared = true
      collection.taken = true
      forked.#collections.set(name, { ...collection })
    }
    forked.#revision = this.#revision
    forked.#cleared = this.#cleared
    return forked
  }

  transaction<T>(work: () => T): T {
    const outermost = this.#undo === undefined
    this.#undo ??= []
    const undo = this.#undo
    const mark = undo.length
    try {
      return work()
    } catch (error) {
      while (undo.length > mark) undo.pop()?.()
      throw error
    } finally {
      if (outermost) this.#undo = undefined
    }
  }

  close(): void {
    this.#collections.clear()
  }

  #find(scope: Scope): Collection | undefined {
    return this.#collections.get(scopeName(scope))
  }

  #findOrCreate(scope: Scope): Collection {
    const known = this.#find(scope)
    if (known) return known
    this.#undo?.push(() => this.#collections.delete(scopeName(scope)))
    return this.#create(scope)
  }

  #create(scope: Scope): Collection {
    const { api, resource, parents } = scope
    const created: Collection = {
      scope: { api, resource, parents: [...parents] },
      byKey: new Map(),
      shared: false,
      ordered: [],
      taken: false,
      readers: 0,
      nextSequence: 1,
      revision: 0,
    }
    this.#collections.set(scopeName(scope), created)
    return created
  }

  /** An empty collection that replaces another one and does not reuse its sequences. */
  #succeed(before: Collection | undefined, scope: Scope): Collection {
    const created = this.#create(scope)
    created.nextSequence = before?.nextSequence ?? 1
    created.revision = ++this.#revision
    return created
  }

  #takeBack(before: Map<string, Collection>): void {
    for (const [name, collection] of before) {
      const since = this.#collections.get(name)?.nextSequence ?? 1
      collection.nextSequence = Math.max(collection.nextSequence, since)
      collection.revision = ++this.#revision
    }
    this.#collections = before
  }

  #write(collection: Collection, entry: Entry): void {
    const ordered = this.#ownOrder(collection)
    const place = placeOf(ordered, entry.sequence)
    if (place === ordered.length || ordered[place]?.sequence === entry.sequence) ordered[place] = entry
    else ordered.splice(place, 0, entry)
    ownKeys(collection).set(entry.key, entry)
    collection.revision = ++this.#revision
  }

  #remove(collection: Collection, entry: Entry): void {
    const ordered = this.#ownOrder(collection)
    ordered.splice(placeOf(ordered, entry.sequence), 1)
    ownKeys(collection).delete(entry.key)
    collection.revision = ++this.#revision
  }

  #ownOrder(collection: Collection): Entry[] {
    if (collection.taken || collection.readers > 0) {
      collection.ordered = [...collection.ordered]
      collection.taken = false
      collection.readers = 0
    }
    return collection.ordered
  }
}

function ownKeys(collection: Collection): Map<string, Entry> {
  if (collection.shared) {
    collection.byKey = new Map(collection.byKey)
    collection.shared = false
  }
  return collection.byKey
}

/** Index of the first entry whose sequence is not below the given one. */
function placeOf(ordered: readonly Entry[], sequence: number): number {
  const last = ordered.at(-1)
  if (!last || last.sequence < sequence) return ordered.length
  let low = 0
  let high = ordered.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ordered[middle] as Entry).sequence < sequence) low = middle + 1
    else high = middle
  }
  return low
}

function collectionSnapshot({ scope, ordered }: Collection): CollectionSnapshot {
  return { ...scope, records: ordered.map(({ key, version, value }) => ({ key, version, value })) }
}
