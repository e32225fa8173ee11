import { defineConfig } from '@playwright/test'

export default defineConfig({
  testMatch: '*.pw.ts',
  fullyParallel: true,
  workers: 1,
  reporter: 'json',
  outputDir: '../results',
})
