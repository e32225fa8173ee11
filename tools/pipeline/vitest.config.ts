import { defineConfig } from 'vitest/config'

// A repository is copied, and turbo, a browser and compilers are started, beside the suites of other packages.
export default defineConfig({
  test: { include: ['test/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 120_000 },
})
