import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { partsOfPrism } from '../../src/prism/load.ts'

const require = createRequire(import.meta.url)

const names = Object.entries(partsOfPrism).flatMap(([part, modules]) =>
  modules.map((name) => ({ part, name })),
)

test.each(names)('the build carries $name with everything that it loads', ({ part, name }) => {
  const { modules } = require(`../../dist/prism/carried/${part}.js`)
  const exported = Object.keys(modules[name]).filter((key) => key !== '__esModule')
  expect(exported.length + Number(typeof modules[name] === 'function')).toBeGreaterThan(0)
})
