import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Entry, Scope, Store } from '../../src/store/store.ts'
import { type Subject, subjects } from './stores.ts'

const customers: Scope = { api: 'graph-customers', resource: '/Customers', parents: [] }
const usersOf = (customer: string): Scope => ({
  api: 'partner-center-users',
  resource: '/customers/{customer_id}/users',
  parents: [customer],
})
const keys = (entries: Iterable<Entry>) => [...entries].map(({ key }) => key)

describe.each(Object.entries(subjects))('%s', (_name, create) => {
  let subject: Subject
  let store: Store
  beforeEach(() => {
    subject = create()
    store = subject.store
  })
  afterEach(() => subject.remove())

  test('inserts at the end, replaces in place, counts versions', () => {
    store.put(customers, 'a', { displayName: 'Contoso' })
    store.put(customers, 'b', { displayName: 'Fabrikam' })
    const replaced = store.put(customers, 'a', { displayName: 'Contoso Ltd' })
    expect(replaced).toEqual({ key: 'a', value: { displayName: 'Contoso Ltd' }, sequence: 1, version: 2 })
    expect(keys(store.entries(customers))).toEqual(['a', 'b'])
    expect(store.get(customers, 'a')).toEqual(replaced)
    expect(store.count(customers)).toBe(2)
  })

  test('keeps scopes apart, whatever is in their keys', () => {
    store.put(usersOf('a","b'), 'user', { n: 1 })
    store.put({ ...usersOf('a'), parents: ['a', 'b'] }, 'user', { n: 2 })
    expect(store.get(usersOf('a","b'), 'user')?.value).toEqual({ n: 1 })
    expect(store.count(usersOf('a'))).toBe(0)
    expect([...store.scopes()].map(({ parents }) => parents)).toEqual([['a","b'], ['a', 'b']])
  })

  test.each(['__proto__', 'constructor', '', 'ä/ö?%00', '\u0000', '😀'])('keeps the key %j', (key) => {
    store.put(customers, key, { key })
    expect(store.get(customers, key)?.value).toEqual({ key })
    expect(store.delete(customers, key)).toBe(true)
    expect(store.get(customers, key)).toBeUndefined()
  })

  test('never gives a sequence out twice', () => {
    store.put(customers, 'a', {})
    store.put(customers, 'b', {})
    store.delete(customers, 'b')
    expect(store.put(customers, 'b', {}).sequence).toBe(3)
    store.restore({ format: 1, collections: [] })
    expect(store.put(customers, 'c', {}).sequence).toBe(4)
  })

  test('walks from behind a sequence', () => {
    for (const key of ['a', 'b', 'c', 'd']) store.put(customers, key, {})
    store.delete(customers, 'b')
    expect(keys(store.entries(customers, 1))).toEqual(['c', 'd'])
    expect(keys(store.entries(customers, 2))).toEqual(['c', 'd'])
    expect(keys(store.entries(customers, 4))).toEqual([])
  })

  test('does not show a running iteration what is written meanwhile', () => {
    for (const key of ['a', 'b', 'c']) store.put(customers, key, {})
    const seen: string[] = []
    for (const { key } of store.entries(customers)) {
      seen.push(key)
      store.delete(customers, 'b')
      store.put(customers, `${key}2`, {})
    }
    expect(seen).toEqual(['a', 'b', 'c'])
  })

  test('grows the revision of the written scope only', () => {
    const before = store.revision(customers)
    store.put(customers, 'a', {})
    const written = store.revision(customers)
    store.put(usersOf('x'), 'u', {})
    expect(written).toBeGreaterThan(before)
    expect(store.revision(customers)).toBe(written)
    store.delete(customers, 'a')
    expect(store.revision(customers)).toBeGreaterThan(written)
  })

  test('says whether it deleted something', () => {
    expect(store.delete(customers, 'a')).toBe(false)
    store.put(customers, 'a', {})
    expect(store.delete(customers, 'a')).toBe(true)
    expect([...store.scopes()]).toEqual([])
  })

  test('takes all writes of a failed transaction back', () => {
    store.put(customers, 'a', { n: 1 })
    store.put(customers, 'b', { n: 1 })
    const before = store.snapshot()
    const failure = new Error('stop')
    expect(() =>
      store.transaction(() => {
        store.put(customers, 'a', { n: 2 })
        store.delete(customers, 'b')
        store.put(usersOf('x'), 'u', {})
        store.restore({ format: 1, collections: [{ ...usersOf('y'), records: [{ key: 'k', value: {} }] }] })
        store.put(usersOf('y'), 'k2', {})
        throw failure
      }),
    ).toThrow(failure)
    expect(store.snapshot()).toEqual(before)
    store.put(customers, 'c', {})
    expect(keys(store.entries(customers))).toEqual(['a', 'b', 'c'])
  })

  test('runs a transaction inside another one as part of it', () => {
    expect(() =>
      store.transaction(() => {
        store.transaction(() => store.put(customers, 'a', {}))
        throw new Error('stop')
      }),
    ).toThrow('stop')
    expect(store.count(customers)).toBe(0)
    expect(store.transaction(() => store.put(customers, 'a', {}).key)).toBe('a')
  })

  test('lets a transaction inside another one fail alone', () => {
    store.put(customers, 'a', { n: 1 })
    store.transaction(() => {
      store.put(customers, 'b', {})
      expect(() =>
        store.transaction(() => {
          store.put(customers, 'a', { n: 2 })
          store.delete(customers, 'b')
          throw new Error('stop')
        }),
      ).toThrow('stop')
      store.put(customers, 'c', {})
    })
    subject.restart?.()
    expect(keys(subject.store.entries(customers))).toEqual(['a', 'b', 'c'])
    expect(subject.store.get(customers, 'a')?.value).toEqual({ n: 1 })
  })

  test('restores the records of a snapshot, in their order, and nothing else', () => {
    store.put(customers, 'old', {})
    store.put(usersOf('x'), 'u', { n: 1 })
    store.put(usersOf('x'), 'u', { n: 2 })
    const snapshot = store.snapshot()
    const edited = { ...snapshot, collections: [...snapshot.collections].reverse() }
    store.put(customers, 'new', {})
    const revision = store.revision(customers)
    store.restore(edited)
    expect(store.snapshot()).toEqual(edited)
    expect(store.get(usersOf('x'), 'u')?.version).toBe(2)
    expect(store.revision(customers)).toBeGreaterThan(revision)
  })

  test('is like new after it was cleared, except for its revisions', () => {
    store.put(customers, 'a', {})
    store.put(customers, 'b', {})
    store.delete(customers, 'b')
    const revision = store.revision(customers)
    store.clear()
    expect([...store.scopes()]).toEqual([])
    expect(store.revision(customers)).toBeGreaterThan(revision)
    subject.restart?.()
    expect(subject.store.put(customers, 'c', {})).toMatchObject({ sequence: 1, version: 1 })
  })

  test('takes clearing back with the transaction', () => {
    for (const key of ['a', 'b', 'c']) store.put(customers, key, {})
    expect(() =>
      store.transaction(() => {
        store.clear()
        store.put(customers, 'd', {})
        throw new Error('stop')
      }),
    ).toThrow('stop')
    expect(keys(store.entries(customers))).toEqual(['a', 'b', 'c'])
    expect(store.put(customers, 'e', {}).sequence).toBe(4)
  })

  test('restores a key that comes twice once, with the last value', () => {
    const records = [
      { key: 'a', value: { n: 1 } },
      { key: 'b', value: {} },
      { key: 'a', value: { n: 2 } },
    ]
    store.restore({ format: 1, collections: [{ ...customers, records }] })
    expect(keys(store.entries(customers))).toEqual(['a', 'b'])
    expect(store.get(customers, 'a')?.value).toEqual({ n: 2 })
    expect(store.count(customers)).toBe(2)
  })
})
