import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { apiNames, specsFolder } from '@clientele/api-folders'
import { load } from 'js-yaml'
import type { Api } from './document.ts'

/** Path of a bundled description. */
export function bundlePath(api: string): string {
  return join(specsFolder, 'dist', `${api}.yaml`)
}

/**
 * Reads every bundled description.
 *
 * @throws Error that names the command which makes a missing bundle.
 */
export function readApis(): Api[] {
  return apiNames().map((api) => ({ api, document: readBundle(api) }))
}

function readBundle(api: string): Api['document'] {
  try {
    return load(readFileSync(bundlePath(api), 'utf8')) as Api['document']
  } catch (cause) {
    throw new Error(
      `No bundle of "${api}" in specs/dist. Run "npm run build", or turbo's task bundle:${api}.`,
      {
        cause,
      },
    )
  }
}
