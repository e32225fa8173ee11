import { describe, expect, test } from 'vitest'
import type { Scope, Store } from '../../src/store/store.ts'
import { subjects } from './stores.ts'

const notes: Scope = { api: 'notes', resource: '/notes', parents: [] }

describe.each(Object.entries(subjects))('%s: a transaction that fails', (_, create) => {
  function failing(store: Store, work: () => void): void {
    const fail = () => {
      work()
      throw new Error('no')
    }
    expect(() => store.transaction(fail)).toThrow('no')
  }

  test.each<[string, (store: Store) => void]>([
    ['clear', (store) => store.clear()],
    ['restore', (store) => store.restore({ format: 1, collections: [] })],
  ])('takes a %s back: the records are there, with versions that nobody saw before', (_name, empty) => {
    const { store, remove } = create()
    store.put(notes, 'a', { text: 'kept' })
    const seen = store.revision(notes)
    let inside: number | undefined
    failing(store, () => {
      empty(store)
      inside = store.revision(notes)
      store.put(notes, 'b', {})
      store.put(notes, 'c', {})
    })
    expect([...store.entries(notes)].map(({ key }) => key)).toEqual(['a'])
    // A list that was kept for one of the revisions in between would be served again.
    expect(store.revision(notes)).not.toBe(inside)
    expect(store.revision(notes)).toBeGreaterThan(seen)
    remove()
  })

  test('gives out no sequence again that was seen meanwhile', () => {
    const { store, remove } = create()
    store.put(notes, 'a', {})
    const given: number[] = []
    failing(store, () => {
      store.restore({ format: 1, collections: [{ ...notes, parents: [], records: [] }] })
      given.push(store.put(notes, 'b', {}).sequence, store.put(notes, 'c', {}).sequence)
    })
    expect(given).not.toContain(store.put(notes, 'd', {}).sequence)
    remove()
  })

  test('takes several writes to one record back, the last one first', () => {
    const { store, remove } = create()
    store.put(notes, 'a', { text: 'first' })
    failing(store, () => {
      store.put(notes, 'a', { text: 'second' })
      store.put(notes, 'a', { text: 'third' })
      store.delete(notes, 'a')
      store.put(notes, 'a', { text: 'fourth' })
    })
    expect(store.get(notes, 'a')).toMatchObject({ value: { text: 'first' }, version: 1 })
    expect([...store.entries(notes)]).toHaveLength(1)
    remove()
  })
})
