import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { modulesOfPrism } from '../../src/prism/load.ts'

const require = createRequire(import.meta.url)
const carried = require('../../dist/prism/carried.cjs') as Record<string, () => object>

test.each(modulesOfPrism)('the build carries %s with everything that it loads', (name) => {
  const own = carried[name]?.() as Record<string, unknown>
  const exported = Object.keys(own).filter((key) => key !== '__esModule')
  expect(exported.length + Number(typeof own === 'function')).toBeGreaterThan(0)
})
