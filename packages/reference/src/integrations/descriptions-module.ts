import { apiNames } from '@clientele/api-folders'
import type { Plugin } from 'vite'
import { bundlePath, readApis } from '../description/read.ts'

const name = 'clientele:descriptions'
const resolved = `\0${name}`

/** The bundled descriptions as a module, so that a changed bundle also refreshes the pages of `astro dev`. */
export function descriptionsModule(): Plugin {
  return {
    name,
    resolveId: (id) => (id === name ? resolved : undefined),
    load(id) {
      if (id !== resolved) return
      for (const api of apiNames()) this.addWatchFile(bundlePath(api))
      return `export default ${JSON.stringify(readApis())}`
    },
  }
}
