import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const script = fileURLToPath(new URL('../../scripts/prism.ts', import.meta.url))

test.each([[[]], [['no-such-api']]])('plain Prism without a bundle says which ones there are: %j', (args) => {
  const { status, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' })
  expect(status).toBe(1)
  expect(stderr).toContain('Usage: npm run prism -- <api>')
  expect(stderr).toContain('graph-customers, partner-center-users')
})
