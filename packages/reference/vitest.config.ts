import { suite } from '@clientele/vitest-config'

// A browser takes a core of its own.
export default suite({ globalSetup: 'test/support/copy-site.ts', maxWorkers: 2 })
