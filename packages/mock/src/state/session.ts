import type { SelectedConventions } from '../conventions/selected.ts'
import type { Api } from '../description/api.ts'
import type { Operation } from '../description/operations/operation.ts'
import type { Resource } from '../description/resources/resource.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { Scope } from '../store/store.ts'
import type { KeyMint } from './key-mint.ts'
import type { Seeder } from './seeder.ts'

/** An exchange that works on a resource, with everything that the work needs. */
export interface Session {
  readonly exchange: Exchange
  readonly api: Api
  readonly operation: Operation
  readonly resource: Resource
  readonly scope: Scope
  /** Key of the addressed record; `''` for singletons, undefined for lists and creations. */
  readonly key: string | undefined
  readonly conventions: SelectedConventions
  readonly seeder: Seeder
  readonly keys: KeyMint
}
