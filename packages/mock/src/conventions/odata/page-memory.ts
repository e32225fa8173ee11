import type { ListQuery, WindowMemory } from '@clientele/odata'
import type { Exchange } from '../../exchange/exchange.ts'
import type { Entry } from '../../store/store.ts'

/** Queries whose walks are remembered at once; a page of a forgotten one is only slower. */
const CAPACITY = 16

interface Remembered extends WindowMemory<Entry> {
  readonly revision: number
}

/** What walks over sorted lists have read ahead, valid as long as nothing was written to the collection. */
export class PageMemory {
  readonly #windows = new Map<string, Remembered>()

  of({ store, scope }: Exchange, { identity }: ListQuery): WindowMemory<Entry> | undefined {
    // What `now()` compares with is another instant on every page.
    if (!scope || /\bnow\b/i.test(identity)) return undefined
    const name = JSON.stringify([scope.resource, scope.parents, identity])
    const revision = store.revision(scope)
    const known = this.#windows.get(name)
    if (known?.revision === revision) return known
    return this.#remember(name, { revision, window: undefined })
  }

  #remember(name: string, fresh: Remembered): Remembered {
    this.#windows.delete(name)
    this.#windows.set(name, fresh)
    const [oldest] = this.#windows.keys()
    if (this.#windows.size > CAPACITY && oldest !== undefined) this.#windows.delete(oldest)
    return fresh
  }
}
