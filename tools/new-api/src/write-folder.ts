import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { scriptsOfApi, workspaceOf } from '@clientele/api-folders'

/**
 * Puts an API into the repository: its folder, one line in `specs/package.json`, and the lock file. If one of the three
 * fails, everything is as before.
 *
 * @param files The text of each file by its name below the folder.
 */
export function writeFolder(root: string, api: string, files: ReadonlyMap<string, string>): void {
  const folder = join(root, 'specs', api)
  const changed = [join(root, 'specs/package.json'), join(root, 'package-lock.json')]
  const before = changed.map((file) => readFileSync(file, 'utf8'))
  // The name begins with a dot: npm looks for workspaces in `specs/*`.
  const unfinished = mkdtempSync(join(root, 'specs/.new-'))
  try {
    for (const [name, text] of [...files, ['package.json', manifestOf(api)] as const]) {
      mkdirSync(dirname(join(unfinished, name)), { recursive: true })
      writeFileSync(join(unfinished, name), text)
    }
    renameSync(unfinished, folder)
    addLine(changed[0] as string, api)
    lock(root)
  } catch (error) {
    for (const path of [unfinished, folder]) rmSync(path, { recursive: true, force: true })
    changed.forEach((file, index) => {
      writeFileSync(file, before[index] as string)
    })
    throw error
  }
}

function manifestOf(api: string): string {
  const manifest = {
    name: workspaceOf(api),
    version: '0.0.0',
    private: true,
    type: 'module',
    scripts: scriptsOfApi,
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}

function addLine(file: string, api: string): void {
  const manifest = JSON.parse(readFileSync(file, 'utf8'))
  const entries = Object.entries({ ...manifest.devDependencies, [workspaceOf(api)]: `file:${api}` })
  manifest.devDependencies = Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)))
  writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`)
}

/** `npm ci` refuses a lock file without every workspace. Updating it fetches nothing. */
function lock(root: string): void {
  const command = ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const { status, stderr } = spawnSync('npm', command, {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    env: withoutNpm(),
  })
  if (status !== 0) throw new Error(`npm ${command.join(' ')} failed; nothing was changed.\n${stderr}`)
}

/** `npm run` sets variables about itself, which another npm would take for its own settings. */
const withoutNpm = () =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(config|package|lifecycle)_/i.test(name)),
  )
