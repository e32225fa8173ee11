import { defineConfig } from 'vitest/config'

// Chromium is unpacked and started beside the suites of other packages.
export default defineConfig({
  test: { include: ['test/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
})
