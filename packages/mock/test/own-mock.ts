import { createMock, type Mock, type MockOptions } from '../src/index.ts'

const bundles = ['graph-customers', 'graph-customer-profile', 'partner-center-users'].map(
  (name) => new URL(`../../../specs/dist/${name}.yaml`, import.meta.url),
)

/** A mock of the package's own APIs, as `createMock` makes it once the package is built. */
export function ownMock(options: MockOptions = {}): Mock {
  return createMock({ documents: bundles, ...options })
}
