import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { publishedPackages, stage, surroundingsOf } from '@clientele/release'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const own = fileURLToPath(new URL('../', import.meta.url))

/**
 * Makes a copy of the project in a folder outside of this repository. Its `node_modules` has our packages as a release
 * has them, and links to the locked versions of what each `package.json` names: an import that none names fails.
 *
 * @returns the folder, and what removes it
 */
export function copyOutside(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'clientele-outside-'))
  cpSync(join(own, 'project'), folder, { recursive: true })
  const packages = publishedPackages(root)
  const around = surroundingsOf(root, packages)
  for (const each of packages) {
    const target = join(folder, 'node_modules', each.manifest.name)
    stage(each, target, around)
    link(target, each.folder)
  }
  link(folder, own)
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Links what the manifest in a folder names, as it is locked for a workspace. */
function link(folder: string, workspace: string): void {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
    if (name.startsWith('@clientele/')) continue
    const [source] = [workspace, root].map((from) => join(from, 'node_modules', name)).filter(existsSync)
    const target = join(folder, 'node_modules', name)
    mkdirSync(dirname(target), { recursive: true })
    symlinkSync(source ?? '', target, 'junction')
  }
}
