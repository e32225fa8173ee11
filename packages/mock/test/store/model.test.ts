import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Entry, Scope, StoreSnapshot } from '../../src/store/store.ts'
import { type Subject, subjects } from './stores.ts'

class List {
  readonly scope: Scope
  entries: Entry[] = []
  #highest = 0

  constructor(scope: Scope) {
    this.scope = scope
  }

  take(sequence: number | undefined): number {
    expect(sequence).toBeGreaterThan(this.#highest)
    this.#highest = sequence as number
    return this.#highest
  }
}

/**
 * The simplest thing that could be right: one list per scope, everything by hand. Sequences are taken from
 * the store, because a failed transaction may leave a gap; they must be above every earlier one.
 */
class Model {
  scopes = new Map<string, List>()

  of(scope: Scope) {
    const name = JSON.stringify(scope)
    const known = this.scopes.get(name) ?? new List(scope)
    this.scopes.set(name, known)
    return known
  }

  put(scope: Scope, written: Entry): Entry {
    const list = this.of(scope)
    const index = list.entries.findIndex((entry) => entry.key === written.key)
    const before = list.entries[index]
    const sequence = before?.sequence ?? list.take(written.sequence)
    const entry = { ...written, sequence, version: (before?.version ?? 0) + 1 }
    if (before) list.entries[index] = entry
    else list.entries.push(entry)
    return entry
  }

  delete(scope: Scope, key: string): boolean {
    const list = this.of(scope)
    const kept = list.entries.filter((entry) => entry.key !== key)
    const found = kept.length < list.entries.length
    list.entries = kept
    return found
  }

  content() {
    return [...this.scopes.values()].filter(({ entries }) => entries.length > 0)
  }
}

const scopes: Scope[] = [
  { api: 'graph-customers', resource: '/Customers', parents: [] },
  { api: 'partner-center-users', resource: '/customers/{customer_id}/users', parents: ['1'] },
  { api: 'partner-center-users', resource: '/customers/{customer_id}/users', parents: ['2'] },
]
const scope = fc.constantFrom(...scopes)
const key = fc.constantFrom('a', 'b', 'c', 'd', 'e')
const value = fc.record({ n: fc.integer(), text: fc.string() })

class Put implements fc.Command<Model, Subject> {
  readonly scope: Scope
  readonly key: string
  readonly value: Entry['value']
  constructor(scope: Scope, key: string, value: Entry['value']) {
    this.scope = scope
    this.key = key
    this.value = value
  }
  check = () => true
  run(model: Model, { store }: Subject) {
    const { key, value } = this
    const written = store.put(this.scope, key, value)
    expect(written).toEqual(model.put(this.scope, { ...written, key, value }))
  }
  toString = () => `put ${this.key} in ${this.scope.parents}`
}

class Delete implements fc.Command<Model, Subject> {
  readonly scope: Scope
  readonly key: string
  constructor(scope: Scope, key: string) {
    this.scope = scope
    this.key = key
  }
  check = () => true
  run(model: Model, { store }: Subject) {
    expect(store.delete(this.scope, this.key)).toBe(model.delete(this.scope, this.key))
  }
  toString = () => `delete ${this.key} in ${this.scope.parents}`
}

class FailedTransaction implements fc.Command<Model, Subject> {
  readonly scope: Scope
  readonly keys: string[]
  constructor(scope: Scope, keys: string[]) {
    this.scope = scope
    this.keys = keys
  }
  check = () => true
  run(_model: Model, { store }: Subject) {
    const work = () => {
      for (const each of this.keys) {
        if (store.get(this.scope, each)) store.delete(this.scope, each)
        else store.put(this.scope, each, { undone: true })
      }
      throw new Error('stop')
    }
    expect(() => store.transaction(work)).toThrow('stop')
  }
  toString = () => `failed transaction over ${this.keys} in ${this.scope.parents}`
}

class SnapshotAndRestore implements fc.Command<Model, Subject> {
  check = () => true
  run(model: Model, { store }: Subject) {
    const snapshot: StoreSnapshot = JSON.parse(JSON.stringify(store.snapshot()))
    store.restore(snapshot)
    for (const list of model.scopes.values()) {
      list.entries = list.entries.map((entry) => {
        return { ...entry, sequence: list.take(store.get(list.scope, entry.key)?.sequence) }
      })
    }
    expect(store.snapshot()).toEqual(snapshot)
  }
  toString = () => 'snapshot and restore'
}

class Clear implements fc.Command<Model, Subject> {
  check = () => true
  run(model: Model, { store }: Subject) {
    store.clear()
    model.scopes.clear()
  }
  toString = () => 'clear'
}

class Restart implements fc.Command<Model, Subject> {
  check = () => true
  run(_model: Model, subject: Subject) {
    subject.restart?.()
  }
  toString = () => 'restart'
}

class Look implements fc.Command<Model, Subject> {
  readonly after: number
  constructor(after: number) {
    this.after = after
  }
  check = () => true
  run(model: Model, { store }: Subject) {
    expect(new Set(store.scopes())).toEqual(new Set(model.content().map((list) => list.scope)))
    for (const each of scopes) {
      const want = model.of(each).entries
      expect([...store.entries(each, this.after)]).toEqual(
        want.filter(({ sequence }) => sequence > this.after),
      )
      expect(store.count(each)).toBe(want.length)
    }
  }
  toString = () => `look behind ${this.after}`
}

describe.each(Object.entries(subjects))('%s', (_name, create) => {
  test('does what the model does, through any order of calls and restarts', () => {
    const commands = [
      fc.tuple(scope, key, value).map(([where, name, what]) => new Put(where, name, what)),
      fc.tuple(scope, key).map(([where, name]) => new Delete(where, name)),
      fc.tuple(scope, fc.array(key)).map(([where, names]) => new FailedTransaction(where, names)),
      fc.constant(new SnapshotAndRestore()),
      fc.constant(new Restart()),
      fc.constant(new Clear()),
      fc.integer({ min: -1, max: 8 }).map((after) => new Look(after)),
    ]
    fc.assert(
      fc.property(fc.commands(commands, { size: 'large', maxCommands: 60 }), (calls) => {
        const real = create()
        try {
          const model = new Model()
          fc.modelRun(() => ({ model, real }), calls)
          new Look(-1).run(model, real)
        } finally {
          real.remove()
        }
      }),
      { numRuns: 80 },
    )
  })
})
