import type { ConventionModule } from './convention.ts'
import { graphErrors } from './graph-errors/graph-errors.ts'
import { odata } from './odata/odata.ts'
import { partnerCenterCollections } from './partner-center-collections/partner-center-collections.ts'
import { partnerCenterErrors } from './partner-center-errors/partner-center-errors.ts'
import { partnerCenterIdempotency } from './partner-center-idempotency/partner-center-idempotency.ts'

/** Every convention that a description can select by name in `x-mock.conventions`. */
export const conventionModules: readonly ConventionModule[] = [
  odata,
  graphErrors,
  partnerCenterCollections,
  partnerCenterErrors,
  partnerCenterIdempotency,
]
