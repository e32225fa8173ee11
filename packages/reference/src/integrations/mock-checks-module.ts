import { apiNames } from '@clientele/api-folders'
import { compileChecks } from '@clientele/mock'
import type { Plugin } from 'vite'
import { bundlePath } from '../description/read.ts'

const name = 'clientele:mock-checks'
const resolved = `\0${name}`

/** The checks of the mock in a page, compiled while the site is built: its own policy may forbid to compile any. */
export function mockChecksModule(): Plugin {
  return {
    name,
    resolveId: (id) => (id === name ? resolved : undefined),
    load: (id) => (id === resolved ? compileChecks({ documents: apiNames().map(bundlePath) }) : undefined),
  }
}
