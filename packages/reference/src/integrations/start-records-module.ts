import { apiNames } from '@clientele/api-folders'
import { createMock } from '@clientele/mock'
import type { Plugin } from 'vite'
import { bundlePath } from '../description/read.ts'

const name = 'clientele:start-records'
const resolved = `\0${name}`

/** The records that the mock in a page begins with, so that a form can offer their ids before there is a mock. */
export function startRecordsModule(): Plugin {
  return {
    name,
    resolveId: (id) => (id === name ? resolved : undefined),
    async load(id) {
      if (id !== resolved) return
      const mock = createMock({ documents: apiNames().map(bundlePath) })
      await mock.ready()
      const snapshot = mock.snapshot()
      await mock.close()
      return `export default ${JSON.stringify(snapshot)}`
    },
  }
}
