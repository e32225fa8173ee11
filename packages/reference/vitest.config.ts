import { suite } from '@clientele/vitest-config'

// A browser takes a core of its own.
export default suite({ globalSetup: ['test/support/copy-site.ts', 'test/support/outside.ts'], maxWorkers: 2 })
