import { defineConfig } from 'vitest/config'

// The command, with a compiler in it, is started beside the suites of other packages.
export default defineConfig({
  test: { include: ['test/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
})
