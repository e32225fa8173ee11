import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Redocly is started as a process of its own, beside the suites of other packages.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
