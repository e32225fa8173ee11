import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { load } from 'js-yaml'
import type { Api } from './document.ts'

const specs = new URL('../../../../specs/', import.meta.url)

/** Path of a bundled description. */
export function bundlePath(api: string): string {
  return fileURLToPath(new URL(`dist/${api}.yaml`, specs))
}

/** The names of all APIs in alphabetical order: an API is a folder of `specs` with an `openapi.yaml`. */
export function apiNames(): string[] {
  return readdirSync(specs)
    .filter((name) => existsSync(new URL(`${name}/openapi.yaml`, specs)))
    .sort()
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
