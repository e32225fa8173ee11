import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'

/** A Chromium unpacked from npm. */
export interface UnpackedChromium {
  executablePath: string
  /** Shared libraries for machines that lack them. */
  libraries: string
  /** Fonts, with the configuration that finds them. */
  fonts: string
}

const packageFolder = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '../..')
const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as {
  version: string
}
const cache = resolve(import.meta.dirname, '../../../node_modules/.cache/clientele')

/**
 * Where the browser is; the version distinguishes it from that of an older package, which `npm install` leaves there.
 */
export const folder = join(cache, `chromium-${version}`)

/**
 * Unpacks the browser of `@sparticuz/chromium` once per version, beside the other caches of `node_modules`.
 *
 * The package itself unpacks into one fixed place and takes a half-written file for a finished one. Test
 * suites start side by side, so each unpacks into a folder of its own and the first to finish renames it.
 */
export async function unpackChromium(): Promise<UnpackedChromium> {
  if (!existsSync(folder)) await unpack()
  return {
    executablePath: join(folder, 'chromium'),
    libraries: join(folder, 'al2023', 'lib'),
    fonts: join(folder, 'fonts'),
  }
}

async function unpack(): Promise<void> {
  await mkdir(cache, { recursive: true })
  const own = await mkdtemp(join(cache, 'unpacking-'))
  await unpackIn(own)
  try {
    await rename(own, folder)
  } catch (error) {
    // Another process was first. Its folder is complete, because it was renamed too.
    await rm(own, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  }
}

/** The package unpacks into the temporary folder of its process, so a separate process gets `own` as that folder. */
async function unpackIn(own: string): Promise<void> {
  const bin = join(packageFolder, 'bin')
  const archives = ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br'].map((name) =>
    join(bin, name),
  )
  const script = `import { inflate } from '@sparticuz/chromium'
await Promise.all(${JSON.stringify(archives)}.map(inflate))`
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: import.meta.dirname,
    env: { ...process.env, TMPDIR: own },
  })
}
