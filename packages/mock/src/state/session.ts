import type { SelectedConventions } from '../conventions/selected.ts'
import type { LoadedApi } from '../description/loaded-api.ts'
import type { DescribedOperation } from '../description/operations/described-operation.ts'
import type { InferredResource } from '../description/resources/inferred-resource.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { Scope } from '../store/store.ts'
import type { KeyMint } from './keys.ts'
import type { Seeder } from './seeder.ts'

/** An exchange that works on a resource, with everything that the work needs. */
export interface Session {
  readonly exchange: Exchange
  readonly api: LoadedApi
  readonly operation: DescribedOperation
  readonly resource: InferredResource
  readonly scope: Scope
  /** Key of the addressed record; `''` for singletons, undefined for lists and creations. */
  readonly key: string | undefined
  readonly conventions: SelectedConventions
  readonly seeder: Seeder
  readonly keys: KeyMint
}
