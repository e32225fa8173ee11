import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Installs exactly these packages into a separate folder below `cache`, once.
 *
 * Peers are only for comparison and never shipped: outside the lock file they keep `npm ci` small. Their
 * install scripts do not run.
 *
 * @param packages name → exact version
 * @returns the folder that holds `node_modules`
 * @throws Error with npm's last lines when the registry refuses
 */
export function installPeers(cache: string, packages: Record<string, string>): string {
  const manifest = JSON.stringify({ private: true, dependencies: packages }, null, 2)
  const folder = join(cache, createHash('sha256').update(manifest).digest('hex').slice(0, 12))
  if (existsSync(folder)) return folder
  // Installed in another folder and renamed at the end, so that an interrupted install never looks complete.
  const unfinished = `${folder}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { recursive: true })
  writeFileSync(join(unfinished, 'package.json'), manifest)
  const npm = spawnSync('npm install --ignore-scripts --no-audit --no-fund --loglevel=error', {
    cwd: unfinished,
    encoding: 'utf8',
    shell: true,
  })
  if (npm.status !== 0) {
    const names = Object.entries(packages).map((entry) => entry.join('@'))
    throw new Error(
      `Could not install the peers ${names.join(', ')}:\n${npm.stderr.trim().split('\n').slice(-5).join('\n')}`,
    )
  }
  renameSync(unfinished, folder)
  return folder
}
