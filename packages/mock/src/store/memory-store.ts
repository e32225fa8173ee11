import type { JsonObject } from '../json/json.ts'
import type { CollectionSnapshot, Entry, Scope, Store, StoreSnapshot } from './store.ts'

interface Collection {
  readonly scope: Scope
  readonly byKey: Map<string, Entry>
  /** The same entries by sequence. Copied on write once an iteration has taken it. */
  ordered: Entry[]
  taken: boolean
  nextSequence: number
  revision: number
}

/** A store that lives as long as the process. */
export class MemoryStore implements Store {
  readonly #collections = new Map<string, Collection>()
  #revision = 0
  /** What undoes the writes of the running transaction, newest last. */
  #undo: (() => void)[] | undefined

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
    collection.taken = true
    const ordered = collection.ordered
    for (let index = after < 0 ? 0 : placeOf(ordered, after + 1); index < ordered.length; index++) {
      yield ordered[index] as Entry
    }
  }

  count(scope: Scope): number {
    return this.#find(scope)?.byKey.size ?? 0
  }

  revision(scope: Scope): number {
    return this.#find(scope)?.revision ?? 0
  }

  *scopes(): Iterable<Scope> {
    for (const collection of this.#collections.values()) if (collection.byKey.size > 0) yield collection.scope
  }

  snapshot(): StoreSnapshot {
    const filled = [...this.#collections.values()].filter((collection) => collection.byKey.size > 0)
    return { format: 1, collections: filled.map(collectionSnapshot) }
  }

  restore(snapshot: StoreSnapshot): void {
    for (const collection of this.#collections.values()) this.#clear(collection)
    for (const { records, ...scope } of snapshot.collections) {
      const collection = this.#findOrCreate(scope)
      for (const { key, value, version = 1 } of records) {
        this.#write(collection, { key, value, version, sequence: collection.nextSequence++ })
      }
    }
  }

  transaction<T>(work: () => T): T {
    if (this.#undo) return work()
    const undo: (() => void)[] = []
    this.#undo = undo
    try {
      return work()
    } catch (error) {
      for (const step of undo.reverse()) step()
      throw error
    } finally {
      this.#undo = undefined
    }
  }

  close(): void {
    this.#collections.clear()
  }

  #find(scope: Scope): Collection | undefined {
    return this.#collections.get(nameOf(scope))
  }

  #findOrCreate(scope: Scope): Collection {
    const name = nameOf(scope)
    const known = this.#collections.get(name)
    if (known) return known
    const { api, resource, parents } = scope
    const created: Collection = {
      scope: { api, resource, parents: [...parents] },
      byKey: new Map(),
      ordered: [],
      taken: false,
      nextSequence: 1,
      revision: 0,
    }
    this.#collections.set(name, created)
    return created
  }

  #write(collection: Collection, entry: Entry): void {
    const ordered = this.#ownOrder(collection)
    const place = placeOf(ordered, entry.sequence)
    const replaced = ordered[place]?.sequence === entry.sequence ? 1 : 0
    ordered.splice(place, replaced, entry)
    collection.byKey.set(entry.key, entry)
    collection.revision = ++this.#revision
  }

  #remove(collection: Collection, entry: Entry): void {
    const ordered = this.#ownOrder(collection)
    ordered.splice(placeOf(ordered, entry.sequence), 1)
    collection.byKey.delete(entry.key)
    collection.revision = ++this.#revision
  }

  #clear(collection: Collection): void {
    collection.byKey.clear()
    collection.ordered = []
    collection.taken = false
    collection.revision = ++this.#revision
  }

  #ownOrder(collection: Collection): Entry[] {
    if (collection.taken) {
      collection.ordered = [...collection.ordered]
      collection.taken = false
    }
    return collection.ordered
  }
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

/** JSON keeps the parts apart whatever characters the keys hold. */
function nameOf({ api, resource, parents }: Scope): string {
  return parents.length === 0 ? `${api} ${resource}` : `${api} ${resource} ${JSON.stringify(parents)}`
}

function collectionSnapshot({ scope, ordered }: Collection): CollectionSnapshot {
  return { ...scope, records: ordered.map(({ key, version, value }) => ({ key, version, value })) }
}
