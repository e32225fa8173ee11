import { defineConfig } from 'vitest/config'

// The command is started as a process of its own, beside the suites of other packages.
export default defineConfig({
  test: { include: ['test/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
})
