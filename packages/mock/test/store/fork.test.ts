import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MemoryStore, type Scope, type Store } from '../../src/store/store.ts'

const scopes: Scope[] = ['/a', '/b'].map((resource) => ({ api: 'api', resource, parents: [] }))

/** One write: to which store, where, and what. */
const write = fc.record({
  store: fc.nat(2),
  scope: fc.constantFrom(...scopes),
  key: fc.constantFrom('1', '2', '3'),
  kind: fc.constantFrom('put', 'delete', 'failed transaction', 'clear'),
  value: fc.nat(9),
})
type Write = typeof write extends fc.Arbitrary<infer T> ? T : never

function apply(store: Store, { scope, key, kind, value }: Write): void {
  if (kind === 'put') store.put(scope, key, { value })
  else if (kind === 'delete') store.delete(scope, key)
  else if (kind === 'clear') store.clear()
  else
    expect(() =>
      store.transaction(() => {
        store.put(scope, key, { value })
        store.delete(scope, '1')
        throw new Error('failed')
      }),
    ).toThrow('failed')
}

const content = (store: Store) =>
  scopes.map((scope) => ({
    entries: [...store.entries(scope)],
    found: ['1', '2', '3'].map((key) => store.get(scope, key)),
    count: store.count(scope),
    next: store.nextSequence(scope),
  }))

test('a forked store, its origin and another fork go their own ways, as stores that were written alike', () => {
  fc.assert(
    fc.property(fc.array(write), fc.array(write), (before, after) => {
      const origin = new MemoryStore()
      const alone = [new MemoryStore(), new MemoryStore(), new MemoryStore()]
      for (const each of before) {
        apply(origin, each)
        for (const store of alone) apply(store, each)
      }
      const forked = [origin, origin.fork(), origin.fork()]
      for (const each of after) {
        apply(forked[each.store] as Store, each)
        apply(alone[each.store] as Store, each)
      }
      expect(forked.map(content)).toEqual(alone.map(content))
    }),
  )
})
