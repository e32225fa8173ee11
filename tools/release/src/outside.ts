import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { untar } from '@andrewbranch/untar.js'
import { type Manifest, publishedPackages, stage, surroundingsOf } from './stage.ts'

/**
 * Fills the `node_modules` of a folder outside of this repository without the network: our packages, unpacked from the
 * tarballs of a release, and links to the locked versions of the packages in their manifests. An import that no
 * manifest names fails there.
 *
 * @param root the checkout; its packages must be built
 */
export function installOutside(root: string, folder: string): void {
  const packing = mkdtempSync(join(tmpdir(), 'clientele-packing-'))
  try {
    const packages = publishedPackages(root)
    const around = surroundingsOf(root, packages)
    for (const own of packages) stage(own, join(packing, own.path), around)
    pack(
      packing,
      packages.map(({ path }) => path),
    )
    for (const { manifest, folder: workspace } of packages) {
      const target = join(folder, 'node_modules', manifest.name)
      unpack(join(packing, tarballOf(manifest)), target)
      linkDependencies(target, [workspace, root])
    }
  } finally {
    rmSync(packing, { recursive: true, force: true })
  }
}

/** One call for all: starting npm takes longer than packing does. Names without a space pass any shell. */
function pack(cwd: string, paths: readonly string[]): void {
  const args = ['pack', '--silent', '--ignore-scripts', ...paths.map((path) => `./${path}`)]
  execFileSync('npm', args, { cwd, stdio: 'pipe', shell: process.platform === 'win32' })
}

function tarballOf({ name, version }: Manifest): string {
  return `${name.replace('@', '').replace('/', '-')}-${version}.tgz`
}

/** A tarball of npm has all of its files below `package/`. */
function unpack(tarball: string, target: string): void {
  const { buffer } = new Uint8Array(gunzipSync(readFileSync(tarball)))
  for (const { filename, fileData } of untar(buffer)) {
    const file = join(target, filename.slice('package/'.length))
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, fileData)
  }
}

/**
 * Links the packages in the `package.json` of a folder into its `node_modules`.
 *
 * @param workspaces folders of this repository whose `node_modules` may have it, the first one first
 */
export function linkDependencies(folder: string, workspaces: readonly string[]): void {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  linkPackages(folder, Object.keys({ ...dependencies, ...devDependencies }), workspaces)
}

/** Links packages by their names; ours are there already. */
export function linkPackages(folder: string, names: Iterable<string>, workspaces: readonly string[]): void {
  for (const name of names) {
    const target = join(folder, 'node_modules', name)
    if (name.startsWith('@clientele/') || existsSync(target)) continue
    const source = workspaces.map((from) => join(from, 'node_modules', name)).find(existsSync)
    if (source === undefined) throw new Error(`${name} is not installed.`)
    mkdirSync(dirname(target), { recursive: true })
    symlinkSync(source, target, 'junction')
  }
}
