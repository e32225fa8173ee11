import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { publishedPackages } from '@clientele/release'

/** What `npm pack` would make of each published package, in bytes of its tarball. */
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
