import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installOutside, linkDependencies } from '@clientele/release'

export const root = fileURLToPath(new URL('../../../', import.meta.url))
export const own = fileURLToPath(new URL('../', import.meta.url))

/**
 * Copies the project to a folder outside of this repository, with the packages of a release and what its `package.json`
 * names.
 *
 * @returns the folder, and a function that removes it
 */
export function copyOutside(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'clientele-outside-'))
  cpSync(join(own, 'project'), folder, { recursive: true })
  installOutside(root, folder)
  linkDependencies(folder, [own, root])
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
