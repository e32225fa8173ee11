import { defineConfig } from 'vitest/config'

// Many tests start processes; on a busy machine that takes longer than the five seconds a test usually has.
export default defineConfig({ test: { testTimeout: 30_000, hookTimeout: 30_000 } })
