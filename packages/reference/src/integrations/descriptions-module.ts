import { join } from 'node:path'
import { apiNames, findGaps, specsFolder } from '@clientele/api-folders'
import { readHistory } from '@clientele/release'
import type { Plugin } from 'vite'
import { type Api, isDraft } from '../description/document.ts'
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
      return `export default ${JSON.stringify(readApis().map((entry) => ({ ...withGaps(entry), releases: releasesOf(entry) })))}`
    },
  }
}

/** What each release changed, the newest first. */
function releasesOf({ api }: Api): Api['releases'] {
  return readHistory({ changes: join(specsFolder, api, 'changes.yaml') })
}

/** What a draft still lacks, for its pages. */
function withGaps(entry: Api): Api {
  return isDraft(entry.document) ? { ...entry, gaps: findGaps(join(specsFolder, entry.api)) } : entry
}
