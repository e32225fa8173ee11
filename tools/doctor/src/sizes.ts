import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { publishedPackages } from '@clientele/release'

/** The size of the tarball that `npm pack` makes of each published package, in bytes. */
export async function packedSizes(root: string): Promise<{ name: string; bytes: number }[]> {
  const workspaces = publishedPackages(root).flatMap(({ path }) => ['--workspace', path])
  const { stdout } = await promisify(execFile)(
    'npm',
    ['pack', '--dry-run', '--json', '--ignore-scripts', ...workspaces],
    {
      cwd: root,
      maxBuffer: 2 ** 26,
      shell: process.platform === 'win32',
    },
  )
  return (JSON.parse(stdout) as { name: string; size: number }[]).map(({ name, size }) => ({
    name,
    bytes: size,
  }))
}
