import { exampleKeys, type Resource } from '../description/resources/resource.ts'
import type { Random } from '../store/random.ts'
import { type Scope, type Store, scopeName } from '../store/store.ts'

/** Makes keys that no record of the scope has, in the format of the resource's key. */
export class KeyMint {
  readonly #store: Store
  /** Highest number that was given out, by scope; searched for once. */
  readonly #highest = new Map<string, number>()

  constructor(store: Store) {
    this.#store = store
  }

  mint(resource: Resource, scope: Scope, random: Random): string {
    const format = resource.key?.format ?? 'integer'
    if (format === 'integer') return this.#nextNumber(scope)
    const examples = exampleKeys(resource)
    for (;;) {
      const key =
        format === 'uuid' || examples.length === 0 ? random.uuid() : alike(random.pick(examples), random)
      if (!this.#store.get(scope, key)) return key
    }
  }

  /** Keeps a deleted number from being given out again, also after a restart. */
  retire(scope: Scope, number: number): void {
    if (!Number.isSafeInteger(number) || number <= this.#retired(scope)) return
    this.#store.put(retired(scope), scopeName(scope), { highest: number })
  }

  /** Forgets what was given out: the store holds other records now. */
  restart(): void {
    this.#highest.clear()
  }

  #nextNumber(scope: Scope): string {
    const name = scopeName(scope)
    let next = (this.#highest.get(name) ?? this.#findHighest(scope)) + 1
    while (this.#store.get(scope, String(next))) next++
    this.#highest.set(name, next)
    return String(next)
  }

  #findHighest(scope: Scope): number {
    let highest = this.#retired(scope)
    for (const { key } of this.#store.entries(scope)) highest = Math.max(highest, Number(key) || 0)
    return Number.isSafeInteger(highest) ? highest : 0
  }

  #retired(scope: Scope): number {
    return Number(this.#store.get(retired(scope), scopeName(scope))?.value.highest ?? 0)
  }
}

/** Where the highest deleted numbers of an API's collections are noted. */
function retired({ api }: Scope): Scope {
  return { api, resource: '#retired', parents: [] }
}

/** A key of the same form: `prj_8Kx2` → `prj_3Wd9`. What is before the last separator stays. */
function alike(example: string, random: Random): string {
  const fixed = Math.max(example.lastIndexOf('_'), example.lastIndexOf('-'), example.lastIndexOf('.')) + 1
  const kinds: readonly [RegExp, string][] = [
    [/\d/, '0123456789'],
    [/[a-z]/, 'abcdefghijkmnpqrstuvwxyz'],
    [/[A-Z]/, 'ABCDEFGHJKLMNPQRSTUVWXYZ'],
  ]
  const drawn = [...example.slice(fixed)].map((character) => {
    const kind = kinds.find(([pattern]) => pattern.test(character))
    return kind ? random.pick([...kind[1]]) : character
  })
  return example.slice(0, fixed) + drawn.join('')
}
