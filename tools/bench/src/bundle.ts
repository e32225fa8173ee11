import { basename } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

/** What a browser loads first of an application. */
export interface Bundle {
  text: string
  /** Bytes of `text`, gzipped. */
  size: number
  /** Paths of the modules with code in `text`, relative to the working folder. */
  inputs: string[]
  /** Bytes, gzipped, of each part that is loaded when it is first used. */
  later: number[]
}

/**
 * Bundles and minifies an application for browsers, as its own build would. What it imports dynamically is not in it.
 *
 * @param application TypeScript that imports packages, or files below `folder`.
 * @param folder Where imports are resolved from.
 */
export async function bundleForBrowsers(application: string, folder: string): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: application, resolveDir: folder, loader: 'ts' },
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    outdir: 'unused',
    write: false,
    metafile: true,
    logLevel: 'error',
  })
  const isMain = (path: string) => basename(path) === 'stdin.js'
  const sizeOf = (text: string) => gzipSync(text, { level: 9 }).length
  const text = outputFiles.find(({ path }) => isMain(path))?.text ?? ''
  const later = outputFiles.filter(({ path }) => !isMain(path)).map(({ text }) => sizeOf(text))
  const [, output] = Object.entries(metafile.outputs).find(([path]) => isMain(path)) ?? []
  const inputs = Object.entries(output?.inputs ?? {})
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => path)
  return { text, size: sizeOf(text), inputs, later }
}
