import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'

export default defineConfig({
  testMatch: '*.pw.ts',
  workers: 1,
  reporter: 'json',
  outputDir: join(tmpdir(), 'clientele-playwright'),
})
