import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AstroIntegration } from 'astro'
import subset from 'subset-font'

const require = createRequire(import.meta.url)
const source = require.resolve(
  '@fontsource-variable/hanken-grotesk/files/hanken-grotesk-latin-wght-normal.woff2',
)
const license = require.resolve('@fontsource-variable/hanken-grotesk/LICENSE')

/** Printable ASCII and the few other characters of the pages; the system's font has the rest. */
const characters = `${String.fromCharCode(...Array.from({ length: 95 }, (_, i) => 32 + i))}–—‘’“”…·←→↗×©•é`

/**
 * Cuts the typeface down to what the pages need (Hanken Grotesk, SIL Open Font License 1.1): one variable file of
 * about 15 kB serves every weight, from this site's own origin. The licence stands beside it.
 */
export function subsetFont(): AstroIntegration {
  return {
    name: 'clientele:subset-font',
    hooks: {
      'astro:build:done': ({ dir }) => writeFont(new URL('fonts/', dir)),
    },
  }
}

async function writeFont(folder: URL): Promise<void> {
  const font = await subset(await readFile(source), characters, {
    targetFormat: 'woff2',
    variationAxes: { wght: { min: 400, max: 700 } },
  })
  await mkdir(folder, { recursive: true })
  await writeFile(new URL('clientele-sans.woff2', folder), font)
  await writeFile(new URL('OFL.txt', folder), await readFile(license))
}
