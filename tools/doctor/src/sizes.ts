import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { publishedPackages } from '@clientele/release'
import { build } from 'esbuild'

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

/** What a browser loads of the client for Microsoft Graph, in bytes: bundled, minified and gzipped. */
export async function sizeOfClient(folder: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: "export { createGraphClient } from '@clientele/client'", resolveDir: folder },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    write: false,
    logLevel: 'error',
  })
  return gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length
}
