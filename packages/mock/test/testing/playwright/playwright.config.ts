import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'

export default defineConfig({
  testMatch: '*.pw.ts',
  // Only a test that hangs takes so long, in milliseconds, also on a busy machine.
  timeout: 900_000,
  expect: { timeout: 600_000 },
  workers: 1,
  reporter: 'json',
  outputDir: join(tmpdir(), 'clientele-playwright'),
})
