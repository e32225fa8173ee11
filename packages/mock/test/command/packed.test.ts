import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const folder = fileURLToPath(new URL('../../', import.meta.url))

interface Packed {
  readonly unpackedSize: number
  readonly files: readonly { readonly path: string }[]
}

const [packed] = JSON.parse(
  execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: folder, encoding: 'utf8' }),
) as [Packed]

test('unpacked, the package is smaller than 1.2 MB', () => {
  expect(packed.unpackedSize).toBeLessThan(1_200_000)
})

test('it does not point to files outside of it', () => {
  expect(packed.files.filter(({ path }) => path.endsWith('.map'))).toEqual([])
})

test('npx runs the one command of the package, though the command has another name', () => {
  const { version, dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const project = mkdtempSync(join(tmpdir(), 'clientele-npx-'))
  const npm = (...args: string[]) =>
    execFileSync('npm', args, { cwd: project, encoding: 'utf8', env: outside() })
  try {
    unpack(project, Object.keys(dependencies))
    writeFileSync(join(project, 'package.json'), '{ "private": true }')
    // Links the commands of what is there, as an installation does.
    npm('rebuild', '--ignore-scripts', '--offline')
    expect(npm('exec', '--offline', '--no', '--', '@clientele/mock', '--version').trim()).toBe(version)
  } finally {
    rmSync(project, { recursive: true })
  }
})

/** Puts the package into a project as the registry would give it, beside links to what it needs. */
function unpack(project: string, dependencies: readonly string[]): void {
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', project], {
    cwd: folder,
    stdio: 'pipe',
  })
  const [tarball = ''] = readdirSync(project)
  const installed = join(project, 'node_modules/@clientele/mock')
  mkdirSync(installed, { recursive: true })
  execFileSync('tar', ['-xzf', join(project, tarball), '--strip-components=1', '-C', installed])
  for (const name of dependencies) {
    const link = join(project, 'node_modules', name)
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(installedFolder(name), link, 'junction')
  }
}

/** Where a dependency is: beside the package, or at the root of the repository. */
function installedFolder(name: string): string {
  const own = join(folder, 'node_modules', name)
  return existsSync(own) ? own : join(folder, '../../node_modules', name)
}

/** The environment without the commands of this repository, which a stranger does not have. */
function outside(): NodeJS.ProcessEnv {
  const PATH = process.env.PATH?.split(delimiter).filter((each) => !each.includes(`node_modules${sep}.bin`))
  return { ...process.env, PATH: [dirname(process.execPath), ...(PATH ?? [])].join(delimiter) }
}
