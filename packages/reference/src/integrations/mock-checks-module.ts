import { apiNames } from '@clientele/api-folders'
import { compileChecks } from '@clientele/mock'
import type { Plugin } from 'vite'
import { bundlePath } from '../description/read.ts'
import { virtualModule } from './virtual-module.ts'

/** The checks of the mock in a page, compiled while the site is built: its own policy may forbid to compile any. */
export function mockChecksModule(): Plugin {
  return virtualModule('clientele:mock-checks', () =>
    compileChecks({ documents: apiNames().map(bundlePath) }),
  )
}
