import { join } from 'node:path'
import { apiNames, findGaps, specsFolder } from '@clientele/api-folders'
import { readHistory } from '@clientele/release'
import type { Plugin } from 'vite'
import { type Api, isDraft } from '../description/document.ts'
import { bundlePath, readApis } from '../description/read.ts'
import { moduleOf, virtualModule } from './virtual-module.ts'

/** The bundled descriptions as a module, so that a changed bundle also refreshes the pages of `astro dev`. */
export function descriptionsModule(): Plugin {
  const code = () =>
    moduleOf(readApis().map((entry) => ({ ...withGaps(entry), releases: releasesOf(entry) })))
  return virtualModule('clientele:descriptions', code, apiNames().map(bundlePath))
}

/** What each release changed, the newest first. */
function releasesOf({ api }: Api): Api['releases'] {
  return readHistory({ changes: join(specsFolder, api, 'changes.yaml') })
}

/** What a draft still lacks, for its pages. */
function withGaps(entry: Api): Api {
  return isDraft(entry.document) ? { ...entry, gaps: findGaps(join(specsFolder, entry.api)) } : entry
}
