import type { ConventionModule } from './convention.ts'

/** Every convention that a description can select by name in `x-mock.conventions`. */
export const conventionModules: readonly ConventionModule[] = []
